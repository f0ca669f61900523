import pytest

from examples.auth.times import LAST_SECOND, check_times
from examples.auth.token_errors import TokenExpiredError, TokenRejectedError

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("claims", "leeway"),
    [
        ({}, 0),
        ({"exp": NOW + 1, "nbf": NOW, "iat": NOW}, 0),
        ({"exp": NOW + 0.5, "nbf": NOW - 0.5}, 0),
        ({"exp": NOW - 9}, 10),
        ({"nbf": NOW + 10, "iat": NOW + 10}, 10),
        ({"exp": LAST_SECOND}, 0),
    ],
)
def test_accepts(claims: dict[str, float], leeway: float) -> None:
    check_times(claims, NOW, leeway)


@pytest.mark.parametrize(
    ("exp", "leeway", "sentence"),
    [
        (NOW, 0, "The token expired at 2027-01-15 08:00:00 UTC, less than a second"),
        (NOW - 90, 0, "The token expired at 2027-01-15 07:58:30 UTC, 1 minute 30 sec"),
        (NOW - 10, 10, "The token expired at 2027-01-15 07:59:50 UTC, 10 seconds ago."),
        (0, 0, "The token expired at 1970-01-01 00:00:00 UTC, 20833 days 8 hours ago."),
    ],
)
def test_expired(exp: float, leeway: float, sentence: str) -> None:
    with pytest.raises(TokenExpiredError) as error:
        check_times({"exp": exp}, NOW, leeway)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("name", ["nbf", "iat"])
def test_not_valid_yet(name: str) -> None:
    with pytest.raises(TokenRejectedError) as error:
        check_times({name: NOW + 61}, NOW, 60)
    assert str(error.value) == (
        f"The token is not valid yet: its {name} is 2027-01-15 08:01:01 UTC, "
        "in 1 minute 1 second."
    )
    assert error.value.reason == "not valid yet"


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("1800000900", "'1800000900' must be a number of seconds since 1970"),
        (True, "True must be a number of seconds since 1970"),
        (None, "None must be a number of seconds since 1970"),
        (float("nan"), "nan must be a number of seconds since 1970"),
        (float("inf"), "inf must lie between 1970 and 9999, in seconds"),
        (float("-inf"), "-inf must lie between 1970 and 9999, in seconds"),
        (-1, "-1 must lie between 1970 and 9999, in seconds"),
        (NOW * 1000, "1800000000000 must lie between 1970 and 9999, in seconds"),
        pytest.param(
            10**400,
            "an integer of 1329 bits must lie between 1970 and 9999, in seconds",
            id="huge",
        ),
    ],
)
def test_no_numeric_date(name: str, value: object, rule: str) -> None:
    with pytest.raises(TokenRejectedError) as error:
        check_times({name: value}, NOW)
    assert str(error.value) == f"The {name} {rule} (RFC 7519 §2)."
    assert error.value.reason == f"{name} is not a date"
