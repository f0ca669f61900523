"""The workshop's form fields, read strictly."""

from typing import Any

from examples.auth.keys import WeakKeyError, check_secret
from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown
from examples.jose.compact import MAX_CHARACTERS
from examples.jose.parsing import ParseError, check_unicode, parse_object
from examples.workshop.types import FieldError


def read_secret(algorithm: str, key: str) -> bytes:
    """Return the key's UTF-8 bytes if they are enough for the algorithm.

    Raises:
        FieldError: an empty, short or public key.

    """
    try:
        check_unicode(key, "The key's characters")
        secret = key.encode()
        check_secret(secret, algorithm)
    except (ParseError, WeakKeyError) as error:
        raise FieldError("key", str(error)) from error
    return secret


def read_claims(text: str) -> dict[str, Any]:
    """Return the claims if the registered ones have their types (RFC 7519 §4.1).

    Raises:
        FieldError: not a JSON object, or a claim of the wrong type.

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


def short_enough(token: str) -> str:
    """Return the token unless this workshop could not read it again.

    Raises:
        FieldError: it has more than 65536 characters.

    """
    if len(token) > MAX_CHARACTERS:
        raise FieldError(
            "claims",
            f"The claims make a token of {len(token)} characters, but at most "
            f"{MAX_CHARACTERS} (64 KiB) are read here: remove some.",
        )
    return token


def _is_audience(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(isinstance(name, str) for name in names)
