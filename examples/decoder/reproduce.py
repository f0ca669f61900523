"""Write the program that decodes a token in a service, and run it."""

import warnings

import jwt

from examples.decoder.diagnosis import Diagnosis, algorithm_of
from examples.decoder.other_libraries import LIBRARIES, program
from examples.decoder.types import Line, Link, Reproduced
from examples.jose.json_text import JsonValue
from examples.jose.jws_rules import KEY_KINDS
from examples.jose.verification_keys import HMAC

LONGEST_MESSAGE = 300
"""Characters of an exception's message on the page."""
_REQUIRED = ("exp", "iss", "aud", "sub")
_REFUSED = '401 with WWW-Authenticate: Bearer error="invalid_token"'
_LINKS: dict[str, Link] = {
    "ExpiredSignatureError": Link(
        "How do I refresh?", "faq/#how-do-i-refresh-and-never-from-an-expired-token"
    ),
    "InvalidSubjectError": Link(
        "Subject must be a string", "faq/#subject-must-be-a-string"
    ),
    "InvalidAudienceError": Link("InvalidAudienceError", "faq/#invalidaudienceerror"),
    "ImmatureSignatureError": Link("Not yet valid", "faq/#not-yet-valid-iat"),
    "InvalidAlgorithmError": Link(
        "Why must I name the algorithm?", "faq/#why-must-i-name-the-algorithm"
    ),
    "InvalidSignatureError": Link(
        "Signature fails", "faq/#signature-fails-with-several-workers"
    ),
    "InvalidKeyError": Link(
        "PEM keys", "faq/#pem-keys-and-newlines-in-environment-variables"
    ),
    "InsecureKeyLengthWarning": Link(
        "InsecureKeyLengthWarning", "faq/#insecurekeylengthwarning"
    ),
    "KeyError": Link("Key rotation", "when-jwt/#rotate-the-keys"),
    "MissingRequiredClaimError": Link("What a verifier checks", "jwt/#the-code"),
}
_OTHERWISE = Link("What a verifier checks", "jwt/#the-code")
_NEXT = {
    "ExpiredSignatureError": "sends its refresh token once, and logs in again if that "
    "fails",
    "ImmatureSignatureError": "tries again later; meanwhile somebody sets the clocks",
    "InvalidSignatureError": "logs in again, because no refresh can mend a wrong key",
    "InvalidAlgorithmError": "has no token: the service must never widen its list",
}


def reproduce(found: Diagnosis) -> Reproduced | None:
    """Write the program for PyJWT and run it; None if the paste is no signed token."""
    token = found.token
    if not token.text or token.encrypted:
        return None
    setting = _setting(found)
    code = _program(found, setting)
    if not found.key_given and not found.unsigned and not token.faults:
        lines = [
            _line("Raises", "nothing can be said before a key is there"),
            _line("Do not use", 'options={"verify_signature": False}', code=True),
        ]
        return _result(code, lines, "", _OTHERWISE)
    outcome, warned = _run(code, found, setting)
    return _told(found, code, outcome, warned)


def elsewhere(found: Diagnosis) -> list[Reproduced]:
    """Write the programs of the libraries that this Python may lack, without a run."""
    if not found.token.text or found.token.encrypted:
        return []
    claims, expected = found.token.claims, found.expected
    values = {
        "aud": expected.aud or _first(claims.get("aud")),
        "iss": expected.iss or _first(claims.get("iss")),
    }
    literals = {name: _literal(value) for name, value in values.items() if value}
    setting, algorithm = _setting(found), _algorithm(found)
    return [
        {
            "title": library,
            "code": program(library, setting, algorithm, literals),
            "lines": [],
            "case": "",
            "label": "",
            "url": "",
        }
        for library in LIBRARIES
    ]


def _setting(found: Diagnosis) -> str:
    """Name what holds the key in the program: `JWKS`, `JWK`, `PEM` or `SECRET`."""
    key = found.used
    if found.in_set:
        return "JWKS"
    if key is not None and key.form == "JWK":
        return "JWK"
    if key is not None and key.kind == HMAC:
        return "SECRET"
    return "SECRET" if found.symmetric else "PEM"


