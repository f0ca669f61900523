"""Decode, explain and verify a paste: texts of a page's fields in, a dict out."""

import time
from dataclasses import replace

from examples.auth.clock import Clock
from examples.auth.wording import shown
from examples.decoder.ages import MINUTE
from examples.decoder.claim_checks import (
    ExpectationError,
    Expected,
    check_claims,
    date_of,
    read_expected,
)
from examples.decoder.diagnosis import Diagnosis
from examples.decoder.four_checks import four_checks
from examples.decoder.headline import headline, name_of
from examples.decoder.key_repairs import repairs
from examples.decoder.pasted_text import recognise, unwrap
from examples.decoder.pasted_types import FoundToken, Pasted
from examples.decoder.reproduce import elsewhere, reproduce
from examples.decoder.rows import (
    claim_rows,
    header_rows,
    key_summary,
    life,
    more_members,
    part_names,
    rows_of_text,
    runs_of,
    runs_of_text,
    signature_rows,
    tried,
)
from examples.decoder.signed_cookies import check_cookie, read_cookie
from examples.decoder.sizes import places
from examples.decoder.token_warnings import all_warnings
from examples.decoder.types import Content, Decoded, Fields, Offer, Row
from examples.jose.jwe import JweError, decrypt
from examples.jose.secret_text import KeyFieldError
from examples.jose.signature_check import Judgement, judge
from examples.jose.token_parts import split_token
from examples.jose.verification_keys import Key, read_keys

LONGEST_PASTE = 1 << 18
"""Characters. The page sends no more of a longer text, and nothing looks into it."""
_TOO_LARGE = Pasted(
    "too large",
    explanation="Paste the token alone: this text has more than "
    f"{LONGEST_PASTE:,} characters, and no server takes such a token.",
)


class Decoder:
    """Decode, explain and verify what was pasted. No text makes a method raise.

    Args:
        clock: returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock

    def decode(self, fields: Fields) -> Decoded:
        """Explain a paste and verify the token in it, without the network."""
        expected, problem = self._expected(fields)
        pasted, picked, removed = _pasted(fields)
        found = _diagnose(pasted, picked, fields, expected)
        return _shown(found, picked, removed, problem)

    def _expected(self, fields: Fields) -> tuple[Expected, str]:
        texts = {name: fields[name] for name in ("iss", "aud", "leeway", "now")}
        now = self._clock()
        try:
            return read_expected(texts, now), ""
        except ExpectationError as error:
            return Expected(texts["iss"], texts["aud"], 0, now), str(error)


def _pasted(fields: Fields) -> tuple[Pasted, FoundToken, list[str]]:
    """Recognise the paste, and choose the token to read."""
    if len(fields["token"]) > LONGEST_PASTE:
        return _TOO_LARGE, FoundToken("", ""), []
    bare, removed = unwrap(fields["token"])
    pasted = recognise(fields["token"])
    chosen = [one for one in pasted.tokens if one.label == fields["pick"]]
    if pasted.tokens:
        first = [*chosen, *pasted.tokens][0]
        return pasted, first, removed if first.text == bare else []
    if pasted.kind == "text":
        # Nothing that is known: read it as a token, to say what is wrong with it.
        return pasted, FoundToken("", bare), removed
    return pasted, FoundToken("", ""), []


def _bare(text: str) -> str:
    return unwrap(text)[0] if len(text) <= LONGEST_PASTE else text


def _diagnose(
    pasted: Pasted, picked: FoundToken, fields: Fields, expected: Expected
) -> Diagnosis:
    token = split_token(picked.text)
    text = fields["key"]
    keys, fault = _keys(text, fields["form"])
    found = Diagnosis(
        pasted=pasted,
        token=token,
        expected=expected,
        judgement=Judgement("Not verified", "There is no key."),
        keys=keys,
        key_given=bool(text),
        key_fault=fault,
        key_text=text,
        in_set=_is_set(text),
        chosen=fields["algorithm"],
        form=fields["form"],
        text=_bare(fields["token"]),
    )
    if token.claims.members:
        found = replace(found, checks=check_claims(token.claims, expected))
    if not token.text:
        return replace(found, judgement=_cookie_judgement(found))
    judgement = judge(token, fields["algorithm"], keys)
    if fault and judgement.verdict == "Not verified":
        judgement = Judgement("Not verified", f"The key cannot be read. {fault}")
    if found.unknown_kid and not token.faults and not found.unsigned:
        sentence = f"No key in the set has the kid {shown(found.kid)}."
        judgement = Judgement("Invalid signature", sentence)
    found = _opened(replace(found, judgement=judgement))
    if found.key_given and not token.encrypted and not token.faults:
        private = any(key.private and key.secret == b"" for key in keys)
        if not found.valid or private:
            tried = repairs(token.text, text, fields["form"])
            found = replace(found, repairs=tried)
    return found


def _opened(found: Diagnosis) -> Diagnosis:
    """Decrypt an encrypted token with the reader's key."""
    if not found.token.encrypted or found.token.faults or not found.key_given:
        return found
    try:
        return replace(found, opened=decrypt(found.token.text, found.key_text))
    except JweError as error:
        return replace(found, sealed=str(error))


