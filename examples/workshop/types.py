"""The dicts that the workshop's methods return to a page."""

from typing import Any, Literal, TypedDict, final

type Field = Literal["claims", "algorithm", "key", "token"]


@final
class Failure(TypedDict):
    """What is wrong, and in which field."""

    error: str
    field: Field


@final
class Signed(TypedDict):
    """A new token."""

    token: str


@final
class Decoded(TypedDict):
    """A token's parts. The texts are indented JSON, the sizes are in characters."""

    header: dict[str, Any]
    payload: dict[str, Any]
    header_text: str
    payload_text: str
    sizes: dict[str, int]


@final
class Verified(TypedDict):
    """A verdict (Accepted, Revoked, Expired or "Rejected: …") and the reason."""

    verdict: str
    detail: str


@final
class Row(TypedDict):
    """A denylist entry. `exp` is in seconds since 1970, None if it never expires."""

    iss: str
    jti: str
    exp: float | None


@final
class Listed(TypedDict):
    """The denylist after a revocation, and a sentence about it."""

    denylist: list[Row]
    message: str


@final
class Cost(TypedDict):
    """What one way of revocation stores. `bytes` counts keys and values."""

    way: str
    entries: int
    bytes: int
    lasts: str


@final
class Done(TypedDict):
    """A sentence about what was done."""

    message: str


@final
class Advice(TypedDict):
    """A claim, its meaning, and its source (`label`, `url`)."""

    name: str
    value: str
    meaning: str
    label: str
    url: str


@final
class ClaimHelp(TypedDict):
    """Help with claims: what is wrong, the claims present, and those missing."""

    fault: str
    rows: list[Advice]
    lacking: list[Advice]


class FieldError(ValueError):
    """Raised for a field whose text is wrong. `str()` says why."""

    def __init__(self, field: Field, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    def failure(self) -> Failure:
        """Return the error as the page shows it."""
        return {"error": str(self), "field": self.field}
