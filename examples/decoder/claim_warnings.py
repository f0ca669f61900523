"""What is dangerous about the claims of a token."""

import re
from collections.abc import Iterator

from examples.auth.times import LAST_SECOND
from examples.auth.wording import shown, shown_duration, shown_time
from examples.decoder.claim_checks import Expected, date_of
from examples.decoder.token_warning import EXPIRY, READABLE, VERIFY, TokenWarning
from examples.jose.jose_names import DATES, rfc
from examples.jose.json_text import Number, Object
from examples.jose.token_parts import Token

FAR = 30 * 86_400
_SENSITIVE = re.compile(
    r"passw|passphrase|(^|_)pwd|secret|(^|_)ssn|social_?security|credit_?card|"
    r"card_?(no|num)|cvv|iban|(^|_)pin$|private_?key|api_?key|birth|tax_?id|passport",
    re.IGNORECASE,
)


def of_claims(token: Token, expected: Expected) -> Iterator[TokenWarning]:
    """Warn of times, of a missing audience, and of what nobody should read."""
    if not isinstance(token.payload, Object):
        if token.parts and not token.faults:
            why = token.payload_fault or "It is another JSON value."
            yield TokenWarning(
                f"The payload is no JSON object, so this is a JWS, but no JWT. {why}",
                rfc(7519, "7.2"),
                READABLE,
            )
        return
    yield from _of_times(token.claims, expected)
    if "aud" not in token.claims:
        yield TokenWarning(
            "There is no aud: a service cannot tell whether the token is meant for it.",
            rfc(8725, "3.9"),
            VERIFY,
        )
    for name in _sensitive(token.claims)[:5]:
        yield TokenWarning(
            f"The claim {shown(name)} looks sensitive. The payload is encoded, not "
            "encrypted: everyone who has the token reads it.",
            rfc(7519, "12"),
            READABLE,
        )


def _of_times(claims: Object, expected: Expected) -> Iterator[TokenWarning]:
    for name in DATES:
        value = claims.get(name)
        if isinstance(value, Number) and LAST_SECOND < value.value < LAST_SECOND * 1000:
            date = shown_time(value.value / 1000)
            yield TokenWarning(
                f"The {name} {value.text} looks like milliseconds, but a NumericDate "
                f"counts seconds. Divided by 1000 it is {date}.",
                rfc(7519, "2"),
                EXPIRY,
            )
    if "exp" not in claims:
        yield TokenWarning(
            "There is no exp: whoever steals this token may use it for ever.",
            rfc(7519, "4.1.4"),
            EXPIRY,
        )
    exp, iat, nbf = (date_of(claims, name) for name in ("exp", "iat", "nbf"))
    since = expected.now if iat is None else iat
    if exp is not None and exp - since > FAR:
        yield TokenWarning(
            f"The exp is far away: the token lives {shown_duration(exp - since)}, and "
            "so does a stolen copy.",
            rfc(7519, "4.1.4"),
            EXPIRY,
        )
    if nbf is not None and nbf > expected.now + expected.leeway:
        yield TokenWarning(
            f"The nbf lies in the future: before {shown_time(nbf)} the token must be "
            "refused.",
            rfc(7519, "4.1.5"),
            EXPIRY,
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
