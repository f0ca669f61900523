"""The values that the decoder's modules exchange, most of them dicts for a page."""

from typing import Literal, NamedTuple, TypedDict, final

from examples.jose.json_text import TextRun

type Kind = Literal["accept", "refuse", "open", "other", "idle"]
"""How a headline is set: `open` asks the reader for something."""
type Mark = Literal["yes", "no", "maybe", "na"]
type Rank = Literal["Danger", "Risk", "Note"]
type Tone = Literal["", "fails", "ask"]


class Link(NamedTuple):
    """A link of the page: what it says, and a URL or an address within the site."""

    label: str
    url: str


NO_LINK = Link("", "")


@final
class Fields(TypedDict):
    """The texts of the page's fields.

    `form` says how a secret is written: `text`, `base64url` or `hex`. An empty
    `algorithm` lets the key decide. `pick` is the label of the token to read if
    several were pasted.
    """

    token: str
    algorithm: str
    key: str
    form: str
    iss: str
    aud: str
    leeway: str
    now: str
    pick: str


@final
class Headline(TypedDict):
    """What a service must do (`word`), for which `reason`, and why.

    `checks`, `parameters` and `claims` name what decided; `alert` says whether `why`
    tells of something wrong.
    """

    kind: Kind
    word: str
    reason: str
    why: str
    alert: bool
    checks: list[str]
    parameters: list[str]
    claims: list[str]


@final
class CheckShown(TypedDict):
    """One of the four checks: a finding of at most three words, and one detail."""

    name: str
    mark: Mark
    finding: str
    detail: str


@final
class Row(TypedDict):
    """One header parameter or claim, and what it says.

    `time` is in seconds since 1970, and `age` says how far it is from now. `bold`
    is a word in front of the meaning.
    """

    name: str
    value: str
    bold: str
    meaning: str
    label: str
    url: str
    time: float | None
    age: str
    tone: Tone


@final
class Life(TypedDict):
    """A token's life in seconds since 1970, and the words beside its marks."""

    start: float | None
    end: float | None
    now: float
    started: str
    ended: str
    distance: str


@final
class Warned(TypedDict):
    """A warning with its only link."""

    rank: Rank
    sentence: str
    label: str
    url: str


@final
class Offer(TypedDict):
    """A repair of the key as a button, and what trying it gave."""

    name: str
    key: str
    form: str
    outcome: str
    reason: str


@final
class Size(TypedDict):
    """Bytes of the token in one place, and what happens above the limit."""

    name: str
    bytes: int
    limit: int
    note: str
    beyond: str


@final
class Found(TypedDict):
    """A token in a paste that holds several."""

    label: str
    text: str


@final
class Line(TypedDict):
    """One line under the program: what it is about, the text, and how it is set."""

    name: str
    text: str
    code: bool


@final
class Reproduced(TypedDict):
    """A program that decodes the token, and what running it gave.

    `case` names what the other libraries' recorded results are looked up by.
    """

    title: str
    code: str
    lines: list[Line]
    case: str
    label: str
    url: str


@final
class Tried(TypedDict):
    """The outcome of one key of a set."""

    name: str
    outcome: str
    sentence: str


@final
class Content(TypedDict):
    """The content of a part: runs to colour, and its members with what they say.

    `more` counts the members without a row.
    """

    title: str
    runs: list[TextRun]
    note: str
    rows: list[Row]
    more: int


@final
class Decoded(TypedDict):
    """Everything that the page shows about what was pasted.

    `verdict` and `sentence` speak of the signature alone.
    """

    headline: Headline
    verdict: str
    sentence: str
    checks: list[CheckShown]
    token: str
    paste: str
    found: list[Found]
    picked: str
    parts: list[str]
    header: Content
    payload: Content
    signature: list[Row]
    tried: list[Tried]
    verified: bool
    life: Life | None
    warnings: list[Warned]
    key_summary: str
    key_needed: bool
    offers: list[Offer]
    reproduced: Reproduced | None
    elsewhere: list[Reproduced]
    sizes: list[Size]
    removed: list[str]
    notes: list[str]
    now: float
    restless: bool


@final
class Made(TypedDict):
    """A new token, or a sentence that says why there is none."""

    token: str
    error: str
