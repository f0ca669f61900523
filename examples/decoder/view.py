"""Describe a token for the page: its parts, its sizes and the verdicts on it."""

from examples.auth.wording import shown
from examples.decoder.claim_checks import Check, date_of
from examples.decoder.types import Content, Mark, Opinion, Row, Segment, Size
from examples.jose.jose_names import (
    HEADER_PARAMETERS,
    JWE_HEADER_PARAMETERS,
    REGISTERED_CLAIMS,
    Source,
)
from examples.jose.json_text import (
    JsonObject,
    JsonValue,
    TextRun,
    escape_invisible,
    indented_runs,
    one_line,
)
from examples.jose.signature_check import Judgement
from examples.jose.token_parts import Part, Token
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_published

COOKIE_BYTES = 4096
HEADER_BYTES = 8192
MAX_ROWS = 200
MAX_RUNS = 4000
LONGEST_VALUE = 300
LONGEST_HEX = 64
_UNREGISTERED = "This name is not registered: ask the issuer what it means."
_MARKS: dict[str, Mark] = {"Valid signature": "good", "Not verified": "open"}
_CHECK_MARKS: dict[bool | None, Mark] = {True: "good", False: "bad", None: "open"}


def segment(part: Part) -> Segment:
    """Describe one part between two dots."""
    return {
        "name": part.name,
        "text": part.text,
        "bytes": len(part.data),
        "fault": part.fault,
    }


def header_content(token: Token) -> Content:
    """Describe the header as far as it can be read."""
    names = JWE_HEADER_PARAMETERS if token.encrypted else HEADER_PARAMETERS
    content = _content(token.part("header"), token.header)
    rows = [_row(name, one, names) for name, one in _first_members(token.header)]
    return {**content, "rows": rows}


def payload_content(token: Token, checks: list[Check]) -> Content:
    """Describe the payload as far as it can be read, with the result of each check."""
    content = _content(token.part("payload"), token.payload)
    rows = []
    for name, value in _first_members(token.payload):
        row = _row(name, value, REGISTERED_CLAIMS)
        row["time"] = date_of(token.claims, name)
        for check in checks:
            if check.name == name:
                row["mark"] = _CHECK_MARKS[check.passed]
                row["check"] = check.sentence
        rows.append(row)
    return {**content, "rows": rows, "fault": token.payload_fault}


def signature_lines(token: Token, judgement: Judgement) -> list[str]:
    """Describe the signature: the verdict on it, and its bytes."""
    part = token.part("signature")
    if not token.parts or token.encrypted:
        return [judgement.sentence]
    count = len(part.data)
    dots = "…" if count > LONGEST_HEX else ""
    lines = [f"{judgement.verdict}: {judgement.sentence}"]
    if count:
        lines.append(f"{count} bytes, in hex: {part.data[:LONGEST_HEX].hex()}{dots}")
    return lines


def sizes(token: Token) -> list[Size]:
    """Count the bytes of a request that carries the token, with the usual limits."""
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


def opinions(
    token: Token, judgement: Judgement, checks: list[Check], keys: list[Key]
) -> list[Opinion]:
    """Judge structure, signature, claims and trust in the key separately."""
    return [
        _structure(token),
        _signature(judgement),
        _claims(token, checks),
        _trust(token, judgement, keys),
    ]


def overall(judgement: Judgement, checks: list[Check]) -> tuple[Mark, str]:
    """Explain the verdict. A valid signature does not make the token acceptable."""
    failed = [check for check in checks if check.passed is False]
    if judgement.verdict != "Valid signature":
        return _MARKS.get(judgement.verdict, "bad"), judgement.sentence
    if failed:
        return "bad", f"{judgement.sentence} But refuse the token: {failed[0].sentence}"
    return "good", judgement.sentence


def _content(part: Part, value: JsonValue) -> Content:
    if value is None and part.data != b"null":
        runs: list[TextRun] = [("plain", _text(part.data))] if part.data else []
    else:
        runs = _limited(indented_runs(value))
    return {"runs": runs, "fault": "", "rows": []}


def _first_members(value: JsonValue) -> list[tuple[str, JsonValue]]:
    return value.members[:MAX_ROWS] if isinstance(value, JsonObject) else []


