"""JSON read without loss and written for people: what a token says, to the digit."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from examples.jose.parsing import ParseError, check_depth, not_json

type Value = "Object | list[Value] | Number | str | bool | None"
type Run = tuple[str, str]
"""A kind (`key`, `string`, `number`, `literal` or `plain`) and its text."""

MAX_DIGITS = 300
_INTEGER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Number:
    """A number as it is written: 1.0, 1e400 and 9007199254740993 stay themselves."""

    text: str

    @property
    def value(self) -> float:
        """The nearest number that Python can compare with a clock."""
        if _INTEGER.fullmatch(self.text) and len(self.text) <= MAX_DIGITS:
            return int(self.text)
        return float(self.text)


@dataclass(frozen=True)
class Object:
    """The members in their order, duplicates included (RFC 8259 §4)."""

    members: list[tuple[str, Value]]

    def get(self, name: str) -> Value:
        """Return the last value of that name, as most parsers do; else None."""
        return dict(self.members).get(name)

    def __contains__(self, name: object) -> bool:
        return any(name == one for one, _ in self.members)

    def duplicates(self) -> list[str]:
        """Return the names that stand more than once, at this level."""
        counts = Counter(name for name, _ in self.members)
        return [name for name, count in counts.items() if count > 1]


def read_json(text: str, what: str) -> Value:
    """Read any JSON value.

    Args:
        text: the JSON text.
        what: its name in sentences, in the plural: "The header's fields".

    Raises:
        ParseError: not JSON, or nested deeper than 64 levels.

    """

    def no_constant(name: str) -> NoReturn:
        raise ParseError(f"{what} hold {name}, which is not JSON: write a number.")

    check_depth(text, what)
    try:
        value: Value = json.loads(
            text,
            parse_constant=no_constant,
            parse_float=Number,
            parse_int=Number,
            object_pairs_hook=Object,
        )
    except json.JSONDecodeError as error:
        raise not_json(error, what) from error
    return value


def plain(value: Value) -> object:
    """Give Python's own values, the last one of each name."""
    if isinstance(value, Number):
        return value.value
    if isinstance(value, Object):
        return {name: plain(one) for name, one in value.members}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def all_duplicates(value: Value, path: str = "") -> list[str]:
    """Return the paths of names that stand twice in one object."""
    if isinstance(value, list):
        return [one for item in value for one in all_duplicates(item, f"{path}[]")]
    if not isinstance(value, Object):
        return []
    start = f"{path}." if path else ""
    found = [f"{start}{name}" for name in value.duplicates()]
    for name, one in value.members:
        found += all_duplicates(one, f"{start}{name}")
    return found


def formatted(value: Value) -> list[Run]:
    """Write a value indented, as runs of one kind each."""
    return list(_runs(value, "\n"))


def one_line(value: Value) -> str:
    """Write a value without line breaks."""
    return re.sub(r"\n *", " ", "".join(text for _, text in _runs(value, "\n")))


def visible(text: str) -> str:
    r"""Escape what cannot be seen, or turns the direction of text, as \uXXXX."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _runs(value: Value, line: str) -> Iterator[Run]:
    if isinstance(value, Object):
        members = [
            ([("key", _quoted(name)), ("plain", ": ")], one)
            for name, one in value.members
        ]
        yield from _bracketed("{}", members, line)
    elif isinstance(value, list):
        yield from _bracketed("[]", [([], one) for one in value], line)
    elif isinstance(value, Number):
        yield "number", value.text
    elif isinstance(value, str):
        yield "string", _quoted(value)
    else:
        yield "literal", json.dumps(value)


def _bracketed(
    brackets: str, members: list[tuple[list[Run], Value]], line: str
) -> Iterator[Run]:
    if not members:
        yield "plain", brackets
        return
    between = brackets[0]
    for name, value in members:
        yield "plain", f"{between}{line}  "
        yield from name
        yield from _runs(value, f"{line}  ")
        between = ","
    yield "plain", f"{line}{brackets[1]}"


def _quoted(text: str) -> str:
    return visible(json.dumps(text, ensure_ascii=False))
