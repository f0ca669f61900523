"""Issue access tokens as signed JWTs, and verify them without a store."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import jwt

from examples.auth.clock import Clock
from examples.auth.keys import check_secret
from examples.auth.times import check_times
from examples.auth.token_errors import (
    TokenError,
    TokenExpiredError,
    TokenRejectedError,
    TokenRevokedError,
    translate,
)
from examples.auth.wording import shown

__all__ = [
    "Claims",
    "TokenError",
    "TokenExpiredError",
    "TokenRejectedError",
    "TokenRevokedError",
    "Tokens",
]

type Claims = dict[str, Any]

TYPE = "at+jwt"
"""The `typ` of an access token (RFC 9068 §2.1)."""

REGISTERED = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
"""The claims that RFC 7519 §4.1 registers."""


@dataclass(frozen=True)
class Tokens:
    """Issue and verify the access tokens of one issuer for one audience.

    Args:
        key: the HMAC secret, at least 32 bytes for HS256 (RFC 7518 §3.2).
        issuer: the `iss` claim of new tokens, and the only one accepted.
        audience: the `aud` claim of new tokens; an accepted token must name it.
        clock: returns seconds since 1970-01-01 UTC.
        lifetime: seconds from issue to expiry.
        algorithm: the only algorithm accepted, whatever a token's header says.
        leeway: seconds by which the clocks of two servers may differ.

    Raises:
        WeakKeyError: the key is too weak, or the algorithm is not allowed.

    """

    key: bytes = field(repr=False)
    issuer: str
    audience: str
    clock: Clock = time.time
    lifetime: int = 900
    algorithm: str = "HS256"
    leeway: int = 0

    def __post_init__(self) -> None:
        check_secret(self.key, self.algorithm)

    # --8<-- [start:issue]
    def issue(self, subject: str, *, jti: str | None = None, **more: object) -> str:
        """Sign a token for the subject, with the claims of RFC 9068 §2.2.

        Raises:
            ValueError: an extra claim would overwrite a registered one.

        """
        refuse_registered(more)
        now = int(self.clock())
        claims = more | {
            "iss": self.issuer,
            "sub": subject,
            "aud": self.audience,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": jti or secrets.token_urlsafe(16),
        }
        return jwt.encode(claims, self.key, self.algorithm, headers={"typ": TYPE})

    # --8<-- [end:issue]

    # --8<-- [start:verify]
    def verify(self, token: str) -> Claims:
        """Return the claims if genuine, ours and in time, else raise TokenError."""
        try:
            decoded = jwt.decode_complete(
                token,
                self.key,
                algorithms=[self.algorithm],  # never the one the token asks for
                audience=self.audience,
                issuer=self.issuer,
                options=DECODE_OPTIONS,
            )
        except (jwt.PyJWTError, UnicodeEncodeError) as error:
            raise translate(error, token) from error
        claims: Claims = decoded["payload"]
        check_type(decoded["header"])
        check_times(claims, self.clock(), self.leeway)
        return claims

    # --8<-- [end:verify]


# PyJWT always compares the time claims with the system clock. So PyJWT only requires
# them here, and check_times compares them with the clock that the caller passed.
DECODE_OPTIONS: jwt.types.Options = {
    "require": ["exp", "iat", "sub", "aud", "iss", "jti"],
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


def check_type(header: Claims) -> None:
    """Refuse another kind of JWT that the same key signed (RFC 8725 §3.11).

    Args:
        header: the verified header; its `typ` may carry the prefix `application/`.

    Raises:
        TokenRejectedError: `typ` is not `at+jwt` (RFC 9068 §4).

    """
    kind = header.get("typ")
    known = isinstance(kind, str) and kind.lower().removeprefix("application/") == TYPE
    if not known:
        raise TokenRejectedError(
            "not an access token",
            f"The typ {shown(kind)} is not {TYPE}: this is no access token.",
        )


def refuse_registered(more: Claims) -> None:
    """Keep callers from overwriting the claims that verification relies on.

    Args:
        more: the extra claims of a new token.

    Raises:
        ValueError: `more` names a registered claim (RFC 7519 §4.1).

    """
    for name in sorted(REGISTERED & more.keys()):
        raise ValueError(
            f"The issuer sets the claim {name}: leave it out of the extra claims."
        )
