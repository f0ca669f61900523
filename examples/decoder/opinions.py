"""The four verdicts on a token, which one word would mix up, and the overall one."""

from examples.auth.wording import shown
from examples.decoder.claim_checks import Check
from examples.decoder.types import Mark, Opinion
from examples.jose.json_text import Object
from examples.jose.signature_check import Judgement
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_known

_MARKS: dict[str, Mark] = {"Valid signature": "good", "Not verified": "open"}


def opinions(
    token: Token, judgement: Judgement, checks: list[Check], keys: list[Key]
) -> list[Opinion]:
    """Judge structure, signature, claims and the trust in the key, each apart."""
    return [
        _structure(token),
        _signature(judgement),
        _claims(token, checks),
        _trust(token, judgement, keys),
    ]


def overall(judgement: Judgement, checks: list[Check]) -> tuple[Mark, str]:
    """Word what follows the verdict: a valid signature alone accepts nothing."""
    failed = [check for check in checks if check.passed is False]
    if judgement.word != "Valid signature":
        return _MARKS.get(judgement.word, "bad"), judgement.sentence
    if failed:
        return "bad", f"{judgement.sentence} But refuse the token: {failed[0].sentence}"
    return "good", judgement.sentence


def _opinion(name: str, mark: Mark, word: str, sentence: str) -> Opinion:
    return {"name": name, "mark": mark, "word": word, "sentence": sentence}


def _structure(token: Token) -> Opinion:
    name = "Structure"
    if not token.text:
        return _opinion(name, "open", "Nothing yet", "Paste a token.")
    if token.faults:
        return _opinion(name, "bad", "Malformed", token.faults[0])
    if token.encrypted:
        return _opinion(name, "good", "Well formed", "A JWE of five parts.")
    if not isinstance(token.payload, Object):
        return _opinion(
            name, "good", "Well formed", "A JWS of three parts, but no JWT."
        )
    return _opinion(
        name, "good", "Well formed", "A JWT of three parts, with two JSON objects."
    )


def _signature(judgement: Judgement) -> Opinion:
    name, word, sentence = "Signature", judgement.word, judgement.sentence
    if word == "Malformed token":
        return _opinion(
            name, "open", "Not verified", "A malformed token is not verified."
        )
    mark = _MARKS.get(word, "bad")
    return _opinion(name, mark, word.removesuffix(" signature"), sentence)


def _claims(token: Token, checks: list[Check]) -> Opinion:
    name = "Claims"
    if not checks or not token.parts:
        return _opinion(name, "open", "Not compared", "There are no claims to compare.")
    failed = [check.sentence for check in checks if check.passed is False]
    if failed:
        return _opinion(name, "bad", "Refused", " ".join(failed))
    passed = [check.name for check in checks if check.passed]
    if not passed:
        return _opinion(name, "open", "Not compared", "Nothing in it can be compared.")
    idle = [check.name for check in checks if check.passed is None]
    rest = f" Not compared: {', '.join(idle)}." if idle else ""
    return _opinion(name, "good", "Fit", f"These fit: {', '.join(passed)}.{rest}")


def _trust(token: Token, judgement: Judgement, keys: list[Key]) -> Opinion:
    name = "Trust in the key"
    if not keys:
        return _opinion(name, "open", "No key", "There is no key to trust or not.")
    used = [one.key for one in judgement.trials if one.outcome == "valid"] or keys
    key = used[0]
    if key.kind == HMAC:
        if is_known(key.secret):
            return _opinion(name, "bad", "None", "Everybody knows this secret.")
        sentence = "Whoever can verify with this secret can sign with it too."
        return _opinion(name, "open", "Yours to decide", sentence)
    sentence = (
        "You gave this key; the page cannot know whose it is. Compare it with what its "
        "owner publishes."
    )
    if key.form == "X.509 certificate":
        sentence = (
            "Only the certificate's key was used: its issuer, its dates and its chain "
            "were not checked."
        )
    kid, own = token.parameters.get("kid"), key.declared.get("kid")
    if isinstance(kid, str) and own is not None and own != kid:
        sentence = (
            f"The header's kid is {shown(kid)}, but the key's {shown(own)}. {sentence}"
        )
    return _opinion(name, "open", "Yours to decide", sentence)
