"""Accept a sign-out from the identity provider (OpenID Connect Back-Channel Logout)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown
from examples.oauth.signed_jwt import Expected, KeySource, verify_signed

TYPE = "logout+jwt"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class SignedOut:
    """Whose sessions to end.

    Args:
        subject: the user, or None if the token names only the session.
        session: the provider's session, or None to end all of the user's.
        jti: the token's name.

    """

    subject: str | None
    session: str | None
    jti: str


@dataclass(frozen=True)
class LogoutTokens:
    """The client's side: verify logout tokens, and accept each of them once.

    Args:
        store: remembers the tokens that were used.
        keys: the provider's public keys.
        issuer: the provider.
        client_id: the name of this client at the provider.
        clock: returns seconds since 1970-01-01 UTC.
        longest: seconds from `iat` to `exp`, at most. ASVS recommends two minutes.
        leeway: seconds by which the clocks of both may differ.

    """

    store: Store
    keys: KeySource
    issuer: str
    client_id: str
    clock: Clock = time.time
    longest: int = 120
    leeway: int = 30

    def verify(self, token: str) -> SignedOut:
        """Return whose sessions to end (Back-Channel Logout 1.0 §2.6).

        End them, and then call `done`. If your store fails in between, the provider
        can send the same token again.

        Raises:
            TokenError: the token is wrong, or it was used before.

        """
        # --8<-- [start:verify]
        required = ("aud", "iat", "exp", "jti", "events")
        # With the type, no ID token or access token passes for a logout token.
        wanted = Expected(self.issuer, self.client_id, (TYPE,), required, self.leeway)
        claims = verify_signed(token, self.keys, wanted, self.clock())
        check_event(claims)
        if claims["exp"] - claims["iat"] > self.longest:
            raise _wrong(f"it is valid for more than {self.longest} seconds")
        subject, session = (_text(claims, name) for name in ("sub", "sid"))
        if subject is None and session is None:
            raise _wrong("it has neither sub nor sid")
        if self.store.get(self._key(claims["jti"])) is not None:
            raise _wrong(f"its jti {shown(claims['jti'])} was used before")
        return SignedOut(subject, session, claims["jti"])
        # --8<-- [end:verify]

    def done(self, signed_out: SignedOut) -> None:
        """Refuse this token from now on, because the sessions have ended."""
        lasts = self.longest + 2 * self.leeway
        self.store.put(self._key(signed_out.jti), "", lasts)

    def _key(self, jti: str) -> str:
        return entry_key("logout", self.issuer, jti)


def check_event(claims: Mapping[str, object]) -> None:
    """Check the claims that tell a logout token from an ID token (§2.4).

    Raises:
        TokenRejectedError: `events` does not name the log-out, or there is a `nonce`.

    """
    events = claims["events"]
    event = events.get(EVENT) if isinstance(events, Mapping) else None
    if not isinstance(event, Mapping):
        raise _wrong("its events do not name a log-out")
    if "nonce" in claims:
        raise _wrong("it has a nonce, as an ID token has")


def _text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(f"its {name} is no text")


def _wrong(fault: str) -> TokenRejectedError:
    return TokenRejectedError(
        "bad logout token", f"The logout token is wrong: {fault}."
    )
