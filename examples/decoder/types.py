"""The values that the decoder's modules exchange, most of them dicts for a page."""

from typing import Literal, NamedTuple, TypedDict, final

from examples.jose.jose_names import Source
from examples.jose.json_text import TextRun

type Mark = Literal["good", "bad", "open"]

GUIDE_SECRETS = Source(
    "A shared secret lets everyone sign", "jwt/#a-shared-secret-lets-everyone-sign"
)
GUIDE_VERIFY = Source("What a verifier checks", "jwt/#the-code")
GUIDE_EXPIRY = Source("Expiry ends it", "jwt/#expiry-ends-it")
GUIDE_READABLE = Source("Everyone can read it", "jwt/#everyone-can-read-it")


class TokenWarning(NamedTuple):
    """A danger of a token, its source, and the guide's page about it."""

    sentence: str
    source: Source
    guide: Source


@final
class Fields(TypedDict):
    """The texts of the page's fields.

    `form` says how a secret is written: `text`, `base64url` or `hex`. An empty
    `algorithm` lets the key decide.
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
    """One part between two dots. `bytes` is its length after decoding."""

    name: str
    text: str
    bytes: int
    fault: str


@final
class Row(TypedDict):
    """One header parameter or claim. `time` is in seconds since 1970."""

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
    """The content of a part as runs to colour. A damaged part has a `fault` too."""

    runs: list[TextRun]
    fault: str
    rows: list[Row]


@final
class Opinion(TypedDict):
    """One of the four separate verdicts, such as the one on the structure."""

    name: str
    mark: Mark
    word: str
    sentence: str


@final
class Alert(TypedDict):
    """A sentence, its source (`label`, `url`) and the guide's page about it."""

    sentence: str
    label: str
    url: str
    guide: str
    address: str


@final
class Tried(TypedDict):
    """The outcome of one key of a set."""

    name: str
    outcome: str
    sentence: str


@final
class Size(TypedDict):
    """A count of bytes, and the usual limit, 0 if there is none."""

    name: str
    bytes: int
    limit: int


@final
class Decoded(TypedDict):
    """Everything that the page shows about one token."""

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
    """A new token, or a sentence that says why there is none."""

    token: str
    error: str
