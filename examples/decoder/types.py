"""What the decoder's methods return: plain dicts for a page."""

from typing import Literal, TypedDict, final

from examples.jose.json_text import Run

type Mark = Literal["good", "bad", "open"]


@final
class Fields(TypedDict):
    """The page's fields as they are.

    `form` is `text`, `base64url` or `hex`; an empty `algorithm` lets the key decide.
    """

    token: str
    algorithm: str
    key: str
    form: str
    iss: str
    aud: str
    leeway: str
    now: str


@final
class Segment(TypedDict):
    """One part between dots, with its length in bytes once decoded."""

    name: str
    text: str
    bytes: int
    fault: str


@final
class Row(TypedDict):
    """One header parameter or claim; `time` is in seconds since 1970."""

    name: str
    value: str
    meaning: str
    label: str
    url: str
    time: float | None
    mark: Mark | None
    check: str


@final
class Content(TypedDict):
    """What a part says: runs to colour, or `fault` and the text as far as it goes."""

    runs: list[Run]
    fault: str
    rows: list[Row]


@final
class Opinion(TypedDict):
    """One of the four verdicts."""

    name: str
    mark: Mark
    word: str
    sentence: str


@final
class Alert(TypedDict):
    """A sentence, the text that it rests on, and the guide's page about it."""

    sentence: str
    label: str
    url: str
    guide: str
    address: str


@final
class Tried(TypedDict):
    """How one key of a set did."""

    name: str
    outcome: str
    sentence: str


@final
class Size(TypedDict):
    """A count of bytes, and the limit that it is held against, 0 for none."""

    name: str
    bytes: int
    limit: int


@final
class Decoded(TypedDict):
    """Everything that the page shows for one input."""

    verdict: str
    mark: Mark
    sentence: str
    token: str
    removed: list[str]
    segments: list[Segment]
    header: Content
    payload: Content
    signature: list[str]
    opinions: list[Opinion]
    alerts: list[Alert]
    tried: list[Tried]
    sizes: list[Size]
    now: float


@final
class Made(TypedDict):
    """A new token, or a sentence on why there is none."""

    token: str
    error: str