def _row(name: str, value: JsonValue, names: dict[str, tuple[str, Source]]) -> Row:
    meaning, source = names.get(name, (_UNREGISTERED, Source("", "")))
    text = one_line(value)
    cut = f"{text[:LONGEST_VALUE]}…" if len(text) > LONGEST_VALUE else text
    return {
        "name": escape_invisible(name),
        "value": cut,
        "meaning": meaning,
        "label": source.label,
        "url": source.url,
        "time": None,
        "mark": None,
        "check": "",
    }


def _limited(runs: list[TextRun]) -> list[TextRun]:
    """Join all but the first runs, so that a page makes few elements."""
    if len(runs) <= MAX_RUNS:
        return runs
    rest = "".join(text for _, text in runs[MAX_RUNS:])
    return [*runs[:MAX_RUNS], ("plain", rest)]


def _text(data: bytes) -> str:
    lines = data.decode(errors="replace").split("\n")
    return "\n".join(escape_invisible(line) for line in lines)


def _opinion(name: str, mark: Mark, word: str, sentence: str) -> Opinion:
    return {"name": name, "mark": mark, "word": word, "sentence": sentence}


def _structure(token: Token) -> Opinion:
    name = "Structure"
    if not token.text:
        return _opinion(name, "open", "Nothing yet", "Paste a token.")
    if token.faults:
        return _opinion(name, "bad", "Malformed", token.faults[0])
    sentence = "A JWT of three parts, two of which are JSON objects."
    if token.encrypted:
        sentence = "A JWE of five parts."
    elif not isinstance(token.payload, JsonObject):
        sentence = "A JWS of three parts, but not a JWT."
    return _opinion(name, "good", "Well formed", sentence)


def _signature(judgement: Judgement) -> Opinion:
    name, verdict, sentence = "Signature", judgement.verdict, judgement.sentence
    if verdict == "Malformed token":
        sentence = "The token is malformed, so its signature was not verified."
        return _opinion(name, "open", "Not verified", sentence)
    mark = _MARKS.get(verdict, "bad")
    return _opinion(name, mark, verdict.removesuffix(" signature"), sentence)


def _claims(token: Token, checks: list[Check]) -> Opinion:
    name = "Claims"
    if not checks or not token.parts:
        return _opinion(name, "open", "Not compared", "There are no claims to compare.")
    failed = [check.sentence for check in checks if check.passed is False]
    if failed:
        return _opinion(name, "bad", "Refused", " ".join(failed))
    passed = [check.name for check in checks if check.passed]
    if not passed:
        sentence = "The token has no claim that can be compared."
        return _opinion(name, "open", "Not compared", sentence)
    skipped = [check.name for check in checks if check.passed is None]
    rest = f" Not compared: {', '.join(skipped)}." if skipped else ""
    sentence = f"These claims are valid: {', '.join(passed)}.{rest}"
    return _opinion(name, "good", "Valid", sentence)


def _trust(token: Token, judgement: Judgement, keys: list[Key]) -> Opinion:
    name = "Trust in the key"
    if not keys:
        return _opinion(name, "open", "No key", "You have not entered a key.")
    used = [one.key for one in judgement.trials if one.outcome == "valid"] or keys
    key = used[0]
    if key.kind == HMAC:
        if is_published(key.secret):
            return _opinion(name, "bad", "None", "This secret is publicly known.")
        sentence = "Anyone who can verify with this secret can also sign with it."
        return _opinion(name, "open", "Yours to decide", sentence)
    sentence = (
        "You entered this key, and the page cannot know whose it is. Compare it with "
        "the one that its owner publishes."
    )
    if key.form == "X.509 certificate":
        sentence = (
            "The page used only the certificate's key. It did not check the issuer, "
            "the dates or the chain."
        )
    kid, own = token.parameters.get("kid"), key.declared.get("kid")
    if isinstance(kid, str) and own is not None and own != kid:
        sentence = (
            f"The header's kid is {shown(kid)}, but the key's is {shown(own)}. "
            f"{sentence}"
        )
    return _opinion(name, "open", "Yours to decide", sentence)
