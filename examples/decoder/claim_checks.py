"""What a verifier compares after the signature: times, issuer, audience."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown, shown_time
from examples.jose.jose_names import DATES
from examples.jose.json_text import Object, Value, plain

LONGEST_LEEWAY = 86_400


@dataclass(frozen=True)
class Expected:
    """What the reader's service expects; an empty text expects nothing.

    Args:
        iss: the issuer.
        aud: the service's own name.
        leeway: seconds by which clocks may differ.
        now: seconds since 1970-01-01 UTC.

    """

    iss: str
    aud: str
    leeway: float
    now: float


@dataclass(frozen=True)
class Check:
    """One claim's result: `passed` is None if nothing was compared."""

    name: str
    passed: bool | None
    sentence: str


class ExpectationError(ValueError):
    """A field of what is expected cannot be read; `str()` says why."""


def read_expected(fields: dict[str, str], clock: float) -> Expected:
    """Read the form's texts; an empty `now` is the clock's time.

    Raises:
        ExpectationError: leeway or now is no such number or date.

    """
    leeway = _number(fields.get("leeway", "") or "0")
    if leeway is None or not 0 <= leeway <= LONGEST_LEEWAY:
        raise ExpectationError(
            f"The leeway {shown(fields['leeway'])} must be a number of seconds, "
            f"from 0 to {LONGEST_LEEWAY}."
        )
    now = _time(fields.get("now", ""), clock)
    return Expected(fields.get("iss", ""), fields.get("aud", ""), leeway, now)


def check_claims(claims: Object, expected: Expected) -> list[Check]:
    """Compare the registered claims (RFC 7519 §4.1), one result for each."""
    found = [_check_date(claims, name, expected) for name in ("exp", "nbf", "iat")]
    return [*found, _check_issuer(claims, expected), _check_audience(claims, expected)]


def date_of(claims: Object, name: str) -> float | None:
    """Return a claim's NumericDate, None if it is absent or none."""
    if name not in DATES or name not in claims:
        return None
    try:
        return numeric_date({name: plain(claims.get(name))}, name)
    except TokenRejectedError:
        return None


def _check_date(claims: Object, name: str, expected: Expected) -> Check:
    present = {name: plain(claims.get(name))} if name in claims else {}
    try:
        date = numeric_date(present, name)
    except TokenRejectedError as error:
        return Check(name, False, str(error))
    if date is None:
        never = ": the token never expires" if name == "exp" else ""
        return Check(name, None, f"There is no {name}{never}.")
    if name == "exp":
        return _check_expiry(date, expected)
    when = shown_time(date)
    if date > expected.now + expected.leeway:
        return Check(name, False, f"It is not valid yet: its {name} is {when}.")
    return Check(name, True, f"Its {name}, {when}, is over.")


def _check_expiry(date: float, expected: Expected) -> Check:
    if date <= expected.now - expected.leeway:
        return Check("exp", False, f"It expired at {shown_time(date)}.")
    return Check("exp", True, f"It expires at {shown_time(date)}.")


def _check_issuer(claims: Object, expected: Expected) -> Check:
    found = claims.get("iss")
    if not expected.iss:
        return Check("iss", None, "No issuer is expected: nothing was compared.")
    if found == expected.iss:
        return Check("iss", True, f"The issuer is {shown(found)}, as expected.")
    if "iss" not in claims:
        return Check(
            "iss", False, f"There is no iss, but {shown(expected.iss)} is expected."
        )
    return Check(
        "iss",
        False,
        f"The issuer is {_told(found)}, but {shown(expected.iss)} is expected.",
    )


def _check_audience(claims: Object, expected: Expected) -> Check:
    found = claims.get("aud")
    names = found if isinstance(found, list) else [found]
    if not expected.aud:
        return Check("aud", None, "No audience is expected: nothing was compared.")
    if expected.aud in names:
        return Check("aud", True, f"The audience names {shown(expected.aud)}.")
    if "aud" not in claims:
        return Check(
            "aud", False, f"There is no aud, but {shown(expected.aud)} is expected."
        )
    return Check(
        "aud",
        False,
        f"The audience is {_told(found)}, without {shown(expected.aud)}.",
    )


def _told(value: Value) -> str:
    return shown(plain(value))


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
            f"The present {shown(text)} must be seconds since 1970 or a date such as "
            "2030-01-31T12:00:00Z."
        ) from error
    return number
