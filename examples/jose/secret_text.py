"""An HMAC secret in the ways that people write one down: text, base64url or hex."""

import re
from binascii import unhexlify

from examples.auth.wording import shown
from examples.jose.compact import decode_leniently


class KeyFieldError(ValueError):
    """The text of the key cannot be read; `str()` says why."""


def read_secret_text(text: str, form: str) -> bytes:
    """Return the secret's bytes.

    Args:
        text: what the reader typed.
        form: `text`, `base64url` or `hex`; the last two may be wrapped.

    Raises:
        KeyFieldError: it is not written so.

    """
    if form == "hex":
        return _hex("".join(text.split()))
    if form == "base64url":
        return read_base64url("".join(text.split()))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise KeyFieldError(
            "The secret holds half of a surrogate pair, which is no character: "
            "write it as hex or base64url."
        ) from error


def _hex(text: str) -> bytes:
    try:
        return unhexlify(text)
    except ValueError as error:
        raise KeyFieldError(
            f"The secret is not hex: {len(text)} characters, of which an even number "
            "of 0-9 and a-f is expected."
        ) from error


def read_base64url(text: str) -> bytes:
    """Decode base64url, padded or not, or plain base64; raise KeyFieldError."""
    bare = text.rstrip("=").replace("+", "-").replace("/", "_")
    foreign = re.search(r"[^A-Za-z0-9_-]", bare)
    if foreign:
        raise KeyFieldError(
            f"The secret is not base64url: character {foreign.start() + 1} is "
            f"{shown(foreign[0])}. Untick “Secret is base64url” if it is a text."
        )
    if len(bare) % 4 == 1:
        raise KeyFieldError(
            f"The secret is not base64url: no such text has a length of {len(bare)}."
        )
    return decode_leniently(bare)
