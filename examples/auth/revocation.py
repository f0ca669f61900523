"""Revoke signed tokens before they expire: one by one, or all of a user's at once."""

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
    """A list of revoked tokens that keeps each entry until its token expires.

    The key of an entry is made of `iss` and `jti`, never of the token's text or its
    hash. An ES256 signature (r, s) has a second valid form (r, n - s), so anyone can
    write the same token differently, and a list of hashes would not recognise it.

    Args:
        store: the state that all verifying servers share.
        clock: returns seconds since 1970-01-01 UTC.
        leeway: seconds, at least the leeway that verification grants.

    """

    store: Store
    clock: Clock = time.time
    leeway: int = 0

    # --8<-- [start:revoke]
    def revoke(self, claims: Claims) -> None:
        """Refuse the token of these verified claims from now on."""
        left: float = KEPT_FOR_EVER
        if "exp" in claims:
            left = claims["exp"] + self.leeway - self.clock()
        if left > 0:  # an expired token is refused without an entry
            self.store.put(denied_key(claims), "", math.ceil(left))

    # --8<-- [end:revoke]

    # --8<-- [start:check]
    def check(self, claims: Claims) -> None:
        """Let the token of these verified claims pass unless it was revoked.

        Raises:
            TokenRevokedError: the token's `iss` and `jti` are on the list.

        """
        if self.store.get(denied_key(claims)) is not None:
            jti = shown(claims["jti"])
            raise TokenRevokedError(f"The token {jti} was revoked.")

    # --8<-- [end:check]


def denied_key(claims: Claims) -> str:
    """Return the store's key for a token, unambiguous in issuer and id."""
    return entry_key("denied", claims["iss"], claims["jti"])


@dataclass(frozen=True)
class NotBefore:
    """One entry per user that refuses every token issued before it.

    `iat` counts whole seconds, so a token of the same second may be older or newer
    than the revocation. It is refused, and so is every token issued within the leeway
    after the revocation, because a server whose clock is ahead may have issued it
    before. A user who signs in again so soon must wait. `TokenVersions` needs no
    clock and has no such wait.

    Args:
        store: the state that all verifying servers share.
        clock: returns seconds since 1970-01-01 UTC.
        longest_lifetime: seconds from issue until verification refuses any token,
            so the lifetime plus the leeway of verification.
        leeway: seconds by which the clocks of two servers may differ.

    """

    store: Store
    clock: Clock = time.time
    longest_lifetime: int = 900
    leeway: int = 0

    # --8<-- [start:not_before]
    def revoke_all(self, subject: str) -> None:
        """Refuse every token that any server issued to the subject until now."""
        key = entry_key("not-before", subject)
        lasts = self.longest_lifetime + self.leeway + 1
        self.store.put(key, repr(self.clock()), lasts)

    def check(self, claims: Claims) -> None:
        """Let the token of these verified claims pass if it is certainly newer.

        Raises:
            TokenRevokedError: it may have been issued before the revocation.

        """
        since = self.store.get(entry_key("not-before", claims["sub"]))
        if since is not None and claims["iat"] <= float(since) + self.leeway:
            raise TokenRevokedError(
                f"Tokens of {shown(claims['sub'])} issued until "
                f"{shown_time(float(since) + self.leeway)} are revoked."
            )

    # --8<-- [end:not_before]
