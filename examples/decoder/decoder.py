"""Decode, explain and verify a JWT: texts of a page's fields in, one dict out."""

import time

from examples.auth.clock import Clock
from examples.decoder.claim_checks import (
    Check,
    ExpectationError,
    Expected,
    check_claims,
    read_expected,
)
from examples.decoder.pasted_text import unwrap
from examples.decoder.token_maker import (
    MakerError,
    replace_payload,
    sign_again,
    sign_claims,
)
from examples.decoder.token_warnings import all_warnings
from examples.decoder.types import Alert, Decoded, Fields, Made, TokenWarning, Tried
from examples.decoder.view import (
    header_content,
    opinions,
    overall,
    payload_content,
    segment,
    signature_lines,
    sizes,
)
from examples.jose.json_text import JsonObject
from examples.jose.secret_text import KeyFieldError
from examples.jose.signature_check import Judgement, judge
from examples.jose.token_parts import Token, split_token
from examples.jose.verification_keys import Key, read_keys


class Decoder:
    """Decode, explain and verify tokens. No text makes a method raise.

    Args:
        clock: returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock

    def decode(self, fields: Fields) -> Decoded:
        """Explain a token and verify it, without the network."""
        text, removed = unwrap(fields["token"])
        token = split_token(text)
        expected, problems = self._expected(fields)
        keys, judgement, key_problems = _judge(token, fields)
        checks = check_claims(token.claims, expected)
        if not isinstance(token.payload, JsonObject):
            checks = []
        warnings = all_warnings(token, keys, expected)
        problems = [*token.faults, *key_problems, *problems]
        mark, sentence = overall(judgement, checks)
        return {
            "verdict": judgement.verdict,
            "mark": mark,
            "sentence": sentence,
            "token": text,
            "removed": removed,
            "segments": [segment(part) for part in token.parts],
            "header": header_content(token),
            "payload": payload_content(token, checks),
            "signature": signature_lines(token, judgement),
            "opinions": opinions(token, judgement, checks, keys),
            "alerts": _alerts(problems, warnings, judgement, checks),
            "tried": _tried(judgement),
            "sizes": sizes(token),
            "now": expected.now,
        }

    def replace_payload(self, token: str, payload: str) -> Made:
        """Replace a token's payload, which makes its signature invalid."""
        try:
            return {"token": replace_payload(unwrap(token)[0], payload), "error": ""}
        except MakerError as error:
            return {"token": "", "error": str(error)}

    def sign(self, algorithm: str, claims: str, key: str) -> Made:
        """Sign claims as a new token with a text secret, PEM or a JWK."""
        try:
            return {"token": sign_claims(algorithm, claims, key), "error": ""}
        except MakerError as error:
            return {"token": "", "error": str(error)}

    def sign_again(self, token: str, algorithm: str, key: str, form: str) -> Made:
        """Sign the header and payload again with a secret or a private key."""
        try:
            made = sign_again(unwrap(token)[0], algorithm, key, form)
        except MakerError as error:
            return {"token": "", "error": str(error)}
        return {"token": made, "error": ""}

    def _expected(self, fields: Fields) -> tuple[Expected, list[str]]:
        texts = {name: fields[name] for name in ("iss", "aud", "leeway", "now")}
        now = self._clock()
        try:
            return read_expected(texts, now), []
        except ExpectationError as error:
            return Expected(texts["iss"], texts["aud"], 0, now), [str(error)]


def _judge(token: Token, fields: Fields) -> tuple[list[Key], Judgement, list[str]]:
    try:
        keys = read_keys(fields["key"], fields["form"]) if fields["key"] else []
    except KeyFieldError as error:
        judgement = judge(token, fields["algorithm"], [])
        if judgement.verdict == "Not verified":
            judgement = Judgement("Not verified", f"The key cannot be read. {error}")
        return [], judgement, [str(error)]
    return keys, judge(token, fields["algorithm"], keys), []


def _alerts(
    problems: list[str],
    warnings: list[TokenWarning],
    judgement: Judgement,
    checks: list[Check],
) -> list[Alert]:
    sentences = list(problems)
    if judgement.verdict == "Invalid signature":
        sentences.append(judgement.sentence)
    sentences += [check.sentence for check in checks if check.passed is False]
    plain = [_alert(sentence) for sentence in dict.fromkeys(sentences)]
    return plain + [_warning(one) for one in warnings]


def _alert(sentence: str) -> Alert:
    return {"sentence": sentence, "label": "", "url": "", "guide": "", "address": ""}


def _warning(warning: TokenWarning) -> Alert:
    return {
        "sentence": warning.sentence,
        "label": warning.source.label,
        "url": warning.source.url,
        "guide": warning.guide.label,
        "address": warning.guide.url,
    }


def _tried(judgement: Judgement) -> list[Tried]:
    return [
        {"name": one.key.name, "outcome": one.outcome, "sentence": one.sentence}
        for one in judgement.trials
    ]
