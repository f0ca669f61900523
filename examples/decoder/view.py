"""What the decoder shows of a token's parts: explained rows, sizes, bytes."""

from examples.decoder.claim_checks import Check, date_of
from examples.decoder.types import Content, Mark, Row, Segment, Size
from examples.jose.jose_names import CLAIMS, Source
from examples.jose.json_text import Object, Run, Value, formatted, one_line, visible
from examples.jose.signature_check import Judgement
from examples.jose.token_parts import Part, Token

COOKIE_BYTES = 4096
HEADER_BYTES = 8192
MAX_ROWS = 200
MAX_RUNS = 4000
LONGEST_VALUE = 300
LONGEST_HEX = 64
_PRIVATE_NAME = "No registered name known here: ask whoever issued the token."


def segment(part: Part) -> Segment:
    """Describe one part."""
    return {
        "name": part.name,
        "text": part.text,
        "bytes": len(part.data),
        "fault": part.fault,
    }


def content(
    token: Token, name: str, names: dict[str, tuple[str, Source]], checks: list[Check]
) -> Content:
    """Show the header or the payload, as far as it can be read."""
    value = token.header if name == "header" else token.payload
    members = value.members if isinstance(value, Object) else []
    part = token.part(name)
    if value is None and part.data != b"null":
        runs: list[Run] = [("plain", _text(part.data))] if part.data else []
        fault = token.payload_fault if name == "payload" and token.parts else ""
        return {"runs": runs, "fault": fault, "rows": []}
    rows = [
        _row(Object(members), one, inner, names, checks)
        for one, inner in members[:MAX_ROWS]
    ]
    return {"runs": _limited(formatted(value)), "fault": "", "rows": rows}


def signature_lines(token: Token, judgement: Judgement) -> list[str]:
    """Say what the signature is and how it did."""
    part = token.part("signature")
    if not token.parts or token.encrypted:
        return [judgement.sentence]
    count = len(part.data)
    dots = "…" if count > LONGEST_HEX else ""
    lines = [f"{judgement.word}: {judgement.sentence}"]
    if count:
        lines.append(f"{count} bytes, in hex: {part.data[:LONGEST_HEX].hex()}{dots}")
    return lines


def sizes(token: Token) -> list[Size]:
    """Count what a request would carry, against the limits that it meets."""
    total = len(token.text)
    line = len("Authorization: Bearer ") + total
    if not token.parts:
        return []
    return [
        {"name": "Token", "bytes": total, "limit": 0},
        {
            "name": "Cookie named token",
            "bytes": len("token") + total,
            "limit": COOKIE_BYTES,
        },
        {"name": "Authorization header", "bytes": line, "limit": HEADER_BYTES},
    ]


def _row(
    owner: Object,
    name: str,
    value: Value,
    names: dict[str, tuple[str, Source]],
    checks: list[Check],
) -> Row:
    meaning, source = names.get(name, (_PRIVATE_NAME, Source("", "")))
    check = next((one for one in checks if one.name == name), None)
    mark: dict[bool | None, Mark] = {True: "good", False: "bad", None: "open"}
    text = one_line(value)
    cut = f"{text[:LONGEST_VALUE]}…" if len(text) > LONGEST_VALUE else text
    return {
        "name": visible(name),
        "value": cut,
        "meaning": meaning,
        "label": source.label,
        "url": source.url,
        "time": date_of(owner, name) if names is CLAIMS else None,
        "mark": mark[check.passed] if check else None,
        "check": check.sentence if check else "",
    }


def _limited(runs: list[Run]) -> list[Run]:
    """Join what follows the first runs, so that a page makes few elements."""
    if len(runs) <= MAX_RUNS:
        return runs
    rest = "".join(text for _, text in runs[MAX_RUNS:])
    return [*runs[:MAX_RUNS], ("plain", rest)]


def _text(data: bytes) -> str:
    lines = data.decode(errors="replace").split("\n")
    return "\n".join(visible(line) for line in lines)
