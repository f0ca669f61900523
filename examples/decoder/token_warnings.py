"""Warn of what does not decide, but ought to be known, the gravest first."""

import re
from collections.abc import Iterator

from jwt.utils import from_base64url_uint

from examples.auth.keys import MIN_SECRET_BYTES
from examples.auth.wording import shown
from examples.decoder.ages import length
from examples.decoder.claim_checks import date_of
from examples.decoder.diagnosis import Diagnosis
from examples.decoder.headline import named
from examples.decoder.sizes import places
from examples.decoder.types import Headline, Link, Rank, Warned
from examples.jose.json_text import JsonObject, all_duplicates
from examples.jose.signature_check import is_der
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_published

LONG_LIFETIME = 30 * 86_400
"""Seconds from which the decoder warns of a token's lifetime."""
MIN_RSA_BITS = 2048
_RANKS: tuple[Rank, ...] = ("Danger", "Risk", "Note")
_NEARLY_FULL = 0.75

_NAME_THEM = Link("Why name them?", "faq/#why-must-i-name-the-algorithm")
_VERIFY_FIRST = Link("Why verify first", "jwt/#nobody-can-change-it-without-the-key")
_KEY_SELECTION = Link("Key selection", "jwt/#the-code")
_ROTATION = Link("Key rotation", "when-jwt/#rotate-the-keys")
_SECRET_OR_PAIR = Link("Secret or key pair", "jwt/#a-shared-secret-lets-everyone-sign")
_SHORT = Link("Short secrets", "faq/#insecurekeylengthwarning")
_PEM = Link("PEM keys", "faq/#pem-keys-and-newlines-in-environment-variables")
_REVOCATION = Link("Revocation", "revocation/#a-list-of-ended-tokens")
_EXPIRY = Link("Expiry", "jwt/#expiry-ends-it")
_LIFETIMES = Link("Lifetimes", "refresh/#two-lifetimes")
_REFRESH = Link("Refresh tokens", "refresh/#what-it-is")
_READABLE = Link("Sensitive data", "jwt/#everyone-can-read-it")
_AUDIENCE = Link("Audience", "faq/#invalidaudienceerror")
_REPLAY = Link("Stolen tokens", "security/#replay")
_FORGED = Link("No algorithm", "security/#no-algorithm")
_COOKIE_SIZE = Link("Cookie size", "transport/#4096-bytes-then-nothing")
_GROWTH = Link("Token size", "jwt/#the-token-grows")
_SIGNED_COOKIES = Link("Signed cookies", "signed-cookies/#logout-revokes-nothing")
_CSRF = Link("CSRF", "csrf-cors/#what-samesite-does-and-what-not")
_ACCESS = Link("Access tokens", "https://www.rfc-editor.org/rfc/rfc9068#section-2.2")
_NOT_JWT = Link("RFC 7519 §7.2", "https://www.rfc-editor.org/rfc/rfc7519#section-7.2")
_ECDSA = Link("RFC 7518 §3.4", "https://www.rfc-editor.org/rfc/rfc7518#section-3.4")
_NESTED = Link("Nested JWT", "https://www.rfc-editor.org/rfc/rfc7519#section-5.2")
_NAMES_TWICE = Link("RFC 7519 §4", "https://www.rfc-editor.org/rfc/rfc7519#section-4")

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
_INNER = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]*(\.[\w-]+\.[\w-]+)?\s*")
_RIGHTS = ("role", "roles", "admin", "is_admin", "groups", "permissions")

type Found = Iterator[tuple[Rank, str, Link]]


def all_warnings(found: Diagnosis, line: Headline) -> list[Warned]:
    """List every warning once, Danger first, without the headline's own reason.

    Within a rank they follow the part that they are about: algorithm, key, claims,
    size.
    """
    parts = [*_algorithm(found), *_key(found), *_claims(found, line), *_size(found)]
    parts.sort(key=lambda one: _RANKS.index(one[0]))
    unique = {sentence: (rank, link) for rank, sentence, link in parts}
    return [
        {"rank": rank, "sentence": sentence, "label": link.label, "url": link.url}
        for sentence, (rank, link) in unique.items()
    ]


