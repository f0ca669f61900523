"""Count the bytes of a request that carries the token."""

from examples.decoder.diagnosis import Diagnosis
from examples.decoder.types import Size

COOKIE_BYTES = 4096
"""Of a cookie's name and value together (RFC 6265bis §5.7)."""
HEADER_BYTES = 8190
"""Of a header line: Gunicorn's `limit_request_field_size`."""
_COOKIE_NAME = "token"


def places(found: Diagnosis) -> list[Size]:
    """Count the bytes of the token as a header line and as a cookie."""
    text = found.token.text or found.pasted.value or found.text
    total = len(text)
    # A text with spaces is no single value that a header or a cookie could carry.
    if not text or len(text.split()) != 1 or text.startswith(("{", "[", "<")):
        return []
    return [
        {
            "name": "As a header line",
            "bytes": len("Authorization: Bearer ") + total,
            "limit": HEADER_BYTES,
            "note": ", Gunicorn's limit",
            "beyond": "Gunicorn refuses a longer header line",
        },
        {
            "name": "As a cookie",
            "bytes": len(_COOKIE_NAME) + total,
            "limit": COOKIE_BYTES,
            "note": ", then browsers ignore it",
            "beyond": "browsers ignore a larger cookie",
        },
    ]
