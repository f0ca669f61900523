"""Check the time claims of a token against a clock that the caller passes."""

import math
from collections.abc import Mapping

from examples.auth.token_errors import TokenExpiredError, TokenRejectedError
from examples.auth.wording import shown, shown_duration, shown_time

LAST_SECOND = 253_402_300_799
"""The end of the year 9999. A larger date was almost certainly in milliseconds."""


def check_times(claims: Mapping[str, object], now: float, leeway: float = 0) -> None:
    """Check `exp`, `nbf` and `iat` where present (RFC 7519 §4.1.4 to §4.1.6).

    Args:
        claims: the verified claims; the caller decides which ones are required.
        now: seconds since 1970-01-01 UTC.
        leeway: seconds by which the clocks of signer and verifier may differ.

    Raises:
        TokenExpiredError: `exp` is not after `now`.
        TokenRejectedError: `nbf` or `iat` lies in the future, or one of the three
            is not a NumericDate.

    """
    exp, nbf, iat = (numeric_date(claims, name) for name in ("exp", "nbf", "iat"))
    if exp is not None and exp <= now - leeway:
        raise TokenExpiredError(
            f"The token expired at {shown_time(exp)}, {shown_duration(now - exp)} ago."
        )
    for name, value in (("nbf", nbf), ("iat", iat)):
        if value is not None and value > now + leeway:
            raise TokenRejectedError(
                "not valid yet",
                f"The token is not valid yet: its {name} is {shown_time(value)}, "
                f"in {shown_duration(value - now)}.",
            )


def numeric_date(claims: Mapping[str, object], name: str) -> float | None:
    """Return the date of a claim in seconds since 1970, or None if it is absent.

    Args:
        claims: any JSON object.
        name: of a claim whose value is a NumericDate (RFC 7519 §2).

    Raises:
        TokenRejectedError: the value is not a number of seconds from 1970 to 9999.

    """
    if name not in claims:
        return None
    value = claims[name]
    # bool is a subclass of int in Python, and true is not a date.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_date(name, value, "must be a number of seconds since 1970")
    # NaN compares false with every time, so a token with it would never expire.
    if isinstance(value, float) and math.isnan(value):
        raise _no_date(name, value, "must be a number of seconds since 1970")
    if not 0 <= value <= LAST_SECOND:
        raise _no_date(name, value, "must lie between 1970 and 9999, in seconds")
    return value


def _no_date(name: str, value: object, rule: str) -> TokenRejectedError:
    return TokenRejectedError(
        f"{name} is not a date", f"The {name} {shown(value)} {rule} (RFC 7519 §2)."
    )
