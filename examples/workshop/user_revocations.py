"""Revoke all tokens of a user in the workshop, by time or by version."""

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
"""Seconds. The workshop signs tokens with any `exp`, so it keeps entries for long."""


class UserRevocations:
    """Refuse all tokens of a user in two ways, each with its own store.

    Args:
        clock: returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, clock: Clock) -> None:
        self._time_store, self._version_store = MemoryStore(clock), MemoryStore(clock)
        self._not_before = NotBefore(self._time_store, clock, LONGEST_LIFETIME)
        self._versions = TokenVersions(self._version_store)

    def revoke_all(self, claims: Mapping[str, Any]) -> str:
        """Refuse every token of the user that was issued until now.

        Raises:
            TokenRejectedError: The claims lack sub or iat.

        """
        subject = _subject(claims)
        if "iat" not in claims:
            raise missing("iat")
        self._not_before.revoke_all(subject)
        return f"All tokens of {shown(subject)} issued until now are refused."

    def raise_version(self, claims: Mapping[str, Any]) -> str:
        """Refuse every token of the user with an older version.

        Raises:
            TokenRejectedError: The claims lack sub.

        """
        subject = _subject(claims)
        version = self._versions.raise_version(subject)
        return (
            f"Tokens of {shown(subject)} need ver {version} from now on. Tokens with "
            "a smaller version, or none, are refused."
        )

    def check(self, claims: Mapping[str, Any]) -> None:
        """Let a verified token pass unless its user's tokens were revoked.

        Raises:
            TokenRevokedError: The time or the version refuses the token.

        """
        if "sub" not in claims:
            return
        # A token without iat may be older than the revocation, so treat it as old.
        issued = numeric_date(claims, "iat") or 0
        self._not_before.check({**claims, "iat": issued})
        self._versions.check(claims)

    def costs(self, rows: list[Row]) -> list[Cost]:
        """Count what each way has stored so far, in bytes of keys and values."""
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
                len(self._time_store),
                self._time_store.size_bytes(),
                "for the longest lifetime of a token",
            ),
            _cost(
                "By user and version",
                len(self._version_store),
                self._version_store.size_bytes(),
                "as long as the user exists",
            ),
        ]


def _cost(way: str, entries: int, size: int, lasts: str) -> Cost:
    return {"way": way, "entries": entries, "bytes": size, "lasts": lasts}


def _subject(claims: Mapping[str, Any]) -> str:
    if "sub" not in claims:
        raise missing("sub")
    subject: str = claims["sub"]
    return subject
