"""Edit a token: replace its payload, or sign it again."""

import json

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_encode

from examples.auth.wording import shown
from examples.jose.algorithms import get_algorithm
from examples.jose.jwk import read_key
from examples.jose.jws_rules import (
    header_refusal,
    kinds_for,
    same_algorithm,
    unsupported_sentence,
)
from examples.jose.secret_text import KeyFieldError
from examples.jose.token_parts import split_token
from examples.jose.verification_keys import HMAC, read_keys

_PARTS = 3


class MakerError(ValueError):
    """Raised for a token that cannot be made. `str()` says why."""


def replace_payload(token: str, payload: str) -> str:
    """Return the token with another payload and its old signature.

    Raises:
        MakerError: The token does not have three parts, or the payload holds a lone
            surrogate.

    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise MakerError(f"The token has {len(parts)} parts, but editing needs 3.")
    parts[1] = _encoded(payload)
    return ".".join(parts)


def sign_again(token: str, chosen: str, key: str, form: str) -> str:
    """Return the token with a new signature.

    Args:
        token: a JWS in the compact serialization.
        chosen: the reader's algorithm, empty to take the header's.
        key: a secret or a private key.
        form: how a secret is written: `text`, `base64url` or `hex`.

    Raises:
        MakerError: The token is malformed, or the key cannot sign it.

    """
    found = split_token(token)
    if not found.text or found.encrypted:
        raise MakerError("There is no signed token to sign again.")
    if reason := [*found.faults, header_refusal(found, chosen)][0]:
        raise MakerError(f"The token cannot be signed. {reason}")
    head = found.text.rpartition(".")[0]
    signature = sign(head.encode(), found.algorithm, key, form)
    return f"{head}.{base64url_encode(signature).decode()}"


def sign_claims(algorithm: str, claims: str, key: str) -> str:
    """Return a new JWT whose payload is the text, unchanged.

    Raises:
        MakerError: The key cannot sign with this algorithm.

    """
    header = json.dumps({"typ": "JWT", "alg": algorithm}, separators=(",", ":"))
    head = f"{_encoded(header)}.{_encoded(claims)}"
    signature = sign(head.encode(), algorithm, key, "text")
    return f"{head}.{base64url_encode(signature).decode()}"


def _encoded(text: str) -> str:
    try:
        return base64url_encode(text.encode()).decode()
    except UnicodeEncodeError as error:
        raise MakerError(
            f"Character {error.start + 1} is a lone surrogate: remove it."
        ) from error


def sign(message: bytes, algorithm: str, text: str, form: str) -> bytes:
    """Sign a message as JWS does (RFC 7515 §5.1, step 5).

    Raises:
        MakerError: The key is missing, public, damaged or for another algorithm.

    """
    try:
        keys = read_keys(text, form) if text else []
    except KeyFieldError as error:
        raise MakerError(str(error)) from error
    if len(keys) != 1:
        raise MakerError("To sign, enter one secret or one private key.")
    [key] = keys
    if key.problem or key.kind not in kinds_for(algorithm):
        raise MakerError(
            key.problem or f"{algorithm} cannot sign with a key of kind {key.kind}."
        )
    if "alg" in key.declared and not same_algorithm(key.declared["alg"], algorithm):
        raise MakerError(f"The JWK is only for {shown(key.declared['alg'])}.")
    if key.kind != HMAC and not key.private:
        raise MakerError("The key is public: sign with the private key.")
    try:
        signer = get_algorithm(algorithm)
        if key.kind == HMAC:
            return signer.sign(message, signer.prepare_key(key.secret))
        if text.lstrip().startswith("{"):
            return signer.sign(message, signer.from_jwk(dict(read_key(text))))
        return signer.sign(message, signer.prepare_key(text))
    except NotImplementedError as error:
        raise MakerError(unsupported_sentence(algorithm)) from error
    except (InvalidKeyError, ValueError, TypeError, LookupError) as error:
        raise MakerError(f"The key cannot sign: {error}") from error
