"""Sign a user out everywhere by raising the version that every token must carry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from examples.auth.store_protocol import Store, entry_key
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.wording import shown

AS_LONG_AS_THE_USER = 100 * 365 * 86_400.0
"""Seconds: if the store forgot a version, it would accept all old tokens again."""


@dataclass(frozen=True)
class TokenVersions:
    """The version of each user's tokens, which is 0 until somebody raises it.

    An entry never expires, unlike one of a denylist. It needs no clock, so it also
    tells apart two tokens of the same second, and servers whose clocks differ agree.

    Args:
        store: the state that all verifying servers share.

    """

    store: Store

    def current(self, subject: str) -> int:
        """Return the version that new tokens of the subject must carry in `ver`."""
        return _number(self.store.get(entry_key("version", subject)) or "")

    def raise_version(self, subject: str) -> int:
        """Refuse every token issued to the subject so far; return the new version.

        Each of several concurrent calls returns a version of its own.
        """
        key = entry_key("version", subject)
        while True:
            held = self.store.get(key) or ""
            version = _number(held) + 1
            # The random part tells the store this update from another caller's.
            new = f"{version} {secrets.token_hex(4)}"
            if self.store.swap(key, held, new, AS_LONG_AS_THE_USER):
                return version

    def check(self, claims: Mapping[str, object]) -> None:
        """Let the token of these verified claims pass if its version is current.

        Args:
            claims: must have `sub`; without `ver` the token counts as version 0.

        Raises:
            TokenRevokedError: the version is older than the current one.
            TokenRejectedError: `ver` is not an integer.

        """
        version = claims.get("ver", 0)
        # bool is a subclass of int in Python, and true is not a version.
        if not isinstance(version, int) or isinstance(version, bool):
            raise TokenRejectedError(
                "ver is not a number", f"The ver {shown(version)} must be an integer."
            )
        current = self.current(str(claims["sub"]))
        if version < current:
            user = shown(claims["sub"])
            raise TokenRevokedError(
                f"The token's ver is {shown(version)}, but {user} is at {current}."
            )


def _number(held: str) -> int:
    return int(held.partition(" ")[0] or 0)
