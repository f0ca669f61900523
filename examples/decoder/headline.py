"""Say in one line what a service must do with the token, and why.

The order of the cases is the order in which PyJWT refuses a token: structure, crit,
algorithm, key, signature, iat, nbf, exp. It differs in two places: a time that has
passed needs no key, and the issuer and the audience come last, as conditions.
"""

from collections.abc import Callable

from examples.auth.keys import MIN_SECRET_BYTES
from examples.auth.wording import shown
from examples.decoder.ages import length, remaining
from examples.decoder.claim_checks import Check, date_of
from examples.decoder.diagnosis import Diagnosis, algorithm_of
from examples.decoder.types import Headline, Kind
from examples.jose.json_text import JsonObject, JsonValue, escape_invisible
from examples.jose.jws_rules import same_algorithm
from examples.jose.weak_secrets import is_published

LONGEST_NAME = 80
"""Characters of an issuer or an audience in the headline."""
_TIMES = ("iat", "nbf", "exp")
_PARTS = 3
_NAMES = {
    "flask session cookie": "a Flask session cookie",
    "starlette session cookie": "a Starlette session cookie",
    "django signed cookie": "a Django signed cookie",
    "uuid": "a UUID",
    "opaque token": "an opaque token",
    "saml": "a SAML response",
    "paseto": "a PASETO token",
    "fernet token": "a Fernet token",
    "key": "a key",
    "key set": "a key set",
    "openid configuration": "an OpenID configuration",
    "basic credentials": "a user name and a password",
    "jwe json": "an encrypted token in JSON",
    "jws json": "a JWS in JSON that cannot be read",
    "json": "JSON without a token",
    "too large": "a text that is too long",
}
_CONTAINERS = {
    "token response": "a token response",
    "curl": "a curl command",
    "headers": "headers",
    "cookie": "a cookie",
    "url": "a URL",
    "text with tokens": "a text",
}


def headline(found: Diagnosis) -> Headline:
    """Return the first case of the table that holds."""
    return next(line for case in _CASES if (line := case(found)))


def name_of(kind: str) -> str:
    """Name what was pasted, with its article."""
    return _NAMES.get(kind) or _CONTAINERS.get(kind) or f"a {kind}"


def named(value: JsonValue) -> str:
    """Write an issuer or an audience for a headline."""
    if isinstance(value, list):
        return " or ".join(named(one) for one in value[:3])
    text = escape_invisible(value) if isinstance(value, str) else shown(value)
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def _line(  # noqa: PLR0913 - the fields of a headline
    kind: Kind,
    word: str,
    reason: str,
    why: str,
    *,
    checks: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
    claims: tuple[str, ...] = (),
    alert: bool = False,
) -> Headline:
    return {
        "kind": kind,
        "word": word,
        "reason": reason,
        "why": why,
        "alert": alert or kind == "refuse",
        "checks": list(checks),
        "parameters": list(parameters),
        "claims": list(claims),
    }


def _refuse(
    reason: str,
    why: str,
    *checks: str,
    parameters: tuple[str, ...] = (),
    claims: tuple[str, ...] = (),
) -> Headline:
    return _line(
        "refuse",
        "REFUSE:",
        reason,
        why,
        checks=checks,
        parameters=parameters,
        claims=claims,
    )


def _nothing(found: Diagnosis) -> Headline | None:
    if found.text or found.token.text:
        return None
    return _line(
        "idle",
        "Paste a token",
        "; the verdict stands here",
        "“Bearer”, quotes, line breaks and a header's name are taken away for you.",
    )


def _another_thing(found: Diagnosis) -> Headline | None:
    pasted = found.pasted
    if found.token.text:
        return None
    name = _CONTAINERS.get(pasted.kind)
    name = f"{name} without a token" if name else name_of(pasted.kind)
    return _line("other", "NOT A JWT:", name, pasted.explanation)


def _encrypted(found: Diagnosis) -> Headline | None:
    if not found.token.encrypted:
        return None
    if found.token.faults:
        return _malformed(found)
    if found.opened is not None:
        return _opened(found.opened.nested is not None)
    return _line(
        "open",
        "NOT READABLE HERE:",
        "encrypted (JWE)",
        found.sealed
        or "Only the header of this token can be read, because the rest is encrypted. "
        "Paste the recipient's key to read the content.",
        checks=("Structure",),
        alert=bool(found.sealed),
    )


def _opened(nested: bool) -> Headline:
    if nested:
        reason = "decrypted, and a token is inside"
        why = (
            "Paste the inner token to verify its signature: your key has decrypted it, "
            "and it is shown below. Encryption does not say who wrote a token."
        )
    else:
        reason = "decrypted, but not signed"
        why = (
            "Encryption hides the content and does not say who wrote it, unless only "
            "you and the issuer hold the key. PyJWT does not decrypt JWE: use joserfc."
        )
    return _line("open", "NOT VERIFIED:", reason, why)