def _keys(text: str, form: str) -> tuple[list[Key], str]:
    try:
        return (read_keys(text, form) if text else []), ""
    except KeyFieldError as error:
        return [], str(error)


def _is_set(text: str) -> bool:
    """Tell whether the key was pasted as a set, an array, or whole metadata."""
    start = text.lstrip()[:1]
    return start == "[" or (start == "{" and '"keys"' in text)


def _cookie_judgement(found: Diagnosis) -> Judgement:
    """Verify a signed cookie by its framework's own rules."""
    cookie = read_cookie(found.pasted.value)
    if cookie is None or not found.key_given:
        return found.judgement
    name = found.pasted.label.removeprefix("cookie ")
    result = check_cookie(cookie, found.key_text, name)
    if result.matches:
        return Judgement("Valid signature", result.sentence)
    return Judgement("Invalid signature", result.sentence)


def _shown(
    found: Diagnosis, picked: FoundToken, removed: list[str], problem: str
) -> Decoded:
    token, line = found.token, headline(found)
    notes = list(found.pasted.notes)
    content = found.pasted.content if not token.text else None
    content, title, note = _content(found, content)
    if problem:
        line["why"], line["alert"] = problem, True
    payload: Content = {
        "title": title,
        "runs": runs_of(token.part("payload"), token.payload),
        "note": note,
        "rows": claim_rows(found, line),
        "more": more_members(token.payload),
    }
    if content is not None:
        payload["runs"] = runs_of_text(content)
        payload["rows"] = payload["rows"] or rows_of_text(found, content)
    elif found.pasted.kind == "sd-jwt" and found.pasted.content:
        payload["rows"] += _disclosed(found, payload["rows"])
        payload["runs"] += [("plain", "\n\n"), *runs_of_text(found.pasted.content)]
    header: Content = {
        "title": "Header",
        "runs": runs_of(token.part("header"), token.header),
        "note": "",
        "rows": header_rows(found, line),
        "more": more_members(token.header),
    }
    return {
        "headline": line,
        "verdict": found.judgement.verdict,
        "sentence": found.judgement.sentence,
        "checks": four_checks(found, line),
        "token": token.text,
        "paste": name_of(found.pasted.kind) if len(found.pasted.tokens) > 1 else "",
        "found": [
            {"label": one.label, "text": one.text} for one in found.pasted.tokens
        ],
        "picked": picked.label,
        "parts": part_names(found),
        "header": header,
        "payload": payload,
        "signature": signature_rows(found),
        "tried": tried(found),
        "verified": found.valid,
        "life": life(found),
        "warnings": all_warnings(found, line),
        "key_summary": key_summary(found),
        "key_needed": _needs_key(found),
        "offers": _offers(found),
        "reproduced": reproduce(found),
        "elsewhere": elsewhere(found),
        "sizes": places(found),
        "removed": removed,
        "notes": notes,
        "now": found.expected.now,
        "restless": _restless(found),
    }


def _content(found: Diagnosis, content: str | None) -> tuple[str | None, str, str]:
    """Return what could be decoded besides a payload, with its title and a note."""
    if content is not None:
        cookie = "cookie" in found.pasted.kind
        return content, "Session data" if cookie else "Content", ""
    if found.opened is None:
        return None, "Payload", ""
    text = found.opened.nested or found.opened.plaintext.decode(errors="replace")
    return text, "Payload", "Decrypted with your key."


def _disclosed(found: Diagnosis, rows: list[Row]) -> list[Row]:
    """Show the claims that only the disclosures of an SD-JWT hold."""
    known = {row["name"] for row in rows}
    shown_rows = rows_of_text(found, found.pasted.content or "")
    return [
        {**row, "bold": "Disclosed:"} for row in shown_rows if row["name"] not in known
    ]


def _needs_key(found: Diagnosis) -> bool:
    """Tell whether the reader should look at the key."""
    if found.pasted.kind == "empty" or found.unsigned:
        return False
    if not found.token.text:
        return "cookie" in found.pasted.kind and not found.key_given
    return not found.token.faults and not found.valid and found.opened is None


def _offers(found: Diagnosis) -> list[Offer]:
    return [
        {
            "name": one.name,
            "key": one.key,
            "form": one.encoding or "text",
            "outcome": one.outcome,
            "reason": one.reason,
        }
        for one in found.repairs
    ]


def _restless(found: Diagnosis) -> bool:
    """Tell whether some age changes within the next minute, so that seconds count."""
    dates = (date_of(found.token.claims, name) for name in ("exp", "nbf", "iat"))
    now = found.expected.now
    return any(date is not None and abs(date - now) < 2 * MINUTE for date in dates)
