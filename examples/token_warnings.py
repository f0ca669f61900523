"""What is dangerous about a token or its key, each with a source and a way to learn."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jwt.utils import from_base64url_uint

from examples.claim_checks import Expected, date_of
from examples.jose_names import DATES, Source, rfc
from examples.json_text import Number, Object, all_duplicates
from examples.keys import MIN_SECRET_BYTES
from examples.signature_check import is_der
from examples.times import LAST_SECOND
from examples.token_parts import Token
from examples.verification_keys import HMAC, Key
from examples.weak_secrets import is_known
from examples.wording import shown, shown_duration, shown_time

FAR = 30 * 86_400
MIN_RSA_BITS = 2048
_OWASP = "https://cheatsheetseries.owasp.org/cheatsheets/"
_SENSITIVE = re.compile(
    r"passw|passphrase|(^|_)pwd|secret|(^|_)ssn|social_?security|credit_?card|"
    r"card_?(no|num)|cvv|iban|(^|_)pin$|private_?key|api_?key|birth|tax_?id|passport",
    re.IGNORECASE,
)
_PATH = re.compile(r"\.\.[/\\]|^[/\\~]|^[a-z]:\\|/dev/null|^\w+://", re.IGNORECASE)
_SQL = re.compile(
    r"['\";]|--|/\*|\b(union|select|insert|drop|or\s+\d+\s*=)\b", re.IGNORECASE
)
_SHELL = re.compile(r"[|`$&\x00-\x1f]")
_NESTED = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]*(\.[\w-]+\.[\w-]+)?\s*")


class Warned(NamedTuple):
    """One sentence, the text that it rests on, and the guide's page about it."""

    sentence: str
    source: Source
    guide: Source


_KEYS = Source(
    "A shared secret lets everyone sign", "jwt/#a-shared-secret-lets-everyone-sign"
)
_VERIFY = Source("What a verifier checks", "jwt/#the-code")
_EXPIRY = Source("Expiry ends it", "jwt/#expiry-ends-it")
_READABLE = Source("Everyone can read it", "jwt/#everyone-can-read-it")
_WEAK = Source(
    "OWASP: weak token secret",
    f"{_OWASP}JSON_Web_Token_for_Java_Cheat_Sheet.html#weak-token-secret",
)


def warn(token: Token, keys: list[Key], expected: Expected) -> list[Warned]:
    """List every warning, the gravest first."""
    found = [*_of_header(token), *_of_form(token), *_of_keys(token, keys)]
    if token.encrypted:
        return found
    return [*found, *_of_claims(token, expected)]


def _of_header(token: Token) -> Iterator[Warned]:
    header = token.parameters
    if token.algorithm.lower() == "none":
        yield Warned(
            "alg is none: nothing proves who wrote this token.",
            rfc(8725, "3.2"),
            _VERIFY,
        )
    for name in ("jwk", "jku", "x5u", "x5c"):
        if name in header:
            yield Warned(
                f"The header brings {name}, a key or an address of keys. Whoever "
                "forges a token writes it too: it was neither used nor fetched.",
                rfc(8725, "3.10"),
                _VERIFY,
            )
    kid = header.get("kid")
    if isinstance(kid, str) and (kind := _injection(kid)):
        yield Warned(
            f"The kid {shown(kid)} looks like {kind}: compare it with known ids, and "
            "never build a file name or a query from it.",
            rfc(8725, "3.10"),
            _VERIFY,
        )
    if token.unencoded:
        yield Warned(
            "b64 is false: the payload is not base64url, and such a JWS must not be "
            "used as a JWT.",
            rfc(7797, "7"),
            _VERIFY,
        )


def _injection(kid: str) -> str:
    if _PATH.search(kid):
        return "a path"
    if _SQL.search(kid):
        return "SQL"
    return "a command" if _SHELL.search(kid) else ""


def _of_form(token: Token) -> Iterator[Warned]:
    for name, value in (("header", token.header), ("payload", token.payload)):
        for path in all_duplicates(value)[:3]:
            yield Warned(
                f"The {name} names {shown(path)} more than once. Parsers disagree on "
                "which one counts, so two services may read two values.",
                rfc(7519, "4") if name == "payload" else rfc(7515, "4"),
                _VERIFY,
            )
    if is_der(token):
        yield Warned(
            "The ECDSA signature is in DER form. JWS wants r and s side by side: "
            "convert it where it is made.",
            rfc(7518, "3.4"),
            _VERIFY,
        )
    if _is_nested(token):
        yield Warned(
            "The payload is itself a token: a nested JWT. Verify this one first, then "
            "paste the inner one.",
            rfc(7519, "5.2"),
            _VERIFY,
        )
    if token.encrypted:
        yield _JWE