def _malformed(found: Diagnosis) -> Headline | None:
    token = found.token
    if not token.faults:
        return None
    why = token.faults[0]
    count = len(token.parts)
    twice = isinstance(token.header, JsonObject) and token.header.duplicates()
    if token.parts and count != _PARTS and not token.encrypted:
        reason = f"{count} of {_PARTS} parts" if count < _PARTS else f"{count} parts"
    elif any(part.fault for part in token.parts):
        broken = next(part for part in token.parts if part.fault)
        reason = f"the {broken.name} is not base64url"
    elif token.parts and not isinstance(token.header, JsonObject):
        reason = "the header is no JSON object" if token.header else "header is no JSON"
    elif twice:
        reason = "a name stands twice"
    elif token.parts:
        reason = "the header breaks a rule"
    else:
        reason = "too long"
    return _refuse(f"malformed ({reason})", why, "Structure")


def _unknown_extension(found: Diagnosis) -> Headline | None:
    if not found.crit:
        return None
    crit = found.token.parameters.get("crit")
    listed = crit if isinstance(crit, list) else []
    names = [one for one in listed if isinstance(one, str)]
    told = f" (crit: {named(', '.join(names))})" if names else " (crit)"
    return _refuse(
        f"asks for an extension that nobody here knows{told}",
        found.crit,
        "Structure",
        parameters=("crit", "b64"),
    )


def _unsigned(found: Diagnosis) -> Headline | None:
    if not found.unsigned:
        return None
    return _refuse(
        "unsigned (alg none)",
        "The alg is none, so anyone can write such a token, with any user and any "
        "role in it. A service that accepts it has no login at all.",
        "Signature",
        parameters=("alg",),
    )


def _stale_without_key(found: Diagnosis) -> Headline | None:
    if found.key_given or not found.is_jwt:
        return None
    if check := found.check(*_TIMES):
        return _of_claim(found, check, "Nobody has verified the signature yet, and ")
    return None


def _no_object(found: Diagnosis) -> Headline | None:
    if found.is_jwt or (found.key_given and not found.valid):
        return None
    if found.token.unencoded or found.pasted.kind == "detached jws":
        what = "a JWS with a detached payload"
        if found.token.unencoded:
            what = "a JWS whose payload is not base64url"
        why = found.pasted.explanation or (
            "Its b64 is false, so its payload stands as it is. Such a JWS must not be "
            "used as a JWT (RFC 7797 §7)."
        )
    else:
        what = "a JWS whose payload is no JSON object"
        fault = found.token.payload_fault or "It is another JSON value."
        why = (
            "The payload is not a JSON object, so this JWS is not a JWT and PyJWT "
            f"refuses it. {fault}"
        )
    return _line("other", "NOT A JWT:", what, why, alert=True)


def _no_key(found: Diagnosis) -> Headline | None:
    if found.key_given:
        return None
    algorithm = shown(found.token.algorithm).strip("'")
    needs = f"{algorithm} needs the issuer's public key: PEM, JWK or JWKS."
    if found.symmetric:
        needs = f"{algorithm} needs the secret that the issuer signs with."
    return _line(
        "open",
        "NOT VERIFIED:",
        "paste a key",
        f"The payload below is what the token says about itself, and no one has "
        f"vouched for it. {needs}",
    )


def _unreadable_key(found: Diagnosis) -> Headline | None:
    judgement = found.judgement
    unusable = judgement.verdict == "Not verified" and not found.unknown_kid
    if not found.key_fault and not unusable:
        return None
    return _line(
        "open",
        "NOT VERIFIED:",
        "the key cannot be read" if found.key_fault else "the key cannot be used",
        _with_repair(found, found.key_fault or judgement.sentence),
        alert=True,
    )


def _wrong_id(found: Diagnosis) -> Headline | None:
    if not found.unknown_kid:
        return None
    held = " and ".join(named(kid) for kid in found.key_ids[:3])
    more = len(found.key_ids) - 3
    if more > 0:
        held = f"{held} and {more} more"
    return _refuse(
        "wrong key id",
        f"The token names key {named(found.kid)}, and your key set holds {held}. "
        "Fetch the issuer's current key set, because it may have changed its keys.",
        "Signature",
        "Trust in the key",
        parameters=("kid",),
    )


def _other_kind(found: Diagnosis) -> Headline | None:
    token, chosen = found.token, found.chosen
    says = named(token.algorithm)
    if chosen and not same_algorithm(chosen, token.algorithm):
        return _refuse(
            f"you expect {chosen}, the token says {says}",
            found.judgement.sentence,
            "Signature",
            parameters=("alg",),
        )
    trial = found.unfit
    if trial is None:
        if found.judgement.verdict == "Invalid signature" and not (
            found.judgement.trials
        ):
            return _refuse(
                f"nobody here knows the algorithm {says}",
                found.judgement.sentence,
                "Signature",
                parameters=("alg",),
            )
        return None
    algorithm = algorithm_of(trial.key)
    if same_algorithm(algorithm, token.algorithm):
        use = "use" if "use" in trial.key.declared else "key_ops"
        reason = f"the key is not for verifying ({use})"
    else:
        reason = f"the key is for {named(algorithm)}, the token says {says}"
    return _refuse(reason, trial.sentence, "Signature", parameters=("alg",))


