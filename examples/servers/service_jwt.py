"""Log-in with an access and a refresh token, without any framework.

An adapter passes in what it read from the request, and sends what it gets back. Each
method may raise the exceptions that `problems.REFUSALS` names.
"""

import re
from dataclasses import dataclass
from typing import TypedDict

from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.revocation import Denylist
from examples.auth.sessions import Session
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.tokens import Claims
from examples.auth.users import Authenticator, WrongCredentialsError
from examples.servers.everywhere import Everywhere
from examples.servers.problems import CHALLENGE, ProblemError
from examples.servers.service_session import Listed, listed, no_such_session


class Pair(TypedDict):
    """An answer with tokens (RFC 6749 §5.1); `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int


class Holder(TypedDict):
    """The user of an access token, and its expiry in seconds since 1970."""

    user: str
    exp: int


_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)


@dataclass(frozen=True)
class JwtService:
    """What the routes of a JWT server do.

    Args:
        tokens: KeyPairTokens, issues and verifies access tokens.
        refresh_tokens: RefreshTokens, rotates them; one log-in is one family.
        authenticator: Authenticator, checks names and passwords.
        denylist: Denylist, makes a log-out revoke access tokens at once. The price
            is a look-up in the store for every request. None leaves access tokens
            valid until they expire.

    """

    tokens: KeyPairTokens
    refresh_tokens: RefreshTokens
    authenticator: Authenticator
    denylist: Denylist | None = None

    def log_in(self, username: str, password: str, *, address: str) -> Pair:
        """Start a family of refresh tokens."""
        try:
            self.authenticator.check(username, password, address)
        except WrongCredentialsError as error:
            raise ProblemError(401, str(error), CHALLENGE) from error
        return self._pair(*self.refresh_tokens.start(username))

    def refresh(self, refresh_token: str) -> Pair:
        """Use up a refresh token and return a new pair."""
        token, family = self.refresh_tokens.rotate(refresh_token)
        if family.user not in self.authenticator.users:
            Everywhere(self.refresh_tokens.store).end_all(family.user)
            raise RefreshRefusedError("The user of this refresh token was deleted.")
        return self._pair(token, family)

    # --8<-- [start:find]
    def find(self, authorization: str | None) -> Claims:
        """Return the claims of a request's access token (RFC 6750 §2.1)."""
        claims = self.tokens.verify(bearer_token(authorization))
        if self.denylist is not None:
            self.denylist.check(claims)
            # A store that lost its data has no denylist, but it has no families
            # either. Log out everywhere ends the families alone.
            if self.refresh_tokens.families.peek(claims["sid"]) is None:
                raise TokenRevokedError(
                    "The log-in of this token has ended: log in again."
                )
        return claims

    # --8<-- [end:find]

    def me(self, authorization: str | None) -> Holder:
        """Return the user of the access token."""
        claims = self.find(authorization)
        return Holder(user=claims["sub"], exp=claims["exp"])

    def list_all(self, authorization: str | None) -> list[Listed]:
        """Return the user's log-ins, starting with the one used last."""
        claims = self.find(authorization)
        families = self.refresh_tokens.families.list_all(claims["sub"])
        return listed(families, claims["sid"])

    def end_one(self, authorization: str | None, handle: str) -> None:
        """End one of the user's log-ins; answer 404 for another user's."""
        claims = self.find(authorization)
        if not self.refresh_tokens.end_one(claims["sub"], handle):
            raise no_such_session()

    # --8<-- [start:log_out]
    def log_out(self, authorization: str | None) -> None:
        """Revoke the refresh token and, with a denylist, the access token."""
        claims = self.find(authorization)
        # The family first: if the store fails after that, nothing is left to use.
        self.refresh_tokens.end_one(claims["sub"], claims["sid"])
        if self.denylist is not None:
            self.denylist.revoke(claims)

    # --8<-- [end:log_out]

    def log_out_all(self, authorization: str | None) -> None:
        """End each log-in of the user, this one last."""
        claims = self.find(authorization)
        user, family = claims["sub"], claims["sid"]
        Everywhere(self.refresh_tokens.store).end_all(user, keep=family)
        self.refresh_tokens.end_one(user, family)

    def _pair(self, refresh_token: str, family: Session) -> Pair:
        return Pair(
            access_token=self.tokens.issue(family.user, sid=family.handle),
            refresh_token=refresh_token,
            token_type="Bearer",  # noqa: S106
            expires_in=self.tokens.lifetime,
        )


def bearer_token(authorization: str | None) -> str:
    """Return the token of an Authorization header (RFC 6750 §2.1).

    Raises:
        TokenRejectedError: the header is missing, has another scheme, or has more
            than one token.

    """
    found = _BEARER.fullmatch(authorization or "")
    if found is None:
        raise TokenRejectedError(
            "no token", "Send one header Authorization: Bearer <token>."
        )
    return found[1]
