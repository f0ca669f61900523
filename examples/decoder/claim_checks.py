"""Compare the claims that a verifier checks after the signature."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from examples.auth.times import LAST_SECOND, numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown, shown_time
from examples.decoder.ages import length, remaining
from examples.jose.jose_names import DATE_CLAIMS
from examples.jose.json_text import JsonNumber, JsonObject, JsonValue, to_python

LONGEST_LEEWAY = 86_400
"""Seconds."""
_PER_SECOND = 1000
_KINDS: dict[type, str] = {
    JsonNumber: "a number",
    JsonObject: "an object",
    list: "an array",
    str: "a string",
    bool: "true or false",
    type(None): "null",
}


@dataclass(frozen=True)
class Expected:
    """The values that the reader's service expects.

    Args:
        iss: the issuer, empty to accept any.
        aud: the service's own name, empty to accept any audience.
        leeway: seconds by which clocks may differ.
        now: seconds since 1970-01-01 UTC.

    """

    iss: str
    aud: str
    leeway: float
    now: float


@dataclass(frozen=True)
class Check:
    """The result for one claim.

    Args:
        name: the claim's name.
        passed: None if nothing was compared.
        reason: a few words for a headline, empty unless the check failed.
        sentence: the finding.

    """

    name: str
    passed: bool | None
    reason: str
    sentence: str


class ExpectationError(ValueError):
    """Raised for a form field that cannot be read. `str()` says why."""


def read_expected(fields: dict[str, str], clock: float) -> Expected:
    """Read the form's fields.

    Args:
        fields: the texts of `iss`, `aud`, `leeway` and `now`.
        clock: the present in seconds since 1970, used if `now` is empty.

    Raises:
        ExpectationError: The leeway or the time cannot be read.

    """
    leeway = _number(fields.get("leeway", "") or "0")
    if leeway is None or not 0 <= leeway <= LONGEST_LEEWAY:
        raise ExpectationError(
            f"The leeway {shown(fields['leeway'])} must be a number of seconds "
            f"from 0 to {LONGEST_LEEWAY}."
        )
    now = _time(fields.get("now", ""), clock)
    return Expected(fields.get("iss", ""), fields.get("aud", ""), leeway, now)


def check_claims(claims: JsonObject, expected: Expected) -> list[Check]:
    """Compare the registered claims in PyJWT's order (RFC 7519 §4.1)."""
    return [
        _check_start(claims, "iat", expected),
        _check_start(claims, "nbf", expected),
        _check_expiry(claims, expected),
        _check_string(claims, "sub"),
        _check_string(claims, "jti"),
        _check_issuer(claims, expected),
        _check_audience(claims, expected),
    ]


def date_of(claims: JsonObject, name: str) -> float | None:
    """Return a claim's NumericDate, None if the claim is absent or not a date."""
    if name not in DATE_CLAIMS or name not in claims:
        return None
    try:
        return numeric_date({name: to_python(claims.get(name))}, name)
    except TokenRejectedError:
        return None


def kind_of(value: JsonValue) -> str:
    """Name the JSON type of a value, such as "a number"."""
    return _KINDS[type(value)]


def _milliseconds(value: JsonValue) -> float | None:
    """Return the seconds of a date that was probably counted in milliseconds."""
    if not isinstance(value, JsonNumber):
        return None
    seconds = value.value / _PER_SECOND
    return seconds if LAST_SECOND / _PER_SECOND < seconds < LAST_SECOND else None


def _bad_date(claims: JsonObject, name: str) -> Check | None:
    value = claims.get(name)
    if name not in claims or date_of(claims, name) is not None:
        return None
    if (seconds := _milliseconds(value)) is not None:
        return Check(
            name,
            False,
            f"{name} is in milliseconds",
            f"The {name} looks like milliseconds, but a NumericDate counts seconds. "
            f"In milliseconds it would be {shown_time(seconds)}.",
        )
    reason = f"{name} is {kind_of(value)}"
    if isinstance(value, JsonNumber):
        reason = f"{name} is no date"
    try:
        numeric_date({name: to_python(value)}, name)
    except TokenRejectedError as error:
        return Check(name, False, reason, str(error))
    raise AssertionError(name)  # pragma: no cover - date_of has told it apart


