"""Explain each header parameter and each claim in a row."""

import re

from examples.decoder.ages import age, length, remaining
from examples.decoder.claim_checks import date_of
from examples.decoder.diagnosis import Diagnosis
from examples.decoder.types import Headline, Life, Row, Tone, Tried
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
    read_json,
)
from examples.jose.parsing import ParseError
from examples.jose.token_parts import Part
from examples.jose.verification_keys import HMAC

MAX_ROWS = 60
MAX_TRIALS = 20
MAX_RUNS = 4000
LONGEST_VALUE = 300
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_UNREGISTERED = "Not a registered name: ask the issuer what it means."
_OWN_DATA = "The application's own data, readable by the user."
_FAMILIES = {
    "HS": "HMAC with SHA-{bits}, a shared secret",
    "RS": "RSA PKCS #1 v1.5 with SHA-{bits}",
    "PS": "RSA-PSS with SHA-{bits}",
    "ES": "ECDSA on {curve} with SHA-{bits}",
}
_CURVES = {"256": "P-256", "384": "P-384", "512": "P-521"}
_ALGORITHMS = {
    "none": "no signature at all",
    "EdDSA": "EdDSA on Edwards curves",
    "Ed25519": "EdDSA on Ed25519",
    "Ed448": "EdDSA on Ed448",
    "ES256K": "ECDSA on secp256k1 with SHA-256",
}
_TYPES = {
    "jwt": "says nothing about its use",
    "at+jwt": "an access token (RFC 9068)",
    "dpop+jwt": "a DPoP proof (RFC 9449)",
    "logout+jwt": "a logout token (OpenID Connect)",
    "secevent+jwt": "a security event (RFC 8417)",
}
_SAYS = {
    "iss": "The issuer: compare it with the one issuer that you trust.",
    "sub": "The user, as a string: PyJWT refuses a number here.",
    "aud": "Meant for this service only: pass it to decode as audience.",
    "jti": "Its id: put it on a denylist to revoke this one token.",
    "scope": "What the bearer may do, as it was when the token was issued.",
}


def header_rows(found: Diagnosis, line: Headline) -> list[Row]:
    """Explain the header's parameters in their order."""
    encrypted = found.token.encrypted
    names = JWE_HEADER_PARAMETERS if encrypted else HEADER_PARAMETERS
    rows = []
    for name, value in _members(found.token.header):
        meaning, source = names.get(name, (_UNREGISTERED, Source("", "")))
        if not encrypted:
            meaning = _parameter(found, name, value) or meaning
        tone: Tone = "fails" if name in line["parameters"] else ""
        rows.append(_row(name, value, meaning, source, tone))
    return rows


def _parameter(found: Diagnosis, name: str, value: JsonValue) -> str:  # noqa: PLR0911 - one for each case
    if not isinstance(value, str):
        return ""
    if name == "alg":
        return describe(value)
    if name == "typ":
        return _TYPES.get(value.lower().removeprefix("application/"), "")
    if name != "kid":
        return ""
    if not found.keys:
        return "the key to look for"
    if found.unknown_kid:
        return "not in your key set"
    if value in found.key_ids:
        return "in your key set" if found.in_set else "the id of your key"
    return "your key has no id to compare" if not found.key_ids else "not your key's id"


def describe(algorithm: str) -> str:
    """Describe a signature algorithm in a few words, empty if it is unknown."""
    if algorithm.lower() == "none":
        return _ALGORITHMS["none"]
    family, bits = algorithm[:2], algorithm[2:]
    if family in _FAMILIES and bits in _CURVES:
        return _FAMILIES[family].format(bits=bits, curve=_CURVES[bits])
    return _ALGORITHMS.get(algorithm, "")


def signature_rows(found: Diagnosis) -> list[Row]:
    """Describe the signature's bytes."""
    token = found.token
    if not token.parts or token.encrypted:
        return []
    data = token.part("signature").data
    half = len(data) // 2
    meaning = describe(token.algorithm)
    if not data:
        meaning = "the third part is empty"
    elif token.algorithm.startswith("ES"):
        meaning = f"two numbers, r and s, of {half} bytes"
    elif token.algorithm.startswith("HS"):
        meaning = f"HMAC-SHA{token.algorithm[2:]}"
    size = f"{len(data)} byte{'' if len(data) == 1 else 's'}"
    return [_text_row("size", size, meaning)]


def tried(found: Diagnosis) -> list[Tried]:
    """Tell how each key of a set fared, if several were tried."""
    trials = found.judgement.trials
    if len(trials) < 2:  # noqa: PLR2004 - the headline speaks of a single one
        return []
    return [
        {
            "name": escape_invisible(one.key.name),
            "outcome": one.outcome,
            "sentence": one.sentence,
        }
        for one in trials[:MAX_TRIALS]
    ]


def claim_rows(found: Diagnosis, line: Headline) -> list[Row]:
    """Explain the claims in their order, the one that decided among them."""
    now, rows = found.expected.now, []
    for name, value in _members(found.token.payload):
        meaning, source = REGISTERED_CLAIMS.get(name, (_UNREGISTERED, Source("", "")))
        meaning = _SAYS.get(name, meaning)
        tone: Tone = ""
        if name in line["claims"]:
            tone = "fails" if line["kind"] == "refuse" else "ask"
        row = _row(name, value, meaning, source, tone)
        if (date := date_of(found.token.claims, name)) is not None:
            row["time"], row["meaning"] = date, ""
            row["age"] = age(date, now)
            if name == "exp" and date <= now:
                row["age"] = f"expired {row['age']}"
        elif check := found.check(name):
            row["meaning"] = check.sentence
        if tone == "ask":
            row["bold"] = "Yours?" if name == "aud" else "Trusted?"
        elif found.unsigned and not source.url:
            row["bold"] = "Forgeable:"
            row["meaning"] = "the maker of the token chose it."
        rows.append(row)
    return rows


