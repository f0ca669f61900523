"""Secrets for HMAC-signed tokens: how to make one, and which are too weak."""

import secrets

import jwt
from jwt.exceptions import InvalidKeyError

from examples.auth.wording import shown

MIN_SECRET_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
"""A key at least as long as the hash output is required (RFC 7518 §3.2)."""


class WeakKeyError(ValueError):
    """The key or its algorithm cannot protect a token."""


class UnknownAlgorithmError(WeakKeyError):
    """The algorithm is not in the allow-list."""


def new_secret(algorithm: str = "HS256") -> bytes:
    """Return a random secret of the least size that the algorithm asks for.

    Raises:
        UnknownAlgorithmError: the algorithm is not in the allow-list.

    """
    return secrets.token_bytes(_least(algorithm))


def check_secret(secret: bytes, algorithm: str) -> None:
    """Refuse a secret that is too short for the algorithm (RFC 7518 §3.2).

    Raises:
        WeakKeyError: unknown algorithm, empty or short key, or a public format.

    """
    least = _least(algorithm)
    if not secret:
        raise WeakKeyError(
            "The key is empty, so anyone could sign: "
            f"make one with secrets.token_bytes({least})."
        )
    if len(secret) < least:
        raise WeakKeyError(
            f"The key has {_bytes(len(secret))}, but {algorithm} needs at least "
            f"{least} (RFC 7518 §3.2): make one with secrets.token_bytes({least})."
        )
    try:
        jwt.get_algorithm_by_name(algorithm).prepare_key(secret)
    except InvalidKeyError as error:
        # A public key is public: used as an HMAC secret, it lets anyone sign.
        raise WeakKeyError(
            f"The key is a PEM, SSH or JWK text, which {algorithm} must not use "
            f"as its secret: make one with secrets.token_bytes({least})."
        ) from error


def _least(algorithm: str) -> int:
    if algorithm not in MIN_SECRET_BYTES:
        raise UnknownAlgorithmError(
            f"The algorithm {shown(algorithm)} is not allowed: "
            f"choose one of {', '.join(MIN_SECRET_BYTES)}."
        )
    return MIN_SECRET_BYTES[algorithm]


def _bytes(count: int) -> str:
    return f"{count} byte{'s' if count > 1 else ''}"
