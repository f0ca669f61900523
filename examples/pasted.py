"""Finds the token in what a reader pasted, and says what stood around it."""

import re

_SPACE = "\\s\u200b\u2060\ufeff\x00"
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_AROUND = (
    (re.compile(f"^[{_SPACE}]+|[{_SPACE}]+$"), "white space around it"),
    (re.compile(f"^[{_QUOTES}]+|[{_QUOTES}]+[,;]?$"), "quotes"),
    (re.compile(r"^(?:proxy-)?authorization\s*:\s*", re.IGNORECASE), "a header's name"),
    (re.compile(r"^Bearer\s+", re.IGNORECASE), "“Bearer”"),
)
# A wrap is a line break, with the indentation of the lines that it parts.
_WRAP = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*")


def unwrap(text: str) -> tuple[str, list[str]]:
    """Return the token and the names of what was removed from around it.

    A line break inside is removed together with the spaces beside it: mail, terminals
    and RFCs wrap long tokens so, and none can be part of one. Any other white space
    stays, since base64url has none (RFC 7515 §2): whoever reads on must refuse it.
    """
    removed: list[str] = []
    before = None
    while before != text:
        before = text
        for pattern, name in _AROUND:
            text, count = pattern.subn("", text)
            if count and name not in removed:
                removed.append(name)
    text, wraps = _WRAP.subn("", text)
    if wraps:
        removed.append(f"{wraps} line break{'s' if wraps > 1 else ''}")
    return text, removed
