"""Compare the claims that a verifier checks after the signature."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown, shown_time
from examples.jose.jose_names import DATE_CLAIMS
from examples.jose.json_text import JsonObject, JsonValue, to_python

LONGEST_LEEWAY = 86_400
"""Seconds."""


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
    """The result for one claim. `passed` is None if nothing was compared."""

    name: str
    passed: bool | None
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
    """Compare the registered claims, with one result each (RFC 7519 §4.1)."""
    found = [_check_date(claims, name, expected) for name in ("exp", "nbf", "iat")]
    return [*found, _check_issuer(claims, expected), _check_audience(claims, expected)]


def date_of(claims: JsonObject, name: str) -> float | None:
    """Return a claim's NumericDate, None if the claim is absent or not a date."""
    if name not in DATE_CLAIMS or name not in claims:
        return None
    try:
        return numeric_date({name: to_python(claims.get(name))}, name)
    except TokenRejectedError:
        return None


def _check_date(claims: JsonObject, name: str, expected: Expected) -> Check:
    present = {name: to_python(claims.get(name))} if name in claims else {}
    try:
        date = numeric_date(present, name)
    except TokenRejectedError as error:
        return Check(name, False, str(error))
    if date is None:
        never = ", so it never expires" if name == "exp" else ""
        return Check(name, None, f"The token has no {name}{never}.")
    if name == "exp":
        return _check_expiry(date, expected)
    when = shown_time(date)
    if date > expected.now + expected.leeway:
        return Check(name, False, f"The token is not valid yet: its {name} is {when}.")
    return Check(name, True, f"The {name}, {when}, is in the past.")


def _check_expiry(date: float, expected: Expected) -> Check:
    if date <= expected.now - expected.leeway:
        return Check("exp", False, f"The token expired at {shown_time(date)}.")
    return Check("exp", True, f"The token expires at {shown_time(date)}.")


def _check_issuer(claims: JsonObject, expected: Expected) -> Check:
    found = claims.get("iss")
    if not expected.iss:
        return Check("iss", None, "You expect no issuer, so nothing was compared.")
    if found == expected.iss:
        return Check("iss", True, f"The issuer is {shown(found)}, as expected.")
    if "iss" not in claims:
        return Check(
            "iss", False, f"The token has no iss, but you expect {shown(expected.iss)}."
        )
    return Check(
        "iss",
        False,
        f"The issuer is {_told(found)}, but you expect {shown(expected.iss)}.",
    )


def _check_audience(claims: JsonObject, expected: Expected) -> Check:
    found = claims.get("aud")
    names = found if isinstance(found, list) else [found]
    if not expected.aud:
        return Check("aud", None, "You expect no audience, so nothing was compared.")
    if expected.aud in names:
        return Check("aud", True, f"The audience names {shown(expected.aud)}.")
    if "aud" not in claims:
        return Check(
            "aud", False, f"The token has no aud, but you expect {shown(expected.aud)}."
        )
    return Check(
        "aud",
        False,
        f"The audience is {_told(found)}, but you expect {shown(expected.aud)}.",
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
