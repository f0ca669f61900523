"""Judge structure, signature, claims and trust in the key, each on its own."""

from examples.decoder.claim_checks import date_of
from examples.decoder.diagnosis import Diagnosis
from examples.decoder.headline import named
from examples.decoder.types import CheckShown, Headline, Mark
from examples.jose.json_text import JsonObject
from examples.jose.verification_keys import HMAC

_KEYS_IN_HEADER = ("jwk", "jku", "x5c", "x5u")
_COOKIES = ("flask session cookie", "starlette session cookie", "django signed cookie")


def four_checks(found: Diagnosis, line: Headline) -> list[CheckShown]:
    """Return the four checks in their order; those that decided are marked "no"."""
    if line["kind"] == "idle":
        return []
    checks = [_structure(found), _signature(found), _claims(found), _trust(found)]
    for check in checks:
        if line["kind"] == "refuse":
            decided = check["name"] in line["checks"]
            if decided or check["mark"] == "no":
                check["mark"] = "no" if decided else "maybe"
    return checks


def _signature(found: Diagnosis) -> CheckShown:
    """Judge the signature alone, as a JWS (RFC 7515 §5.2)."""
    name, judgement, token = "Signature", found.judgement, found.token
    if found.pasted.kind in _COOKIES and not token.text:
        verdict = judgement.verdict
        needs = "needs SECRET_KEY" if verdict == "Not verified" else "with SECRET_KEY"
        return _check(name, _mark(verdict), verdict, needs)
    if token.encrypted and not token.faults:
        return _check(name, "na", "Not verified", "encrypted, not signed")
    if not token.text:
        return _check(name, "na", "Not verified", "no signature to check")
    detail = _signature_detail(found)
    return _check(name, _mark(judgement.verdict), judgement.verdict, detail)


def _mark(verdict: str) -> Mark:
    marks: dict[str, Mark] = {"Valid signature": "yes", "Invalid signature": "no"}
    return marks.get(verdict, "maybe")


def _signature_detail(found: Diagnosis) -> str:  # noqa: PLR0911 - one for each finding
    verdict, name = found.judgement.verdict, named(found.token.algorithm)
    if verdict == "Malformed token":
        return "nothing to verify"
    if found.unsigned:
        return "there is none"
    if verdict == "Not verified":
        if found.key_given:
            return "key cannot be read" if found.key_fault else "key cannot be used"
        return "needs the secret" if found.symmetric else "needs a public key"
    if verdict == "Valid signature":
        kid = found.used.declared.get("kid") if found.used else None
        what = f"key {named(kid)}" if isinstance(kid, str) else _kind_of_key(found)
        return f"{name}, {what}"
    if len(found.keys) > 1:
        return f"0 of {len(found.keys)} keys fit"
    if found.judgement.trials and not found.unfit:
        return f"{name}, {_kind_of_key(found)}"
    return "header and key disagree"


def _kind_of_key(found: Diagnosis) -> str:
    key = found.used
    if key is None or key.kind == HMAC:
        return f"secret as {found.form}"
    return f"{key.kind} key"


def _structure(found: Diagnosis) -> CheckShown:  # noqa: PLR0911 - one for each finding
    name, token = "Structure", found.token
    kind = found.pasted.kind
    if not token.text:
        what = {one: one.split()[0].capitalize() + " cookie" for one in _COOKIES}
        finding = what.get(kind, "Not a JWT")
        return _check(name, "yes" if kind in what else "na", finding, _shape(found))
    if token.faults:
        count = len(token.parts)
        detail = f"{count} part{'' if count == 1 else 's'}" if count != 3 else ""  # noqa: PLR2004
        return _check(name, "no", "Malformed", detail or "3 parts, but damaged")
    if found.crit:
        return _check(name, "no", "Unknown extension", "named in crit")
    if token.encrypted:
        return _check(name, "yes", "Well formed", "5 parts, encrypted")
    if not found.is_jwt:
        return _check(name, "maybe", "No JSON payload", "a JWS, but no JWT")
    if not token.part("signature").text:
        return _check(name, "yes", "Well formed", "third part empty")
    return _check(name, "yes", "Well formed", "3 parts, valid JSON")