def _no_match(found: Diagnosis) -> Headline | None:
    if found.valid:
        return None
    return _refuse(
        "the signature does not match this key",
        _with_repair(found, found.judgement.sentence),
        "Signature",
    )


def _with_repair(found: Diagnosis, sentence: str) -> str:
    match = found.match
    if match is None:
        return sentence
    if found.symmetric and not found.key_fault:
        sentence = f"The secret was read as {found.form}."
    return f"{sentence} With “{match.name}” the signature matches: {match.reason}."


def _guessable(found: Diagnosis) -> Headline | None:
    if not found.guessable or found.used is None:
        return None
    secret, least = found.used.secret, MIN_SECRET_BYTES.get(found.token.algorithm, 32)
    where = "is on public lists of guesses"
    if not is_published(secret):
        where = "is short enough to try every possibility"
    size = f"{len(secret)} byte{'' if len(secret) == 1 else 's'}"
    return _refuse(
        "anyone can guess this secret",
        f"The secret {where} and has {size}, but {found.token.algorithm} needs at "
        f"least {least}. Anyone who guesses it can sign any token as you.",
        "Trust in the key",
    )


def _claims(found: Diagnosis) -> Headline | None:
    if check := found.check(*_TIMES, "sub", "jti", "iss", "aud"):
        return _of_claim(found, check, "The signature matches, but ")
    return None


def _of_claim(found: Diagnosis, check: Check, start: str) -> Headline:
    now, claims = found.expected.now, found.token.claims
    exp, iat = date_of(claims, "exp"), date_of(claims, "iat")
    sentence = check.sentence
    why = f"{start}the service must refuse it. {sentence}"
    if check.name == "exp" and exp is not None:
        ended = sentence.removeprefix("The token expired at ")
        lived = f" after {length(exp - iat)}" if iat is not None and exp > iat else ""
        why = (
            f"{start}the token expired at {ended.removesuffix('.')}{lived}. Use the "
            "refresh token to get a new one: a leeway is for seconds, not for "
            f"{_unit(now - exp)}."
        )
    elif check.reason.startswith("not valid for"):
        date = date_of(claims, check.name)
        ahead = remaining((date or now) - now)
        why = (
            f"{start}its {check.name} is {ahead} ahead of this clock. Compare the "
            "clocks of the issuer and of the service: a leeway bridges seconds."
        )
    return _refuse(check.reason, why, "Claims", claims=(check.name,))


def _unit(seconds: float) -> str:
    unit = length(max(seconds, 60)).split()[1]
    return unit if unit.endswith("s") else f"{unit}s"


def _accept(found: Diagnosis) -> Headline:
    claims, expected = found.token.claims, found.expected
    exp = date_of(claims, "exp")
    life = "it never expires"
    if exp is not None:
        life = f"{remaining(exp - expected.now)} of life are left"
        if life.startswith("1 "):
            life = life.replace("are", "is", 1)
    start = f"The signature is genuine, and {life}. "
    if "aud" in claims and not expected.aud:
        reason = f"if the audience is {named(claims.get('aud'))}"
        why = (
            f"{start}Only your service knows its own name: pass it to decode as "
            "audience, or PyJWT refuses the token."
        )
        return _line("accept", "ACCEPT,", reason, why, claims=("aud",))
    if "iss" in claims and not expected.iss:
        reason = f"if you trust {named(claims.get('iss'))} for this service"
        why = (
            f"{start}Pass the issuer that you trust to decode as issuer, so that "
            "another issuer's token is refused."
        )
        return _line("accept", "ACCEPT,", reason, why, claims=("iss",))
    if "aud" in claims or "iss" in claims:
        reason = "since it names what your service expects"
        names = [name for name in ("iss", "aud") if name in claims]
        why = f"{start}Your values for {' and '.join(names)} are in the token."
        return _line("accept", "ACCEPT,", reason, why)
    why = (
        f"{start}It has neither iss nor aud, so nothing in it says which service it "
        "is for."
    )
    return _line("accept", "ACCEPT,", "if it was meant for you: it names nobody", why)


_CASES: tuple[Callable[[Diagnosis], Headline | None], ...] = (
    _nothing,
    _another_thing,
    _encrypted,
    _malformed,
    _unknown_extension,
    _unsigned,
    _stale_without_key,
    _no_object,
    _no_key,
    _unreadable_key,
    _wrong_id,
    _other_kind,
    _no_match,
    _guessable,
    _claims,
    _accept,
)
