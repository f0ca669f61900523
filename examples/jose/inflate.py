"""Decompress what a stranger compressed, without filling the memory."""

import zlib

RAW, ZLIB = -15, 15
"""Window sizes: plain DEFLATE (RFC 1951), and the same in a zlib frame (RFC 1950)."""


class InflateError(ValueError):
    """Raised for data that cannot be decompressed here. `str()` says why."""


def inflate(data: bytes, limit: int, window: int = RAW) -> bytes:
    """Decompress DEFLATE data, and stop at a limit (RFC 8725 §3.6).

    Args:
        data: the compressed bytes.
        limit: the most bytes that the result may have.
        window: `RAW` or `ZLIB`.

    Raises:
        InflateError: The data is damaged, cut off, or larger than the limit.

    """
    engine = zlib.decompressobj(window)
    try:
        found = engine.decompress(data, limit + 1)
    except zlib.error as error:
        raise InflateError(f"It is not compressed data: {error}.") from error
    if len(found) > limit:
        raise InflateError(
            f"It grows to more than {limit} bytes when it is decompressed, and this "
            "page stops there."
        )
    if not engine.eof:
        raise InflateError("Its compressed data is cut off.")
    return found
