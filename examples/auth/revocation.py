"""Revocation of signed tokens: the state that a server keeps to take one back."""

import math
import time
from dataclasses import dataclass

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key
from examples.auth.tokens import Claims, TokenRevokedError
from examples.auth.wording import shown, shown_time

KEPT_FOR_EVER = 100 * 365 * 86_400
"""Seconds: how long the list keeps a token that has no `exp` and never expires."""


@dataclass(frozen=True)
class Denylist:
    """A list of revoked tokens, each kept no longer than its token would live.

    It is keyed on `iss` and `jti`, never on the token or its hash: an ES256
    signature (r, s) has a second valid form (r, n - s), so one token can be
    written in two ways, and a list of hashes would let the other one pass.

    Args:
        store: shared by every server that verifies.
        clock: returns seconds since 1970-01-01 UTC.
        leeway: seconds, at least the leeway that verification grants.

    """

    store: Store
    clock: Clock = time.time
    leeway: int = 0

    # --8<-- [start:revoke]
    def revoke(self, claims: Claims) -> None:
        """Refuse this token from now on; the claims must be verified ones."""
        left: float = KEPT_FOR_EVER
        if "exp" in claims:
            left = claims["exp"] + self.leeway - self.clock()
        if left > 0:  # an expired token is refused without an entry
            self.store.put(denied_key(claims), "", math.ceil(left))

    # --8<-- [end:revoke]

    # --8<-- [start:check]
    def check(self, claims: Claims) -> None:
        """Let a verified token pass unless it was revoked.

        Raises:
            TokenRevokedError: its `iss` and `jti` are on the list.

        """
        if self.store.get(denied_key(claims)) is not None:
            jti = shown(claims["jti"])
            raise TokenRevokedError(f"The token {jti} was revoked.")

    # --8<-- [end:check]


def denied_key(claims: Claims) -> str:
    """Return the store's key for a token: unambiguous in issuer and id."""
    return entry_key("denied", claims["iss"], claims["jti"])


@dataclass(frozen=True)
class NotBefore:
    """Log out everywhere: one entry per user refuses all tokens issued so far.

    `iat` counts whole seconds, so a token of the same second may be older or
    newer than the revocation. It is refused (the safe side): a user who logs in
    again within that second is asked once more.

    Args:
        store: shared by every server that verifies.
        clock: returns seconds since 1970-01-01 UTC.
        longest_lifetime: seconds that any token lives, leeway included.

    """

    store: Store
    clock: Clock = time.time
    longest_lifetime: int = 900

    # --8<-- [start:not_before]
    def revoke_all(self, subject: str) -> None:
        """Refuse every token of the subject that was issued until now."""
        key = entry_key("not-before", subject)
        self.store.put(key, repr(self.clock()), self.longest_lifetime + 1)

    def check(self, claims: Claims) -> None:
        """Let a verified token pass if it is newer than the revocation.

        Raises:
            TokenRevokedError: it was issued earlier, or in the same second.

        """
        since = self.store.get(entry_key("not-before", claims["sub"]))
        if since is not None and claims["iat"] <= float(since):
            raise TokenRevokedError(
                f"Tokens of {shown(claims['sub'])} issued until "
                f"{shown_time(float(since))} are revoked."
            )

    # --8<-- [end:not_before]