def _program(found: Diagnosis, setting: str) -> str:
    """Write the lines; the values of the token in them are literals of Python."""
    claims, expected = found.token.claims, found.expected
    lines = ["import jwt", ""]
    key = setting
    if setting == "JWKS" and found.kid is not None:
        lines += [
            "keys = jwt.PyJWKSet.from_json(JWKS)",
            'kid = jwt.get_unverified_header(token)["kid"]',
        ]
        key = "keys[kid]"
    elif setting == "JWKS":
        lines += ["keys = jwt.PyJWKSet.from_json(JWKS)"]
        key = "keys.keys[0]"
    elif setting == "JWK":
        key = "jwt.PyJWK.from_json(JWK)"
    lines += [
        "claims = jwt.decode(",
        "    token,",
        f"    {key},",
        f"    algorithms=[{_literal(_algorithm(found))}],",
    ]
    audience = expected.aud or _first(claims.get("aud"))
    issuer = expected.iss or _first(claims.get("iss"))
    if audience:
        lines.append(f"    audience={_literal(audience)},")
    if issuer:
        lines.append(f"    issuer={_literal(issuer)},")
    if expected.leeway:
        lines.append(f"    leeway={expected.leeway:g},")
    required = [name for name in _REQUIRED if name in claims or name == "exp"]
    names = ", ".join(map(_literal, required))
    lines += [f'    options={{"require": [{names}]}},', ")"]
    return "\n".join(lines)


def _algorithm(found: Diagnosis) -> str:
    """Name what the service should allow: never the header's word alone."""
    if found.chosen:
        return found.chosen
    if found.used is not None and KEY_KINDS.get(found.token.algorithm) != (
        found.used.kind
    ):
        return algorithm_of(found.used)
    name = found.token.algorithm
    return name if name in KEY_KINDS else "ES256"


def _first(value: JsonValue) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, str) else ""


def _literal(text: str) -> str:
    """Write a text as a Python literal, with invisible characters escaped."""
    quoted = repr(text)
    if '"' in text or "\\" in quoted or quoted[0] == '"':
        return quoted
    return f'"{text}"'


def _run(code: str, found: Diagnosis, setting: str) -> tuple[object, str]:
    """Run the program; return what it gave, or the exception, and a warning's name."""
    names = {"token": found.token.text, setting: _value(found, setting)}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(code, names)  # noqa: S102 - it shows what these lines raise
        except Exception as error:
            return error, ""
    warned = [type(one.message).__name__ for one in caught]
    return names["claims"], next(iter(warned), "")


def _value(found: Diagnosis, setting: str) -> str | bytes:
    text = found.key_text
    if setting != "SECRET":
        return text.strip()
    return found.used.secret if found.used is not None else text


def _told(found: Diagnosis, code: str, outcome: object, warned: str) -> Reproduced:
    if isinstance(outcome, Exception):
        return _raised(found, code, outcome)
    count = len(outcome) if isinstance(outcome, dict) else 0
    lines = [_line("Returns", f"the {count} claims as a dict")]
    if "aud" in found.token.claims:
        error = _without_audience(found, code)
        lines.append(_line("Without audience", error, code=True))
    if found.guessable:
        lines[0]["text"] += ", although anyone could have signed them"
    if warned:
        lines.append(_line("Warns", f"jwt.warnings.{warned}", code=True))
        link = _LINKS.get(warned, _OTHERWISE)
        return _result(code, lines, "accepted", link)
    lines.append(_line("A service says", f"200, or {_REFUSED}"))
    return _result(code, lines, "accepted", _LINKS["InvalidAudienceError"])


def _without_audience(found: Diagnosis, code: str) -> str:
    kept = [line for line in code.split("\n") if not line.startswith("    audience=")]
    outcome, _ = _run("\n".join(kept), found, _setting(found))
    return _exception(outcome) if isinstance(outcome, Exception) else "no exception"


def _raised(found: Diagnosis, code: str, error: Exception) -> Reproduced:
    name = type(error).__name__
    lines = [_line("Raises", _exception(error), code=True)]
    if isinstance(error, jwt.PyJWTError):
        lines.append(_line("A service says", _REFUSED))
    else:
        lines.append(
            _line(
                "A service says",
                f"500 unless it catches {name} too, because it is no PyJWTError",
            )
        )
    if name in _NEXT:
        lines.append(_line("The client then", _NEXT[name]))
    if (match := found.match) is not None:
        lines.append(_line("With the fix", f"{match.name}: the signature matches"))
    case = "unknown kid" if found.unknown_kid else name
    return _result(code, lines, case, _LINKS.get(name, _OTHERWISE))


def _exception(error: BaseException) -> str:
    module = type(error).__module__
    start = "" if module == "builtins" else f"{module}."
    message = " ".join(str(error).split())
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[:LONGEST_MESSAGE]}…"
    return f"{start}{type(error).__name__}: {message}"


def _result(code: str, lines: list[Line], case: str, link: Link) -> Reproduced:
    return {
        "title": "PyJWT",
        "code": code,
        "lines": lines,
        "case": case,
        "label": link.label,
        "url": link.url,
    }


def _line(name: str, text: str, *, code: bool = False) -> Line:
    return {"name": name, "text": text, "code": code}