_JWE = Warned(
    "This is a JWE: five parts, encrypted, so only the header can be read. It is not "
    "decrypted here: PyJWT does not read JWE, and the libraries that do, joserfc and "
    "jwcrypto, need the package cryptography, which does not exist for Python in a "
    "browser.",
    rfc(7516, "3"),
    _READABLE,
)


def _is_nested(token: Token) -> bool:
    cty = token.parameters.get("cty")
    named = isinstance(cty, str) and cty.upper().removeprefix("APPLICATION/") == "JWT"
    data = token.part("payload").data
    return named or (b"." in data and bool(_NESTED.fullmatch(data)))


def _of_keys(token: Token, keys: list[Key]) -> Iterator[Warned]:
    for key in keys:
        if key.kind == HMAC:
            yield from _of_secret(token, key)
        elif key.private:
            yield Warned(
                f"{key.name} is private. To verify, the public half is enough: paste a "
                "private key nowhere.",
                rfc(7517, "9.2"),
                _KEYS,
            )
        modulus = key.source.get("n", "") if isinstance(key.source, dict) else ""
        bits = from_base64url_uint(modulus).bit_length()
        if modulus and bits < MIN_RSA_BITS:
            yield Warned(
                f"{key.name} has {bits} bits, but RSA needs at least {MIN_RSA_BITS}.",
                rfc(7518, "3.3"),
                _KEYS,
            )


def _of_secret(token: Token, key: Key) -> Iterator[Warned]:
    least = MIN_SECRET_BYTES.get(token.algorithm, 0)
    if is_known(key.secret):
        yield Warned(
            "The secret is on every guesser's list: whoever tries it signs as you.",
            _WEAK,
            _KEYS,
        )
    if len(key.secret) < least:
        yield Warned(
            f"The secret has {len(key.secret)} bytes, but {token.algorithm} needs at "
            f"least {least}: a short one can be found by trying.",
            rfc(7518, "3.2"),
            _KEYS,
        )
    if key.secret != key.secret.strip() and key.form == "text secret":
        yield Warned(
            "The secret begins or ends with white space, which counts as a part of it.",
            rfc(8725, "3.5"),
            _KEYS,
        )


def _of_claims(token: Token, expected: Expected) -> Iterator[Warned]:
    if not isinstance(token.payload, Object):
        if token.parts and not token.faults:
            why = token.payload_fault or "It is another JSON value."
            yield Warned(
                f"The payload is no JSON object, so this is a JWS, but no JWT. {why}",
                rfc(7519, "7.2"),
                _READABLE,
            )
        return
    yield from _of_times(token.claims, expected)
    if "aud" not in token.claims:
        yield Warned(
            "There is no aud: a service cannot tell whether the token is meant for it.",
            rfc(8725, "3.9"),
            _VERIFY,
        )
    for name in _sensitive(token.claims)[:5]:
        yield Warned(
            f"The claim {shown(name)} looks sensitive. The payload is encoded, not "
            "encrypted: everyone who has the token reads it.",
            rfc(7519, "12"),
            _READABLE,
        )


def _of_times(claims: Object, expected: Expected) -> Iterator[Warned]:
    for name in DATES:
        value = claims.get(name)
        if isinstance(value, Number) and LAST_SECOND < value.value < LAST_SECOND * 1000:
            date = shown_time(value.value / 1000)
            yield Warned(
                f"The {name} {value.text} looks like milliseconds, but a NumericDate "
                f"counts seconds. Divided by 1000 it is {date}.",
                rfc(7519, "2"),
                _EXPIRY,
            )
    if "exp" not in claims:
        yield Warned(
            "There is no exp: whoever steals this token may use it for ever.",
            rfc(7519, "4.1.4"),
            _EXPIRY,
        )
    exp, iat, nbf = (date_of(claims, name) for name in ("exp", "iat", "nbf"))
    since = expected.now if iat is None else iat
    if exp is not None and exp - since > FAR:
        yield Warned(
            f"The exp is far away: the token lives {shown_duration(exp - since)}, and "
            "so does a stolen copy.",
            rfc(7519, "4.1.4"),
            _EXPIRY,
        )
    if nbf is not None and nbf > expected.now + expected.leeway:
        yield Warned(
            f"The nbf lies in the future: before {shown_time(nbf)} the token must be "
            "refused.",
            rfc(7519, "4.1.5"),
            _EXPIRY,
        )


def _sensitive(claims: Object) -> list[str]:
    names = [name for name, _ in claims.members]
    nested = [
        f"{name}.{inner}"
        for name, value in claims.members
        if isinstance(value, Object)
        for inner, _ in value.members
    ]
    found = [
        name for name in names + nested if _SENSITIVE.search(name.rpartition(".")[2])
    ]
    return list(dict.fromkeys(found))
