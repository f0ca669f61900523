"""What the workshop's methods return: plain dicts for a page."""

from typing import Any, Literal, TypedDict, final

type Field = Literal["claims", "algorithm", "key", "token"]


@final
class Failure(TypedDict):
    """A sentence, and the field that it speaks of."""

    error: str
    field: Field


@final
class Signed(TypedDict):
    """A new token."""

    token: str


@final
class Decoded(TypedDict):
    """A token's parts; the texts are indented JSON, the sizes characters."""

    header: dict[str, Any]
    payload: dict[str, Any]
    header_text: str
    payload_text: str
    sizes: dict[str, int]


@final
class Verified(TypedDict):
    """A verdict: Accepted, Revoked, Expired or "Rejected: ..."; and a sentence."""

    verdict: str
    detail: str


@final
class Row(TypedDict):
    """A denylist entry; `exp` is in seconds since 1970, None if it never expires."""

    iss: str
    jti: str
    exp: float | None


@final
class Listed(TypedDict):
    """The denylist after a revocation, and a sentence."""

    denylist: list[Row]
    message: str


@final
class Cost(TypedDict):
    """What one way of revocation has stored, in bytes of keys and values."""

    way: str
    entries: int
    bytes: int
    lasts: str


@final
class Done(TypedDict):
    """A sentence on what was done."""

    message: str


@final
class Advice(TypedDict):
    """A claim, what it says, and the text that defines it."""

    name: str
    value: str
    meaning: str
    label: str
    url: str


@final
class ClaimHelp(TypedDict):
    """Help with claims: what is wrong, what is there, what is missing."""

    fault: str
    rows: list[Advice]
    lacking: list[Advice]


class FieldError(ValueError):
    """A field's text is wrong."""

    def __init__(self, field: Field, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    def failure(self) -> Failure:
        """Return the error as the page shows it."""
        return {"error": str(self), "field": self.field}
