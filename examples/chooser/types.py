"""What the chooser's table is made of, and what it answers with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, final


class Choice(StrEnum):
    """The three ways to recognise a user who has logged in."""

    JWT = "JWT"
    SESSION = "Session"
    HYBRID = "Hybrid"


@dataclass(frozen=True)
class Answer:
    """One thing that a reader can say of an application.

    Args:
        code: its name in a shared address, lower case with hyphens.
        label: what the form shows.
        favours: the choice that it alone leads to; None if it leads to none.
        need: True if the other choice alone cannot meet it, False for a wish.
        why: what speaks for that choice.
        but: what speaks against the other one.
        price: what that choice costs here.

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
    """A requirement with several answers, of which at most one is given."""

    code: str
    label: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Profile:
    """What holds for a choice whatever the application.

    Args:
        choice: which one.
        example: the example server to start from.
        gain: what it is good at.
        price: what it costs.

    """

    choice: Choice
    example: str
    gain: str
    price: str


@dataclass(frozen=True)
class Conflict:
    """Answers that no choice can meet together: one of `some` beside `other`."""

    some: frozenset[str]
    other: str
    sentence: str


@final
class Option(TypedDict):
    """One choice, judged by the answers."""

    choice: str
    example: str
    pro: list[str]
    con: list[str]


@final
class Advice(TypedDict):
    """The recommendation; `options` has all three, the recommended one first."""

    choice: str
    example: str
    reasons: list[str]
    prices: list[str]
    warnings: list[str]
    options: list[Option]
