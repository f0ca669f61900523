"""The values that describe what a reader pasted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundToken:
    """A token in a longer text.

    Args:
        label: where it stood, such as `access_token` or `Authorization header`.
        text: the token in the compact serialization.

    """

    label: str
    text: str


@dataclass(frozen=True)
class Pasted:
    """What a pasted text is.

    Args:
        kind: its name, such as `jwt`, `token response` or `flask session cookie`.
        tokens: the JOSE tokens in it, in their order.
        explanation: for a text without a JWT, what to do about it, then what it is.
        content: what could be decoded of it without a key, as text.
        notes: further findings, one sentence each.
        value: what is no JWT, without what stood around it: a cookie's value.
        label: where that value stood, such as `cookie session`, empty if alone.

    """

    kind: str
    tokens: tuple[FoundToken, ...] = ()
    explanation: str = ""
    content: str | None = None
    notes: tuple[str, ...] = ()
    value: str = ""
    label: str = ""
