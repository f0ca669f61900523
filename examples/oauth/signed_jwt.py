"""Verify a JWT of another issuer: signature, type, issuer, audience and times."""

from dataclasses import dataclass
from typing import Any, Protocol

import jwt

from examples.auth.times import check_times
from examples.auth.token_errors import TokenRejectedError, translate
from examples.auth.tokens import Claims
from examples.auth.wording import shown


class VerificationKey(Protocol):
    """The public half of a key, bound to the one algorithm that may use it."""

    @property
    def algorithm(self) -> str:
        """The `alg` that a token of this key must have."""
        ...

    @property
    def public(self) -> Any:  # noqa: ANN401 - PyJWT's keys have no common type
        """The key as PyJWT takes it."""
        ...


class KeySource(Protocol):
    """The keys of one issuer, for example its KeyRing or its published JWK Set."""

    def find(self, kid: object, /) -> VerificationKey | None:
        """Return the key of this name, or None if the issuer has none."""
        ...


@dataclass(frozen=True)
class Expected:
    """What a token must say to be accepted (RFC 8725 §3.8 to §3.11).

    Args:
        issuer: the only accepted `iss`.
        audience: the name that `aud` must contain; None accepts any audience.
        types: the accepted values of `typ`, in lower case; "" accepts its absence.
        required: the claims that must be present.
        leeway: seconds by which the clocks of signer and verifier may differ.

    """

    issuer: str
    audience: str | None
    types: tuple[str, ...]
    required: tuple[str, ...]
    leeway: int = 0


def verify_signed(
    token: str, keys: KeySource, expected: Expected, now: float
) -> Claims:
    """Return the claims of a token, or raise TokenError.

    The `kid` only chooses among the issuer's keys. A key or an address in the
    header is ignored, because the sender wrote it (RFC 8725 §3.1, §3.10).
    """
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = keys.find(kid)
        if key is None:
            raise unknown_key(kid)
        decoded = jwt.decode_complete(
            token, key.public, [key.algorithm], options_for(expected),
            audience=expected.audience, issuer=expected.issuer,
        )  # fmt: skip
    except (jwt.PyJWTError, UnicodeEncodeError) as error:
        raise translate(error, token) from error
    check_typ(decoded["header"], expected.types)
    claims: Claims = decoded["payload"]
    check_times(claims, now, expected.leeway)
    return claims


def options_for(expected: Expected) -> jwt.types.Options:
    """Return PyJWT's options; check_times compares the times with our own clock."""
    return {
        "require": ["iss", *expected.required],
        "verify_aud": expected.audience is not None,
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
    }


def check_typ(header: Claims, types: tuple[str, ...]) -> None:
    """Refuse a token of another kind that the same key signed (RFC 8725 §3.11).

    Args:
        header: the verified header; its `typ` may carry the prefix `application/`.
        types: the accepted values in lower case; "" accepts a missing `typ`.

    Raises:
        TokenRejectedError: `typ` is none of them.

    """
    kind = header.get("typ", "")
    name = kind.lower().removeprefix("application/") if isinstance(kind, str) else None
    if name not in types:
        wanted = " or ".join(one or "missing" for one in types)
        raise TokenRejectedError(
            "wrong kind of token", f"The typ {shown(kind)} must be {wanted}."
        )


def unknown_key(kid: object) -> TokenRejectedError:
    """Return the refusal of a token whose key the issuer does not publish."""
    return TokenRejectedError(
        "unknown key", f"The kid {shown(kid)} is not a key of this issuer."
    )