def _algorithm(found: Diagnosis) -> Found:
    token, header = found.token, found.token.parameters
    if found.unsigned:
        yield (
            "Danger",
            "Code that takes alg from the token would accept this one: name the "
            "algorithms yourself.",
            _NAME_THEM,
        )
    for name in ("jwk", "jku", "x5u", "x5c"):
        if name in header:
            what = "a key" if name in ("jwk", "x5c") else "the address of a key"
            yield (
                "Danger",
                f"The header holds {name}, {what}: a forger can write it too, so this "
                "page neither used nor fetched it.",
                _KEY_SELECTION,
            )
    if found.kid is not None and (kind := _injection(found.kid)):
        yield (
            "Danger",
            f"The kid {shown(found.kid)} looks like {kind}: compare it with known "
            "ids, and never build a file name or a query from it.",
            _KEY_SELECTION,
        )
    if is_der(token) and not found.key_given:
        yield (
            "Risk",
            "The ECDSA signature is in DER form, but a JWS holds r and s side by side: "
            "convert it where it is made.",
            _ECDSA,
        )
    data = token.part("payload").data
    cty = header.get("cty")
    names = cty.upper().removeprefix("APPLICATION/") if isinstance(cty, str) else ""
    if names == "JWT" or (b"." in data and _INNER.fullmatch(data)):
        yield (
            "Note",
            "The payload is itself a token, a nested JWT: verify this one first, then "
            "paste the inner one.",
            _NESTED,
        )


def _injection(kid: str) -> str:
    if _PATH.search(kid):
        return "a path"
    if _SQL.search(kid):
        return "SQL"
    return "a command" if _SHELL.search(kid) else ""


def _key(found: Diagnosis) -> Found:
    token = found.token
    if token.parts and not found.key_given and not found.unsigned:
        yield (
            "Danger",
            "Do not act on claims that you have not verified, not even to look up a "
            "user.",
            _VERIFY_FIRST,
        )
    if found.unknown_kid:
        yield (
            "Danger",
            "Never fall back to another key when the kid is unknown.",
            _KEY_SELECTION,
        )
        yield (
            "Risk",
            "A key set that was cached before a rotation shows the same symptom.",
            _ROTATION,
        )
    for key in found.keys:
        yield from _about_key(found, key)
    if found.key_fault:
        yield (
            "Risk",
            "A key that cannot be read fails at the first login, not at start-up, "
            "unless the service reads it when it starts.",
            _PEM,
        )
    if found.symmetric and found.keys and token.parts:
        yield (
            "Risk",
            f"With {token.algorithm}, every service that can verify can also sign: "
            "give the others a public key.",
            _SECRET_OR_PAIR,
        )
    signed = token.parts and not token.encrypted and not found.unsigned
    if found.keys and signed and found.kid is None:
        yield (
            "Note",
            "No kid: during a rotation a service has to try two keys.",
            _ROTATION,
        )


def _about_key(found: Diagnosis, key: Key) -> Found:
    if key.kind == HMAC:
        yield from _about_secret(found, key)
    elif key.private:
        yield (
            "Danger",
            f"{key.name} is private. Verification needs only the public half: never "
            "paste a private key into a page.",
            _SECRET_OR_PAIR,
        )
    modulus = key.source.get("n", "") if isinstance(key.source, dict) else ""
    bits = from_base64url_uint(modulus).bit_length()
    if modulus and bits < MIN_RSA_BITS:
        yield (
            "Danger",
            f"{key.name} has {bits} bits, but RSA needs at least {MIN_RSA_BITS}.",
            _SHORT,
        )


def _about_secret(found: Diagnosis, key: Key) -> Found:
    name = found.token.algorithm
    least, count = MIN_SECRET_BYTES.get(name, 0), len(key.secret)
    if not found.guessable:
        if is_published(key.secret):
            yield (
                "Danger",
                "The secret is on public lists of guesses, so anyone can sign as you.",
                _SHORT,
            )
        if count < least:
            yield (
                "Danger",
                f"The secret has {count} bytes, but {name} needs at least {least}, "
                "because programs guess short secrets.",
                _SHORT,
            )
    if key.secret != key.secret.strip() and key.form == "text secret":
        yield (
            "Risk",
            "The secret begins or ends with white space, which is part of the secret.",
            _PEM,
        )


