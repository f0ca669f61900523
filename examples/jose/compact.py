"""Read the three parts of a signed token, without any key (RFC 7515 §7.1)."""

import re
from dataclasses import dataclass
from typing import Any

from jwt.utils import base64url_decode, base64url_encode

from examples.auth.wording import shown
from examples.jose.parsing import ParseError, parse_object

MAX_CHARACTERS = 64 * 1024
"""Of a token. Servers limit the size of headers, so no server takes a longer one."""

_NOT_BASE64URL = re.compile(r"[^A-Za-z0-9_-]")
_NAMES = ("header", "payload", "signature")


@dataclass(frozen=True)
class UnverifiedToken:
    """The content of a token. Nothing in it is verified.

    Args:
        header: the header's parameters.
        payload: the claims.
        sizes: characters of each part, and of the whole token as `total`.

    """

    header: dict[str, Any]
    payload: dict[str, Any]
    sizes: dict[str, int]


def read_token(token: str) -> UnverifiedToken:
    """Split and decode a token in the compact serialization.

    Raises:
        ParseError: The token is too long, lacks a part, is not base64url, or its
            header or payload is not a JSON object.

    """
    if not token:
        raise ParseError("There is no token: sign one or paste one.")
    if len(token) > MAX_CHARACTERS:
        raise ParseError(
            f"The token has {len(token)} characters, but this page reads at most "
            f"{MAX_CHARACTERS} (64 KiB)."
        )
    parts = token.split(".")
    if len(parts) != len(_NAMES):
        raise ParseError(
            f"The token has {len(parts)} part{'s' if len(parts) > 1 else ''}, "
            "but 3 are expected: header, payload and signature."
        )
    header, payload, _ = [
        decode_part(*pair) for pair in zip(parts, _NAMES, strict=True)
    ]
    sizes = {name: len(part) for name, part in zip(_NAMES, parts, strict=True)}
    return UnverifiedToken(
        header=_object(header, "The header's fields"),
        payload=_object(payload, "The payload's claims"),
        sizes={**sizes, "total": len(token)},
    )


def decode_part(part: str, name: str) -> bytes:
    """Decode one part strictly: base64url without padding (RFC 7515 §2).

    Args:
        part: the text between two dots.
        name: what to call the part in an error.

    Raises:
        ParseError: The part holds a character outside base64url, has an impossible
            length, or sets bits that belong to no byte.

    """
    if found := _NOT_BASE64URL.search(part):
        raise ParseError(
            f"The {name} is not base64url: character {found.start() + 1} is "
            f"{shown(found[0])}. {_expected(found[0])}"
        )
    # Four characters encode three bytes, so a single one left over is not a byte.
    if len(part) % 4 == 1:
        raise ParseError(
            f"The {name} is cut off: no base64url text has a length of {len(part)}."
        )
    data = base64url_decode(part)
    # The unused last bits must be zero. Otherwise several texts would be one token.
    if base64url_encode(data) != part.encode():
        raise ParseError(
            f"The {name} is not base64url: its last character {shown(part[-1])} "
            "sets bits that belong to no byte."
        )
    return data


def _expected(character: str) -> str:
    if character == "=":
        return "A JWS has no padding (RFC 7515 §2)."
    if character in "+/":
        return "That is plain base64: base64url writes - for + and _ for /."
    return "Use only A-Z, a-z, 0-9, - and _."


def decode_leniently(part: str) -> bytes:
    """Decode as much of a damaged part as possible. Use the result for display only."""
    mended = part.replace("+", "-").replace("/", "_")
    kept = _NOT_BASE64URL.sub("", mended)
    whole = len(kept) - (len(kept) % 4 == 1)
    return base64url_decode(kept[:whole])


def _object(data: bytes, what: str) -> dict[str, Any]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ParseError(
            f"{what} are not UTF-8: byte {error.start + 1} is "
            f"0x{data[error.start]:02X}."
        ) from error
    return parse_object(text, what)
