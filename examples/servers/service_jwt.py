"""Log-in with an access and a refresh token, free of any framework.

An adapter hands in what it read from the request and sends what it gets back; each
method may raise what `problems.REFUSALS` names.
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
from examples.servers.problems import CHALLENGE, ProblemError
from examples.servers.service_session import Listed, listed, no_such_session


class Pair(TypedDict):
    """Tokens, as RFC 6749 §5.1 names them; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int


class Holder(TypedDict):
    """Who holds an access token, and when it expires, in seconds since 1970."""

    user: str
    exp: int


_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)


@dataclass(frozen=True)
class JwtService:
    """What the routes of a JWT server do.

    Args:
        tokens: issues and verifies access tokens.
        refresh_tokens: rotates refresh tokens; a family is one log-in.
        log_ins: checks names and passwords.
        denylist: makes a log-out end access tokens at once, at the price of asking
            the store at each request; None lets them live until they expire.

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
        """Return a new pair for a refresh token, which is used up by that."""
        token, family = self.refresh_tokens.rotate(refresh_token)
        if family.user not in self.authenticator.users:
            self.refresh_tokens.end_all(family.user)
            raise RefreshRefusedError("The user of this refresh token is no more.")
        return self._pair(token, family)

    # --8<-- [start:find]
    def find(self, authorization: str | None) -> Claims:
        """Return the claims of a request's access token (RFC 6750 §2.1)."""
        claims = self.tokens.verify(bearer_token(authorization))
        if self.denylist is not None:
            self.denylist.check(claims)
            # A store that lost its memory has no denylist, but no families either.
            if self.refresh_tokens.families.peek(claims["sid"]) is None:
                raise TokenRevokedError(
                    "The log-in of this token has ended: log in again."
                )
        return claims

    # --8<-- [end:find]

    def me(self, authorization: str | None) -> Holder:
        """Return who holds the access token."""
        claims = self.find(authorization)
        return Holder(user=claims["sub"], exp=claims["exp"])

    def list_all(self, authorization: str | None) -> list[Listed]:
        """Return the user's log-ins, the latest seen first."""
        claims = self.find(authorization)
        families = self.refresh_tokens.families.list_all(claims["sub"])
        return listed(families, claims["sid"])

    def end_one(self, authorization: str | None, handle: str) -> None:
        """End one of the user's log-ins; one of another user is not found."""
        claims = self.find(authorization)
        if not self.refresh_tokens.end_one(claims["sub"], handle):
            raise no_such_session()

    # --8<-- [start:log_out]
    def log_out(self, authorization: str | None) -> None:
        """End this log-in: refresh token and, by the denylist, access token."""
        claims = self.find(authorization)
        if self.denylist is not None:
            self.denylist.revoke(claims)
        self.refresh_tokens.end_one(claims["sub"], claims["sid"])

    # --8<-- [end:log_out]

    def log_out_all(self, authorization: str | None) -> None:
        """End each log-in of the user."""
        claims = self.find(authorization)
        if self.denylist is not None:
            self.denylist.revoke(claims)
        self.refresh_tokens.end_all(claims["sub"])

    def _pair(self, refresh_token: str, family: Session) -> Pair:
        return Pair(
            access_token=self.tokens.issue(family.user, sid=family.handle),
            refresh_token=refresh_token,
            token_type="Bearer",  # noqa: S106
            expires_in=self.tokens.lifetime,
        )


def bearer_token(authorization: str | None) -> str:
    """Return the token in an Authorization header.

    Raises:
        TokenRejectedError: there is none, more than one, or it is of another scheme.

    """
    found = _BEARER.fullmatch(authorization or "")
    if found is None:
        raise TokenRejectedError(
            "no token", "Send one header Authorization: Bearer <token>."
        )
    return found[1]