def _shape(found: Diagnosis) -> str:
    if found.pasted.kind in _COOKIES:
        return "data, time, signature"
    count = len(found.text)
    return f"{count:,} character{'' if count == 1 else 's'}"


def _claims(found: Diagnosis) -> CheckShown:  # noqa: PLR0911 - one for each finding
    name, claims = "Claims", found.token.claims
    if not isinstance(found.token.payload, JsonObject):
        encrypted = found.token.encrypted and not found.token.faults
        detail = "encrypted" if encrypted else "no exp, no aud"
        return _check(name, "na", "None to read" if encrypted else "None", detail)
    if found.unsigned or found.token.faults:
        return _check(name, "na", "Not judged", "nothing to trust")
    if found.failed:
        names = [check.name for check in found.failed]
        finding = f"{len(names)} fail{'s' if len(names) == 1 else ''}: {names[0]}"
        open_ = "aud" in claims and not found.expected.aud and "aud" not in names
        return _check(name, "no", finding, "aud not judged yet" if open_ else "refused")
    if not found.valid:
        dated = any(date_of(claims, one) is not None for one in ("exp", "nbf", "iat"))
        finding = "In date" if dated else "No dates"
        return _check(name, "maybe", finding, "not vouched for yet")
    held = [one for one in ("exp", "iat", "nbf") if one in claims]
    detail = f"{' and '.join(held[:2])} hold" if held else "no times to compare"
    detail = detail if len(held) > 1 else detail.replace("hold", "holds")
    for one, wanted in (("aud", found.expected.aud), ("iss", found.expected.iss)):
        if one in claims and not wanted:
            return _check(name, "maybe", f"You decide on {one}", detail)
    if "aud" in claims or "iss" in claims:
        return _check(name, "yes", "As expected", detail)
    return _check(name, "maybe", "It names nobody", detail)


def _trust(found: Diagnosis) -> CheckShown:  # noqa: C901, PLR0911 - one for each finding
    name, header = "Trust in the key", found.token.parameters
    inside = [one for one in _KEYS_IN_HEADER if one in header]
    if found.unsigned:
        return _check(name, "na", "No key involved", "the token names none")
    if not found.token.text and found.pasted.kind not in _COOKIES:
        return _check(name, "na", "No key involved", "nothing to verify")
    if not found.key_given:
        if inside:
            detail = f"{inside[0]} is not used"
            return _check(name, "maybe", "From the token", detail)
        kid = f"look for kid {named(found.kid)}" if found.kid else "paste it below"
        if found.pasted.kind in _COOKIES:
            kid = "it would be a secret"
        return _check(name, "maybe", "No key yet", kid)
    if found.key_fault:
        return _check(name, "maybe", "You pasted it", "not readable as it is")
    if found.unknown_kid:
        return _check(name, "no", "No such key", f"kid {named(found.kid)} unknown")
    if found.guessable:
        return _check(name, "no", "Everyone's", "the secret is guessable")
    own = found.used.declared.get("kid") if found.used else None
    if isinstance(own, str) and found.kid is not None and own != found.kid:
        return _check(name, "maybe", "Another kid", f"the key's kid is {named(own)}")
    if found.match and not found.valid:
        return _check(name, "maybe", "You pasted it", "with a fix it fits")
    if found.used and found.used.form == "X.509 certificate":
        return _check(name, "maybe", "You pasted it", "chain and dates unchecked")
    return _check(name, "yes", "You pasted it", "not from the token")


def _check(name: str, mark: Mark, finding: str, detail: str) -> CheckShown:
    return {"name": name, "mark": mark, "finding": finding, "detail": detail}