def _claims(found: Diagnosis, line: Headline) -> Found:
    token, claims = found.token, found.token.claims
    if not found.is_jwt:
        if token.parts and not token.faults and line["kind"] not in ("other", "idle"):
            yield from _no_object(found)
        return
    for path in all_duplicates(token.payload)[:3]:
        yield (
            "Danger",
            f"The payload repeats {shown(path)}: parsers disagree on which value "
            "counts, so two services may read different ones.",
            _NAMES_TWICE,
        )
    for name in _RIGHTS if found.unsigned else ():
        if name in claims:
            told = named(claims.get(name))
            yield (
                "Danger",
                f"{name}: {told} gives rights that no one has vouched for.",
                _FORGED,
            )
    for name in _sensitive(claims)[:5]:
        yield (
            "Danger",
            f"The claim {shown(name)} looks sensitive: the payload is encoded, not "
            "encrypted, so everyone who has the token can read it.",
            _READABLE,
        )
    yield from _times(found, line)
    yield from _absent(found, line)


def _no_object(found: Diagnosis) -> Found:
    if not found.token.encrypted:
        why = found.token.payload_fault or "It is another JSON value."
        yield (
            "Danger",
            f"The payload is not a JSON object, so this JWS is not a JWT. {why}",
            _NOT_JWT,
        )


def _absent(found: Diagnosis, line: Headline) -> Found:
    token, claims = found.token, found.token.claims
    if "exp" not in claims:
        yield "Danger", "No exp: a thief can use a copy for ever.", _EXPIRY
    if "aud" not in claims:
        yield (
            "Risk",
            "No aud: a service cannot tell whether the token is meant for it.",
            _AUDIENCE,
        )
    if "jti" not in claims:
        yield (
            "Risk",
            "No jti: you cannot revoke this one token before it expires.",
            _REVOCATION,
        )
    typ = token.parameters.get("typ")
    if isinstance(typ, str) and typ.lower().removeprefix("application/") == "at+jwt":
        lacking = [name for name in ("client_id", "jti", "sub") if name not in claims]
        if lacking:
            yield (
                "Note",
                f"The typ says at+jwt, which requires {' and '.join(lacking)} too.",
                _ACCESS,
            )
    if line["kind"] == "accept" and "cnf" not in claims:
        yield (
            "Note",
            "Anyone who holds this token can use it, because nothing binds it to one "
            "client.",
            _REPLAY,
        )


def _times(found: Diagnosis, line: Headline) -> Found:
    claims, now = found.token.claims, found.expected.now
    exp, iat = date_of(claims, "exp"), date_of(claims, "iat")
    if line["reason"].startswith("expired"):
        yield (
            "Risk",
            "A client that still sends this token does not refresh: expect a 401 on "
            "each of its calls.",
            _REFRESH,
        )
    lived = 0 if exp is None else exp - (now if iat is None else iat)
    if lived > LONG_LIFETIME:
        yield (
            "Risk",
            f"The token is valid for {length(lived)}, and so is a stolen copy: an "
            "access token should live for minutes.",
            _LIFETIMES,
        )


def _sensitive(claims: JsonObject) -> list[str]:
    names = [name for name, _ in claims.members]
    nested = [
        f"{name}.{inner}"
        for name, value in claims.members
        if isinstance(value, JsonObject)
        for inner, _ in value.members
    ]
    found = [
        name for name in names + nested if _SENSITIVE.search(name.rpartition(".")[2])
    ]
    return list(dict.fromkeys(found))


def _size(found: Diagnosis) -> Found:
    for place in places(found):
        share = place["bytes"] / place["limit"]
        link = _COOKIE_SIZE if "cookie" in place["name"] else _GROWTH
        what = (
            f"{place['name']} it takes {place['bytes']:,} of {place['limit']:,} bytes"
        )
        if share > 1:
            yield "Danger", f"{what}: {place['beyond']}.", link
        elif share >= _NEARLY_FULL:
            yield "Risk", f"{what}, so a few more claims are too many.", link
    if "session cookie" in found.pasted.kind or "signed cookie" in found.pasted.kind:
        yield (
            "Risk",
            "Logging out does not end a copy of this cookie, because the server keeps "
            "no record of it.",
            _SIGNED_COOKIES,
        )
        yield (
            "Risk",
            "The cookie is signed, not encrypted: keep out of it what the user must "
            "not read.",
            _READABLE,
        )
        yield (
            "Note",
            "It needs CSRF protection, because the browser sends it by itself.",
            _CSRF,
        )
    if found.pasted.kind == "token response":
        yield (
            "Risk",
            "A refresh token lives longer than an access token: never paste it into a "
            "ticket or a chat.",
            _REFRESH,
        )
