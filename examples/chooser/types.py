"""The rows of the chooser's table, and the advice that it returns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, final


class Choice(StrEnum):
    """The three ways to recognise a logged-in user."""

    JWT = "JWT"
    SESSION = "Session"
    HYBRID = "Hybrid"


@dataclass(frozen=True)
class Answer:
    """One answer that a reader can give about an application.

    Args:
        code: its name in a shared address, lower case with hyphens.
        label: the text in the form.
        favours: the choice that this answer favours, None if it favours none.
        need: True if the other choice cannot meet it, False for a wish.
        why: the reason for that choice.
        but: the reason against the other choice.
        price: the cost of that choice here.

    """

    code: str
    label: str
    favours: Choice | None = None
    need: bool = False
    why: str = ""
    but: str = ""
    price: str = ""


@dataclass(frozen=True)
class Question:
    """A requirement with several answers, of which the reader gives at most one."""

    code: str
    label: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Profile:
    """What is true of a choice in every application.

    Args:
        choice: the choice described.
        example: the example server to start from.
        gain: its advantage.
        price: its cost.

    """

    choice: Choice
    example: str
    gain: str
    price: str


@dataclass(frozen=True)
class Conflict:
    """Answers that no choice can meet together.

    Args:
        some: the codes of answers, each of which conflicts with `other`.
        other: the code of one answer.
        sentence: the warning for the reader.

    """

    some: frozenset[str]
    other: str
    sentence: str


@final
class Option(TypedDict):
    """One choice with its reasons, for (`pro`) and against (`con`)."""

    choice: str
    example: str
    pro: list[str]
    con: list[str]


@final
class Advice(TypedDict):
    """The recommendation. `options` holds all three, the recommended one first."""

    choice: str
    example: str
    reasons: list[str]
    prices: list[str]
    warnings: list[str]
    options: list[Option]
