"""Log out everywhere by a number: what is issued carries the version of its time."""

from collections.abc import Mapping
from dataclasses import dataclass

from examples.auth.store_protocol import Store, entry_key
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.wording import shown

AS_LONG_AS_THE_USER = 100 * 365 * 86_400.0
"""Seconds; a version that is forgotten would let all old tokens in again."""


@dataclass(frozen=True)
class TokenVersions:
    """The version of each user's tokens; 0 until it is raised.

    Unlike a denylist's entry it never expires, and unlike a time it needs no clock:
    a token of the same second is told apart.

    Args:
        store: shared by every server that verifies.

    """

    store: Store

    def current(self, subject: str) -> int:
        """Return the version that new tokens of the subject must carry in `ver`."""
        return int(self.store.get(entry_key("version", subject)) or 0)

    def raise_version(self, subject: str) -> int:
        """Refuse every token of the subject made so far; return the new version."""
        version = self.current(subject) + 1
        key = entry_key("version", subject)
        self.store.put(key, str(version), AS_LONG_AS_THE_USER)
        return version

    def check(self, claims: Mapping[str, object]) -> None:
        """Let a verified token pass if it carries the present version.

        Raises:
            TokenRevokedError: its version is older.
            TokenRejectedError: its `ver` is no whole number.

        """
        version = claims.get("ver", 0)
        if not isinstance(version, int) or isinstance(version, bool):
            raise TokenRejectedError(
                "ver is not a number", f"The ver {shown(version)} must be an integer."
            )
        current = self.current(str(claims["sub"]))
        if version < current:
            user = shown(claims["sub"])
            raise TokenRevokedError(
                f"The token's ver is {version}, but {user} is at {current}."
            )
