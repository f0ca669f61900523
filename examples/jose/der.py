"""The little of DER (ITU-T X.690) that keys are written in."""

type Item = tuple[int, bytes]
"""A tag and its content."""

# The last two are [0] and [1].
INTEGER, OCTETS, OID, SEQUENCE, FIRST, SECOND = 2, 4, 6, 0x30, 0xA0, 0xA1
_LONG = 0x80


def items(der: bytes) -> list[Item]:
    """Split DER into tags and contents; raise ValueError when it is cut off."""
    found = []
    while der:
        tag, length = der[:2]
        start = 2
        if length & _LONG:
            start += length ^ _LONG
            length = int.from_bytes(der[2:start])
        if len(der) < start + length:
            raise ValueError(f"DER of {len(der)} bytes ends early.")
        found.append((tag, der[start : start + length]))
        der = der[start + length :]
    return found


def inside(der: bytes) -> list[Item]:
    """Give the items of one sequence."""
    [(tag, content)] = items(der)
    if tag != SEQUENCE:
        raise ValueError(f"DER begins with tag {tag} instead of a sequence.")
    return items(content)


def tagged(tag: int, content: bytes) -> bytes:
    """Write one item of DER, of at most 127 bytes."""
    return bytes([tag, len(content)]) + content
