"""Read JSON without loss, and write it indented for a page."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from examples.jose.parsing import ParseError, check_depth, not_json

type JsonValue = "JsonObject | list[JsonValue] | JsonNumber | str | bool | None"
type TextRun = tuple[str, str]
"""The kind (`key`, `string`, `number`, `literal` or `plain`) and the text of a run."""

MAX_DIGITS = 300
_INTEGER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class JsonNumber:
    """A number as it is written, because a float would change 9007199254740993."""

    text: str

    @property
    def value(self) -> float:
        """The nearest Python number, for comparison with a clock."""
        if _INTEGER.fullmatch(self.text) and len(self.text) <= MAX_DIGITS:
            return int(self.text)
        return float(self.text)


@dataclass(frozen=True)
class JsonObject:
    """The members of an object in their order, duplicates included (RFC 8259 §4)."""

    members: list[tuple[str, JsonValue]]

    def get(self, name: str, default: JsonValue = None) -> JsonValue:
        """Return the last value of that name as most parsers do, or the default."""
        return dict(self.members).get(name, default)

    def __contains__(self, name: object) -> bool:
        return any(name == one for one, _ in self.members)

    def duplicates(self) -> list[str]:
        """Return the names that occur more than once at this level."""
        counts = Counter(name for name, _ in self.members)
        return [name for name, count in counts.items() if count > 1]


def read_json(text: str, what: str) -> JsonValue:
    """Read any JSON value.

    Args:
        text: the JSON text.
        what: what to call the text in an error, in the plural: "The header's fields".

    Raises:
        ParseError: The text is not JSON, or nested deeper than 64 levels.

    """

    def no_constant(name: str) -> NoReturn:
        raise ParseError(f"{what} hold {name}, which is not JSON: write a number.")

    check_depth(text, what)
    try:
        value: JsonValue = json.loads(
            text,
            parse_constant=no_constant,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            object_pairs_hook=JsonObject,
        )
    except json.JSONDecodeError as error:
        raise not_json(error, what) from error
    return value


def to_python(value: JsonValue) -> object:
    """Convert a value to Python's own types. The last of two equal names counts."""
    if isinstance(value, JsonNumber):
        return value.value
    if isinstance(value, JsonObject):
        return {name: to_python(one) for name, one in value.members}
    if isinstance(value, list):
        return [to_python(one) for one in value]
    return value


def all_duplicates(value: JsonValue, path: str = "") -> list[str]:
    """Return the paths of the names that occur twice in one object."""
    if isinstance(value, list):
        return [one for item in value for one in all_duplicates(item, f"{path}[]")]
    if not isinstance(value, JsonObject):
        return []
    start = f"{path}." if path else ""
    found = [f"{start}{name}" for name in value.duplicates()]
    for name, one in value.members:
        found += all_duplicates(one, f"{start}{name}")
    return found


def indented_runs(value: JsonValue) -> list[TextRun]:
    """Write a value as indented JSON, in runs of one kind each."""
    return list(_runs(value, "\n"))


def one_line(value: JsonValue) -> str:
    """Write a value without line breaks."""
    return re.sub(r"\n *", " ", "".join(text for _, text in _runs(value, "\n")))


def escape_invisible(text: str) -> str:
    r"""Write invisible characters, and those that reverse text, as \uXXXX."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _runs(value: JsonValue, line: str) -> Iterator[TextRun]:
    if isinstance(value, JsonObject):
        members = [
            ([("key", _quoted(name)), ("plain", ": ")], one)
            for name, one in value.members
        ]
        yield from _bracketed("{}", members, line)
    elif isinstance(value, list):
        yield from _bracketed("[]", [([], one) for one in value], line)
    elif isinstance(value, JsonNumber):
        yield "number", value.text
    elif isinstance(value, str):
        yield "string", _quoted(value)
    else:
        yield "literal", json.dumps(value)


def _bracketed(
    brackets: str, members: list[tuple[list[TextRun], JsonValue]], line: str
) -> Iterator[TextRun]:
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
    return escape_invisible(json.dumps(text, ensure_ascii=False))
