"""Make secrets for HMAC-signed tokens, and refuse weak ones."""

import secrets

import jwt
from jwt.exceptions import InvalidKeyError

from examples.auth.wording import shown

MIN_SECRET_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
"""Bytes: a key must be at least as long as the hash's output (RFC 7518 §3.2)."""


class WeakKeyError(ValueError):
    """The key or its algorithm cannot protect a token."""


class UnknownAlgorithmError(WeakKeyError):
    """The algorithm is not in the allow-list."""


def new_secret(algorithm: str = "HS256") -> bytes:
    """Return a random secret of the smallest size that the algorithm allows.

    Raises:
        UnknownAlgorithmError: the algorithm is not in the allow-list.

    """
    return secrets.token_bytes(_least(algorithm))


def check_secret(secret: bytes, algorithm: str) -> None:
    """Refuse a secret that is too weak for the algorithm (RFC 7518 §3.2).

    Args:
        secret: the bytes that would sign.
        algorithm: the name of an HMAC algorithm, for example `HS256`.

    Raises:
        UnknownAlgorithmError: the algorithm is not in the allow-list.
        WeakKeyError: the secret is empty, too short, or a PEM, SSH or JWK text.

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
        # Everyone knows a public key, so as an HMAC secret it would let anyone sign.
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
