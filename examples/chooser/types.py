"""The rows of the chooser's table, and the five outcomes that it decides between."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The five ways to recognise a logged-in user."""

    SESSION = "Session"
    BFF = "Session at a backend for the front end"
    OPAQUE = "Opaque token in a header"
    JWT = "JWT"
    HYBRID = "Hybrid"


class Side(StrEnum):
    """What a requirement asks for: data on the server, or data in the token."""

    SESSION = "session"
    JWT = "jwt"


class Strength(StrEnum):
    """How much a requirement matters; NO is an answer too, and asks for nothing."""

    NEED = "need"
    PREFER = "prefer"
    NO = "no"


type Given = Mapping[str, Strength]
"""What a reader has said: the codes of requirements, each with its strength."""


@dataclass(frozen=True)
class Link:
    """A link: what it says, and the address or the page that it leads to."""

    text: str
    target: str


@dataclass(frozen=True)
class Rule:
    """One requirement, what it asks for, and why.

    Args:
        code: its name in a shared address, lower case with hyphens.
        label: its name in the form.
        sides: the sides that it asks for; none if it decides only the transport.
        said: completes "decided by: …".
        why: the reason for its side, or for its transport.
        against: what speaks against a recommendation that goes the other way.
        proof: where the guide runs it.
        source: the standard or the guidance behind it.
        usual: the strength of an answer that names none.
        yields: True if even a need for it gives way to a need of the other side.
        common: the common advice for it; only the rows of the matrix have one.

    """

    code: str
    label: str
    sides: tuple[Side, ...]
    said: str
    why: str
    against: str
    proof: Link
    source: Link
    usual: Strength = Strength.NEED
    yields: bool = False
    common: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer to a question.

    Args:
        label: the text in the form.
        given: the requirements that it states, with their strengths.
        when: completes "… if …" where this answer would change the outcome.

    """

    label: str
    given: Given
    when: str


@dataclass(frozen=True)
class Question:
    """A question that a reader can answer without knowing the outcome.

    Args:
        code: names the question in the page.
        text: the question.
        owns: the codes that its answers set; another answer replaces them all.
        answers: what the reader chooses from.
        several: True if several answers may hold at once.

    """

    code: str
    text: str
    owns: tuple[str, ...]
    answers: tuple[Answer, ...]
    several: bool = False


@dataclass(frozen=True)
class Conflict:
    """Requirements that no outcome meets together.

    Args:
        some: codes, each of which conflicts with `other`.
        other: the code of one requirement.
        sentence: the warning for the reader.

    """

    some: frozenset[str]
    other: str
    sentence: str


@dataclass(frozen=True)
class Profile:
    """What is true of an outcome in every application.

    Args:
        code: names the outcome in the page.
        outcome: the outcome.
        kind: the kind of credential, which has a colour and a sign.
        example: the example server to start from.
        way: the row of the cost model that it belongs to.
        price: its cost in one sentence.
        theft: how long a stolen credential works.
        delay: when a revocation takes effect.
        operate: what you must operate.
        page: where the guide explains it.

    """

    code: str
    outcome: Outcome
    kind: str
    example: str
    way: str
    price: str
    theft: str
    delay: str
    operate: str
    page: Link
