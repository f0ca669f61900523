"""Warn of what is dangerous about the claims of a token."""

import re
from collections.abc import Iterator

from examples.auth.times import LAST_SECOND
from examples.auth.wording import shown, shown_duration, shown_time
from examples.decoder.claim_checks import Expected, date_of
from examples.decoder.types import (
    GUIDE_EXPIRY,
    GUIDE_READABLE,
    GUIDE_VERIFY,
    TokenWarning,
)
from examples.jose.jose_names import DATE_CLAIMS, rfc
from examples.jose.json_text import JsonNumber, JsonObject
from examples.jose.token_parts import Token

LONG_LIFETIME = 30 * 86_400
"""Seconds from which the decoder warns of a token's lifetime."""
_SENSITIVE = re.compile(
    r"passw|passphrase|(^|_)pwd|secret|(^|_)ssn|social_?security|credit_?card|"
    r"card_?(no|num)|cvv|iban|(^|_)pin$|private_?key|api_?key|birth|tax_?id|passport",
    re.IGNORECASE,
)


def claim_warnings(token: Token, expected: Expected) -> Iterator[TokenWarning]:
    """Warn of dangerous times, a missing audience, and claims that look private."""
    if not isinstance(token.payload, JsonObject):
        if token.parts and not token.faults:
            why = token.payload_fault or "It is another JSON value."
            yield TokenWarning(
                f"The payload is not a JSON object, so this JWS is not a JWT. {why}",
                rfc(7519, "7.2"),
                GUIDE_READABLE,
            )
        return
    yield from _time_warnings(token.claims, expected)
    if "aud" not in token.claims:
        yield TokenWarning(
            "The token has no aud, so a service cannot tell whether it may accept it.",
            rfc(8725, "3.9"),
            GUIDE_VERIFY,
        )
    for name in _sensitive(token.claims)[:5]:
        yield TokenWarning(
            f"The claim {shown(name)} looks sensitive. The payload is encoded, not "
            "encrypted, so anyone who has the token can read it.",
            rfc(7519, "12"),
            GUIDE_READABLE,
        )


def _time_warnings(claims: JsonObject, expected: Expected) -> Iterator[TokenWarning]:
    for name in DATE_CLAIMS:
        value = claims.get(name)
        if (
            isinstance(value, JsonNumber)
            and LAST_SECOND < value.value < LAST_SECOND * 1000
        ):
            date = shown_time(value.value / 1000)
            yield TokenWarning(
                f"The {name} {value.text} looks like milliseconds, but a NumericDate "
                f"counts seconds. In milliseconds it would be {date}.",
                rfc(7519, "2"),
                GUIDE_EXPIRY,
            )
    if "exp" not in claims:
        yield TokenWarning(
            "The token has no exp, so a thief can use it for ever.",
            rfc(7519, "4.1.4"),
            GUIDE_EXPIRY,
        )
    exp, iat, nbf = (date_of(claims, name) for name in ("exp", "iat", "nbf"))
    since = expected.now if iat is None else iat
    if exp is not None and exp - since > LONG_LIFETIME:
        yield TokenWarning(
            f"The token is valid for {shown_duration(exp - since)}, and so is a stolen "
            "copy.",
            rfc(7519, "4.1.4"),
            GUIDE_EXPIRY,
        )
    if nbf is not None and nbf > expected.now + expected.leeway:
        yield TokenWarning(
            f"The nbf is in the future: services must refuse the token until "
            f"{shown_time(nbf)}.",
            rfc(7519, "4.1.5"),
            GUIDE_EXPIRY,
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
