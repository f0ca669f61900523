"""Read JSON strictly, and say in sentences what is wrong with it."""

import json
import math
import re
from typing import Any, NoReturn

from examples.auth.wording import shown

MAX_DEPTH = 64

_STRING_OR_BRACKET = re.compile(r'"(?:\\.|[^"\\])*+"?|[\[{]|[\]}]', re.DOTALL)
_MAX_DIGITS = 300


class ParseError(ValueError):
    """Raised for a text that cannot be read. `str()` says where and why."""


def parse_object(text: str, what: str) -> dict[str, Any]:
    """Read a JSON object by RFC 8259, without Python's extensions.

    Args:
        text: the JSON text.
        what: what to call the text in an error, in the plural: "The claims".

    Raises:
        ParseError: The text is not a JSON object, repeats a name, holds NaN, Infinity
            or a lone surrogate, or is nested deeper than 64 levels.

    """
    if not text.strip(" \t\r\n"):
        raise ParseError(
            f'{what} are empty: write a JSON object such as {{"sub": "a"}}.'
        )
    check_depth(text, what)
    value = _load(text, what)
    if not isinstance(value, dict):
        raise ParseError(f"{what} must be a JSON object, but are {_kind(value)}.")
    check_unicode(json.dumps(value, ensure_ascii=False), what)
    return value


def check_unicode(text: str, what: str) -> None:
    r"""Refuse a lone surrogate such as \ud800, because UTF-8 cannot encode it.

    Raises:
        ParseError: The text holds one.

    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError(
            f"{what} hold the lone surrogate U+{ord(text[error.start]):04X}, "
            "which is not a character: remove it."
        ) from error


def check_depth(text: str, what: str) -> None:
    """Refuse JSON nested deeper than 64 levels.

    Raises:
        ParseError: The text is nested deeper.

    """
    # Count before parsing, because in a browser deep recursion can end the runtime.
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > MAX_DEPTH:
            raise ParseError(
                f"{what} are nested deeper than {MAX_DEPTH} levels "
                f"at character {found.start() + 1}: flatten them."
            )


def _load(text: str, what: str) -> Any:  # noqa: ANN401 - JSON is any value
    def no_constant(name: str) -> NoReturn:
        raise ParseError(f"{what} hold {name}, which is not JSON: write a number.")

    def number(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise ParseError(
                f"{what} hold {shown(digits)}, which is too large for a number: "
                "quote it."
            )
        return value

    def integer(digits: str) -> int:
        if len(digits) > _MAX_DIGITS:
            raise ParseError(
                f"{what} hold an integer of {len(digits)} digits: quote it."
            )
        return int(digits)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                raise ParseError(f"{what} repeat the name {shown(name)}: keep one.")
            found[name] = value
        return found

    try:
        return json.loads(
            text,
            parse_constant=no_constant,
            parse_float=number,
            parse_int=integer,
            object_pairs_hook=unique,
        )
    except json.JSONDecodeError as error:
        raise not_json(error, what) from error


def not_json(error: json.JSONDecodeError, what: str) -> ParseError:
    """Return the error that says where the text stops being JSON."""
    found = shown(error.doc[error.pos]) if error.pos < len(error.doc) else "the end"
    return ParseError(
        f"{what} are not JSON: line {error.lineno}, column {error.colno} is {found} "
        f"({error.msg})."
    )


def _kind(value: object) -> str:
    kinds = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return kinds.get(type(value), "a number")
