"""A signed token's three parts, read without any key (RFC 7515 §7.1)."""

import re
from dataclasses import dataclass
from typing import Any

from jwt.utils import base64url_decode, base64url_encode

from examples.auth.wording import shown
from examples.jose.parsing import ParseError, parse_object

MAX_CHARACTERS = 64 * 1024
"""A larger one would be refused by any server that limits its headers."""

_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")
_NAMES = ("header", "payload", "signature")


@dataclass(frozen=True)
class Compact:
    """What a token says of itself: nothing here is verified."""

    header: dict[str, Any]
    payload: dict[str, Any]
    sizes: dict[str, int]


def read_token(token: str) -> Compact:
    """Split and decode a token in the compact serialization.

    Raises:
        ParseError: too large, truncated, no base64url, or no JSON objects within.

    """
    if not token:
        raise ParseError("There is no token: sign one or paste one.")
    if len(token) > MAX_CHARACTERS:
        raise ParseError(
            f"The token has {len(token)} characters, but at most "
            f"{MAX_CHARACTERS} (64 KiB) are read here."
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
    return Compact(
        header=_object(header, "The header's fields"),
        payload=_object(payload, "The payload's claims"),
        sizes={**sizes, "total": len(token)},
    )


def decode_part(part: str, name: str) -> bytes:
    """Decode one part strictly: base64url without padding (RFC 7515 §2).

    Raises:
        ParseError: another character, a cut text, or bits that belong to no byte.

    """
    if found := _FOREIGN.search(part):
        raise ParseError(
            f"The {name} is not base64url: character {found.start() + 1} is "
            f"{shown(found[0])}. {_expected(found[0])}"
        )
    # Four characters make three bytes, so one left over carries less than a byte.
    if len(part) % 4 == 1:
        raise ParseError(
            f"The {name} is cut: no base64url text has a length of {len(part)}."
        )
    data = base64url_decode(part)
    # Unused last bits must be zero, or one token could be written in many ways.
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
        return "It is of plain base64: base64url has - for + and _ for /."
    return "Expected are A-Z, a-z, 0-9, - and _."


def decode_leniently(part: str) -> bytes:
    """Decode what can be decoded of a damaged part, to show it and for no more."""
    mended = part.replace("+", "-").replace("/", "_")
    kept = _FOREIGN.sub("", mended)
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
