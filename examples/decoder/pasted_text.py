"""Find the token in what a reader pasted, and name what was around it."""

import re

_SPACE = " \t\r\n\f\v\x00\x85\xa0\u200b\u2028\u2029\u2060\ufeff"
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_SCHEME = re.compile(
    r"^((?:proxy-)?authorization[ \t]*:[ \t]*)?(Bearer[ \t\r\n]+)?", re.IGNORECASE
)
_BREAK = re.compile(r"\r\n|\r|\n")


def unwrap(text: str) -> tuple[str, list[str]]:
    """Return the token, and the names of what was removed.

    Mail, terminals and RFCs wrap long tokens, so line breaks inside the token are
    removed with the spaces beside them. Other white space stays, because base64url
    has none and the token must be refused (RFC 7515 §2).
    """
    removed: list[str] = []
    before = ""
    while before != text:
        before = text
        text = _take(text, text.strip(_SPACE), "white space around it", removed)
        text = _take(text, text.strip(_QUOTES), "quotes", removed)
        text = _take(text, text.removesuffix(","), "a comma", removed)
        rest = _SCHEME.sub("", text)
        scheme = "bearer" in text[: len(text) - len(rest)].lower()
        name = "“Bearer”" if scheme else "a header's name"
        text = _take(text, rest, name, removed)
    lines = _BREAK.split(text)
    if wraps := len(lines) - 1:
        removed.append(f"{wraps} line break{'s' if wraps > 1 else ''}")
    return "".join(line.strip(" \t") for line in lines), removed


def _take(text: str, rest: str, name: str, removed: list[str]) -> str:
    if rest != text and name not in removed:
        removed.append(name)
    return rest
