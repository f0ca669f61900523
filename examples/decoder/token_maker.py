"""Changes a token in place: another payload, a new signature."""

import json

import jwt
from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_encode

from examples.auth.wording import shown
from examples.jose.jwk import read_key
from examples.jose.jws_rules import KINDS, lacking, refusal, same_algorithm
from examples.jose.secret_text import KeyFieldError
from examples.jose.token_parts import take_apart
from examples.jose.verification_keys import HMAC, read_keys

_PARTS = 3


class MakerError(ValueError):
    """The token cannot be made; `str()` says why."""


def replace_payload(token: str, payload: str) -> str:
    """Return the token with another payload and its old signature.

    Raises:
        MakerError: it has no three parts, or the payload is not Unicode.

    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise MakerError(f"The token has {len(parts)} parts, but 3 are needed to edit.")
    parts[1] = _encoded(payload)
    return ".".join(parts)


def sign_again(token: str, chosen: str, key: str, form: str) -> str:
    """Return the token with a signature by this key.

    Raises:
        MakerError: the token is malformed, or the key cannot sign it.

    """
    found = take_apart(token)
    if not found.text or found.encrypted:
        raise MakerError("It cannot be signed. There is no JWS.")
    if reason := [*found.faults, refusal(found, chosen)][0]:
        raise MakerError(f"It cannot be signed. {reason}")
    head = found.text.rpartition(".")[0]
    signature = sign(head.encode(), found.algorithm, key, form)
    return f"{head}.{base64url_encode(signature).decode()}"


def sign_claims(algorithm: str, claims: str, key: str) -> str:
    """Return a new JWT whose payload is the text as it is.

    Raises:
        MakerError: the key cannot sign with this algorithm.

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
            f"Character {error.start + 1} is half of a surrogate pair: remove it."
        ) from error


def sign(message: bytes, algorithm: str, text: str, form: str) -> bytes:
    """Sign as JWS does (RFC 7515 §5.1, step 5).

    Raises:
        MakerError: the key is missing, public, damaged or for another algorithm.

    """
    try:
        keys = read_keys(text, form) if text else []
    except KeyFieldError as error:
        raise MakerError(str(error)) from error
    if len(keys) != 1:
        raise MakerError("Signing needs one secret or one private key.")
    [key] = keys
    if key.problem or key.kind != KINDS.get(algorithm):
        raise MakerError(
            key.problem
            or f"{algorithm} signs with another kind of key than {key.kind}."
        )
    if "alg" in key.declared and not same_algorithm(key.declared["alg"], algorithm):
        raise MakerError(f"The JWK is for {shown(key.declared['alg'])} only.")
    if key.kind != HMAC and not key.private:
        raise MakerError("The key is public: sign with the private key.")
    try:
        signer = jwt.get_algorithm_by_name(
            "EdDSA" if algorithm == "Ed25519" else algorithm
        )
        if key.kind == HMAC:
            return signer.sign(message, signer.prepare_key(key.secret))
        if text.lstrip().startswith("{"):
            return signer.sign(message, signer.from_jwk(dict(read_key(text))))
        return signer.sign(message, signer.prepare_key(text))
    except NotImplementedError as error:
        raise MakerError(lacking(algorithm)) from error
    except (InvalidKeyError, ValueError, TypeError, LookupError) as error:
        raise MakerError(f"The key cannot sign: {error}") from error
