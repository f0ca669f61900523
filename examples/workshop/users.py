"""The workshop's revocation by user: by time and by version, and what each stores."""

from collections.abc import Mapping
from typing import Any

from examples.auth.clock import Clock
from examples.auth.revocation import NotBefore, denied_key
from examples.auth.times import numeric_date
from examples.auth.token_errors import missing
from examples.auth.token_version import TokenVersions
from examples.auth.wording import shown
from examples.stores.memory import MemoryStore
from examples.workshop.types import Cost, Row

LONGEST_LIFETIME = 3650 * 86_400
"""Seconds: the workshop signs any exp, so it must remember for long."""


class UserRevocations:
    """Two ways to refuse all tokens of a user, each with a store of its own.

    Args:
        clock: returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, clock: Clock) -> None:
        self._times, self._numbers = MemoryStore(clock), MemoryStore(clock)
        self._not_before = NotBefore(self._times, clock, LONGEST_LIFETIME)
        self._versions = TokenVersions(self._numbers)

    def revoke_all(self, claims: Mapping[str, Any]) -> str:
        """Refuse what was issued until now; raise TokenError without sub and iat."""
        subject = _subject(claims)
        if "iat" not in claims:
            raise missing("iat")
        self._not_before.revoke_all(subject)
        return f"All tokens of {shown(subject)} issued until now are refused."

    def raise_version(self, claims: Mapping[str, Any]) -> str:
        """Refuse every older version; raise TokenError without sub."""
        subject = _subject(claims)
        version = self._versions.raise_version(subject)
        return (
            f"Tokens of {shown(subject)} need ver {version} from now on: "
            "those with a smaller one, or none, are refused."
        )

    def check(self, claims: Mapping[str, Any]) -> None:
        """Let a token pass; raise TokenRevokedError if either way refuses it."""
        if "sub" not in claims:
            return
        # Without an iat the token may be older than the revocation.
        issued = numeric_date(claims, "iat") or 0
        self._not_before.check({**claims, "iat": issued})
        self._versions.check(claims)

    def costs(self, rows: list[Row]) -> list[Cost]:
        """Say what each way has stored so far, in bytes of keys and values."""
        denied = sum(len(denied_key({**row})) for row in rows)
        return [
            _cost(
                "By token (jti)",
                len(rows),
                denied,
                "until the token's exp, for ever without one",
            ),
            _cost(
                "By user and time",
                len(self._times),
                self._times.size_bytes(),
                "as long as the longest token lives",
            ),
            _cost(
                "By user and version",
                len(self._numbers),
                self._numbers.size_bytes(),
                "as long as the user",
            ),
        ]


def _cost(way: str, entries: int, size: int, lasts: str) -> Cost:
    return {"way": way, "entries": entries, "bytes": size, "lasts": lasts}


def _subject(claims: Mapping[str, Any]) -> str:
    if "sub" not in claims:
        raise missing("sub")
    subject: str = claims["sub"]
    return subject
