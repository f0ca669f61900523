"""Read an HMAC secret that is written as text, base64, base64url or hex."""

import re
from binascii import unhexlify

from examples.auth.wording import shown
from examples.jose.compact import decode_leniently


class KeyFieldError(ValueError):
    """Raised for a key whose text cannot be read. `str()` says why."""


def read_secret_text(text: str, form: str) -> bytes:
    """Return the secret's bytes.

    Args:
        text: what the reader typed.
        form: `text`, `base64`, `base64url` or `hex`. All but the first may contain
            white space.

    Raises:
        KeyFieldError: The text is not in this form.

    """
    if form == "hex":
        return _hex("".join(text.split()))
    if form in ("base64", "base64url"):
        return read_base64url("".join(text.split()))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise KeyFieldError(
            "The secret holds a lone surrogate, which is not a character: write the "
            "secret as hex or base64url."
        ) from error


def _hex(text: str) -> bytes:
    try:
        return unhexlify(text)
    except ValueError as error:
        raise KeyFieldError(
            f"The secret is not hex. It has {len(text)} characters, but hex is an "
            "even number of 0-9 and a-f."
        ) from error


def read_base64url(text: str) -> bytes:
    """Decode base64url or plain base64, with padding or without.

    Raises:
        KeyFieldError: The text holds another character, or is cut off.

    """
    bare = text.rstrip("=").replace("+", "-").replace("/", "_")
    found = re.search(r"[^A-Za-z0-9_-]", bare)
    if found:
        raise KeyFieldError(
            f"The secret is not base64url: character {found.start() + 1} is "
            f"{shown(found[0])}. If the secret is text, untick “Secret is base64url”."
        )
    if len(bare) % 4 == 1:
        raise KeyFieldError(
            f"The secret is cut off: no base64url text has a length of {len(bare)}."
        )
    return decode_leniently(bare)