def life(found: Diagnosis) -> Life | None:
    """Describe the token's life, None if it has neither a start nor an end."""
    claims, now = found.token.claims, found.expected.now
    start, end = date_of(claims, "iat"), date_of(claims, "exp")
    if start is None:
        start = date_of(claims, "nbf")
    if start is None and end is None:
        return None
    distance = ""
    if end is not None:
        gone = end <= now
        distance = (
            f"{length(now - end)} later" if gone else f"{remaining(end - now)} left"
        )
    if start is not None and start > now:
        distance = f"{remaining(start - now)} too early"
    return {
        "start": start,
        "end": end,
        "now": now,
        "started": "issued" if "iat" in claims else "valid from",
        "ended": "expired" if end is not None and end <= now else "expires",
        "distance": distance,
    }


def part_names(found: Diagnosis) -> list[str]:
    """Name the parts between the dots."""
    if found.token.text:
        return [part.name.capitalize() for part in found.token.parts]
    dotted = found.pasted.kind in ("flask session cookie", "starlette session cookie")
    return ["Data", "Time", "Signature"] if dotted else []


def more_members(value: JsonValue) -> int:
    """Count the members that no row shows."""
    return max(0, len(value.members) - MAX_ROWS) if isinstance(value, JsonObject) else 0


def runs_of(part: Part, value: JsonValue) -> list[TextRun]:
    """Write a part as indented JSON, or as the text that could be decoded."""
    if value is None and part.data != b"null":
        return [("plain", text_of(part.data))] if part.data else []
    runs = indented_runs(value)
    if len(runs) <= MAX_RUNS:
        return runs
    # Join all but the first, so that a page makes few elements.
    rest = "".join(text for _, text in runs[MAX_RUNS:])
    return [*runs[:MAX_RUNS], ("plain", rest)]


def runs_of_text(text: str) -> list[TextRun]:
    """Write a decoded text as indented JSON if it is JSON."""
    try:
        return indented_runs(read_json(text, "The members"))
    except ParseError:
        return [("plain", text)]


def rows_of_text(found: Diagnosis, text: str) -> list[Row]:
    """Explain the members of a JSON object that is no JWT's payload."""
    try:
        value = read_json(text, "The members")
    except ParseError:
        return []
    told = _UNREGISTERED if found.token.text else _OWN_DATA
    own = (told, Source("", ""))
    names = REGISTERED_CLAIMS if found.token.text else {}
    return [_row(name, one, *names.get(name, own), "") for name, one in _members(value)]


def text_of(data: bytes) -> str:
    """Write bytes as text without invisible characters."""
    lines = data.decode(errors="replace").split("\n")
    return "\n".join(escape_invisible(line) for line in lines)


def key_summary(found: Diagnosis) -> str:  # noqa: PLR0911 - one for each case
    """Name the format of the key and what came of it."""
    if found.opened is not None:
        return "it decrypts the token"
    if not found.key_given:
        secret = "signed cookie" in found.pasted.kind or "session" in found.pasted.kind
        return "none yet: paste the SECRET_KEY" if secret else "none yet"
    if found.key_fault:
        return "cannot be read"
    if found.in_set:
        count = len(found.keys)
        start = f"JWKS with {count} key{'' if count == 1 else 's'}"
        if not found.valid:
            return f"{start}; {'it does not fit' if count == 1 else 'none fits'}"
        kid = found.used.declared.get("kid") if found.used else None
        fits = escape_invisible(kid) if isinstance(kid, str) else "one"
        return f"{start}; {fits} fits"
    key = found.keys[0]
    fits = "; it fits" if found.valid else ""
    if key.kind == HMAC and key.form != "JWK":
        count = len(key.secret)
        size = f"{count} byte{'' if count == 1 else 's'}"
        return f"secret of {size}, read as {found.form}{fits}"
    kind = "secret" if key.kind == HMAC else key.kind
    half = "" if key.kind == HMAC else " private key" if key.private else " public key"
    return f"{key.form}, {kind}{half}{fits}"


def _members(value: JsonValue) -> list[tuple[str, JsonValue]]:
    return value.members[:MAX_ROWS] if isinstance(value, JsonObject) else []


def _row(name: str, value: JsonValue, meaning: str, source: Source, tone: Tone) -> Row:
    text = one_line(value)
    if isinstance(value, str) and not _looks_like_json(value):
        text = escape_invisible(value)
    cut = f"{text[:LONGEST_VALUE]}…" if len(text) > LONGEST_VALUE else text
    row = _text_row(escape_invisible(name), cut, meaning)
    row["label"], row["url"], row["tone"] = source.label, source.url, tone
    return row


def _looks_like_json(text: str) -> bool:
    """Tell whether a string without its quotes would read as another JSON value."""
    if not text or text[0] in '{["' or text != text.strip():
        return True
    return text in ("true", "false", "null") or bool(_NUMBER.fullmatch(text))


def _text_row(name: str, value: str, meaning: str) -> Row:
    return {
        "name": name,
        "value": value,
        "bold": "",
        "meaning": meaning,
        "label": "",
        "url": "",
        "time": None,
        "age": "",
        "tone": "",
    }