def _check_start(claims: JsonObject, name: str, expected: Expected) -> Check:
    if bad := _bad_date(claims, name):
        return bad
    date = date_of(claims, name)
    if date is None:
        return Check(name, None, "", f"The token has no {name}.")
    when = shown_time(date)
    if date > expected.now + expected.leeway:
        left = remaining(date - expected.now)
        return Check(
            name,
            False,
            f"not valid for another {left}",
            f"The token is not valid yet: its {name} is {when}.",
        )
    return Check(name, True, "", f"The {name}, {when}, is in the past.")


def _check_expiry(claims: JsonObject, expected: Expected) -> Check:
    if bad := _bad_date(claims, "exp"):
        return bad
    date = date_of(claims, "exp")
    if date is None:
        return Check("exp", None, "", "The token has no exp, so it never expires.")
    when = shown_time(date)
    if date <= expected.now - expected.leeway:
        ago = length(expected.now - date)
        return Check(
            "exp", False, f"expired {ago} ago", f"The token expired at {when}."
        )
    return Check("exp", True, "", f"The token expires at {when}.")


def _check_string(claims: JsonObject, name: str) -> Check:
    value = claims.get(name)
    if name not in claims:
        return Check(name, None, "", f"The token has no {name}.")
    if isinstance(value, str):
        return Check(name, True, "", f"The {name} is a string.")
    section = {"sub": "4.1.2", "jti": "4.1.7"}[name]
    return Check(
        name,
        False,
        f"{name} is {kind_of(value)}",
        f"The {name} {_told(value)} must be a string (RFC 7519 §{section}).",
    )


def _check_issuer(claims: JsonObject, expected: Expected) -> Check:
    found = claims.get("iss")
    if not expected.iss:
        return Check("iss", None, "", "You expect no issuer: nothing was compared.")
    wanted = shown(expected.iss)
    if found == expected.iss:
        return Check("iss", True, "", f"The issuer is {wanted}, as expected.")
    if "iss" not in claims:
        sentence = f"The token has no iss, but you expect {wanted}."
        return Check("iss", False, "iss is missing", sentence)
    return Check(
        "iss",
        False,
        "another issuer",
        f"The issuer is {_told(found)}, but you expect {wanted}.",
    )


def _check_audience(claims: JsonObject, expected: Expected) -> Check:
    found = claims.get("aud")
    names = found if isinstance(found, list) else [found]
    if "aud" in claims and not all(isinstance(one, str) for one in names):
        return Check(
            "aud",
            False,
            f"aud is {kind_of(found)}" if names == [found] else "aud names no string",
            "The aud must be a string or an array of strings (RFC 7519 §4.1.3).",
        )
    if not expected.aud:
        return Check("aud", None, "", "You expect no audience: nothing was compared.")
    wanted = shown(expected.aud)
    if expected.aud in names:
        return Check("aud", True, "", f"The audience names {wanted}.")
    if "aud" not in claims:
        sentence = f"The token has no aud, but you expect {wanted}."
        return Check("aud", False, "aud is missing", sentence)
    return Check(
        "aud",
        False,
        "meant for another audience",
        f"The audience is {_told(found)}, but you expect {wanted}.",
    )


def _told(value: JsonValue) -> str:
    return shown(to_python(value))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _time(text: str, clock: float) -> float:
    text = text.strip()
    if not text:
        return clock
    number = _number(text)
    try:
        if number is None:
            date = datetime.fromisoformat(text)
            number = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
        datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ExpectationError(
            f"The time {shown(text)} must be seconds since 1970 or a date such as "
            "2030-01-31T12:00:00Z."
        ) from error
    return number
