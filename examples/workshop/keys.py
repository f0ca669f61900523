"""Read the workshop's key: a secret, or a key object of PyJWT."""

from dataclasses import replace
from typing import Any

import jwt

from examples.auth.keys import MIN_SECRET_BYTES
from examples.auth.wording import shown
from examples.jose.algorithms import get_algorithm
from examples.jose.jwk import read_key
from examples.jose.jws_rules import KEY_KINDS, key_mismatch, unsupported_sentence
from examples.jose.secret_text import KeyFieldError
from examples.jose.verification_keys import Key, read_keys
from examples.workshop.fields import read_secret
from examples.workshop.types import FieldError

ALGORITHMS = tuple(KEY_KINDS)
_FAULTS = (jwt.PyJWTError, ValueError, TypeError, LookupError)


def read_workshop_key(algorithm: str, text: str, *, signing: bool) -> Any:  # noqa: ANN401 - PyJWT's key types
    """Return the key that PyJWT signs or verifies with.

    Args:
        algorithm: the JWS name, such as `HS256`.
        text: a secret, PEM or a JWK.
        signing: whether the key must be able to sign.

    Raises:
        FieldError: The algorithm is unknown, or the key does not fit it.

    """
    if algorithm in MIN_SECRET_BYTES:
        return read_secret(algorithm, text)
    if algorithm not in ALGORITHMS:
        raise FieldError(
            "algorithm",
            f"The algorithm {shown(algorithm)} is not allowed: "
            f"choose one of {', '.join(ALGORITHMS)}.",
        )
    key = _only_key(text)
    if signing:
        # A private JWK's key_ops names sign. Its public half verifies all the same.
        declared = {
            name: key.declared[name] for name in key.declared if name != "key_ops"
        }
        key = replace(key, declared=declared)
    if reason := key.problem or key_mismatch(algorithm, key):
        raise FieldError("key", reason)
    if signing and not key.private:
        raise FieldError("key", "The key is public: sign with the private key.")
    return _prepared(algorithm, text, signing=signing)


def _only_key(text: str) -> Key:
    if not text.strip():
        raise FieldError("key", "The key is empty: paste PEM or a JWK, or make a key.")
    try:
        keys = read_keys(text, "text")
    except KeyFieldError as error:
        raise FieldError("key", str(error)) from error
    if len(keys) > 1:
        raise FieldError("key", f"The text holds {len(keys)} keys: paste one of them.")
    return keys[0]


def _prepared(algorithm: str, text: str, *, signing: bool) -> Any:  # noqa: ANN401
    try:
        reader = get_algorithm(algorithm)
        if text.lstrip().startswith("{"):
            key: Any = reader.from_jwk(dict(read_key(text)))
        else:
            key = reader.prepare_key(text.strip())
    except NotImplementedError as error:
        raise FieldError("algorithm", unsupported_sentence(algorithm)) from error
    except _FAULTS as error:
        raise FieldError("key", f"The key cannot be used: {error}") from error
    return key if signing or not hasattr(key, "public_key") else key.public_key()
