"""Read the workshop's form fields strictly."""

from typing import Any

from examples.auth.keys import WeakKeyError, check_secret
from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown
from examples.jose.compact import MAX_CHARACTERS
from examples.jose.parsing import ParseError, check_unicode, parse_object
from examples.workshop.types import FieldError


def read_secret(algorithm: str, key: str) -> bytes:
    """Return the UTF-8 bytes of a secret for HMAC.

    Raises:
        FieldError: The secret is empty, too short for the algorithm, or a public key.

    """
    try:
        check_unicode(key, "The key's characters")
        secret = key.encode()
        check_secret(secret, algorithm)
    except (ParseError, WeakKeyError) as error:
        raise FieldError("key", str(error)) from error
    return secret


def read_claims(text: str) -> dict[str, Any]:
    """Read the claims and check the types of the registered ones (RFC 7519 §4.1).

    Raises:
        FieldError: The text is not a JSON object, or a claim has the wrong type.

    """
    try:
        claims = parse_object(text, "The claims")
        for name in ("exp", "nbf", "iat"):
            numeric_date(claims, name)
    except (ParseError, TokenRejectedError) as error:
        raise FieldError("claims", str(error)) from error
    for name in ("iss", "sub", "jti"):
        if name in claims and not isinstance(claims[name], str):
            raise FieldError(
                "claims",
                f"The {name} {shown(claims[name])} must be a string: quote it.",
            )
    if not _is_audience(claims.get("aud", "")):
        raise FieldError(
            "claims",
            f"The aud {shown(claims['aud'])} must be a string or an array of strings.",
        )
    return claims


def check_length(token: str) -> str:
    """Return the token if the workshop can read it again.

    Raises:
        FieldError: The token has more than 65536 characters.

    """
    if len(token) > MAX_CHARACTERS:
        raise FieldError(
            "claims",
            f"The claims make a token of {len(token)} characters, but this page reads "
            f"at most {MAX_CHARACTERS} (64 KiB): remove some claims.",
        )
    return token


def _is_audience(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(isinstance(name, str) for name in names)
