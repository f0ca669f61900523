import pytest

from examples.decoder.claim_checks import (
    Check,
    ExpectationError,
    Expected,
    check_claims,
    date_of,
    read_expected,
)
from examples.jose.json_text import JsonObject, read_json
from tests.examples.sample_tokens import NOW

NOBODY = Expected("", "", 0, NOW)


def claims(text: str) -> JsonObject:
    found = read_json(text, "They")
    assert isinstance(found, JsonObject)
    return found


def check(text: str, name: str, expected: Expected = NOBODY) -> Check:
    [found] = [one for one in check_claims(claims(text), expected) if one.name == name]
    return found


@pytest.mark.parametrize(
    ("text", "name", "passed", "sentence"),
    [
        ("{}", "exp", None, "The token has no exp, so it never expires."),
        ("{}", "iat", None, "The token has no iat."),
        (
            f'{{"exp": {NOW + 1}}}',
            "exp",
            True,
            "The token expires at 2027-01-15 08:00:01 UTC.",
        ),
        (
            f'{{"exp": {NOW}}}',
            "exp",
            False,
            "The token expired at 2027-01-15 08:00:00 UTC.",
        ),
        (
            f'{{"nbf": {NOW}}}',
            "nbf",
            True,
            "The nbf, 2027-01-15 08:00:00 UTC, is in the past.",
        ),
        (
            f'{{"nbf": {NOW + 1}}}',
            "nbf",
            False,
            "The token is not valid yet: its nbf is",
        ),
        (
            f'{{"iat": {NOW + 1}}}',
            "iat",
            False,
            "The token is not valid yet: its iat is",
        ),
        ('{"exp": "1"}', "exp", False, "The exp '1' must be a number of seconds"),
        ('{"exp": 1e400}', "exp", False, "The exp inf must lie between 1970 and 9999"),
        ('{"exp": null}', "exp", False, "The exp None must be a number"),
        ('{"iss": "a"}', "iss", None, "You expect no issuer: nothing was compared."),
        ('{"aud": "a"}', "aud", None, "You expect no audience: nothing was compared."),
    ],
)
def test_times_and_what_is_not_compared(
    text: str, name: str, passed: bool | None, sentence: str
) -> None:
    found = check(text, name)
    assert (found.passed, found.sentence.startswith(sentence)) == (passed, True)


@pytest.mark.parametrize(
    ("text", "name", "passed", "sentence"),
    [
        ('{"iss": "me"}', "iss", True, "The issuer is 'me', as expected."),
        ('{"iss": 5}', "iss", False, "The issuer is 5, but you expect 'me'."),
        ("{}", "iss", False, "The token has no iss, but you expect 'me'."),
        ('{"aud": "api"}', "aud", True, "The audience names 'api'."),
        ('{"aud": ["x", "api"]}', "aud", True, "The audience names 'api'."),
        (
            '{"aud": ["x"]}',
            "aud",
            False,
            "The audience is ['x'], but you expect 'api'.",
        ),
        (
            '{"aud": "apis"}',
            "aud",
            False,
            "The audience is 'apis', but you expect 'api'.",
        ),
        ("{}", "aud", False, "The token has no aud, but you expect 'api'."),
    ],
)
def test_issuer_and_audience(text: str, name: str, passed: bool, sentence: str) -> None:
    found = check(text, name, Expected("me", "api", 0, NOW))
    assert (found.passed, found.sentence) == (passed, sentence)


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        (f'{{"exp": {NOW - 7200}}}', "exp", "expired 2 hours ago"),
        (f'{{"iat": {NOW + 7200}}}', "iat", "not valid for another 2 hours"),
        ('{"exp": []}', "exp", "exp is an array"),
        ('{"exp": {}}', "exp", "exp is an object"),
        ('{"exp": true}', "exp", "exp is true or false"),
        ('{"exp": 1e400}', "exp", "exp is no date"),
        (f'{{"exp": {NOW}000}}', "exp", "exp is in milliseconds"),
        ('{"sub": 5}', "sub", "sub is a number"),
        ('{"jti": {}}', "jti", "jti is an object"),
        ('{"aud": {}}', "aud", "aud is an object"),
        ('{"aud": [1]}', "aud", "aud names no string"),
    ],
)
def test_the_reason_fits_into_a_headline(text: str, name: str, reason: str) -> None:
    assert check(text, name).reason == reason


def test_subject_and_id_are_strings() -> None:
    for name in ("sub", "jti"):
        assert check(f'{{"{name}": "a"}}', name).passed is True
        assert check("{}", name).passed is None


def test_leeway_shifts_each_border_by_its_seconds() -> None:
    lenient = Expected("", "", 10, NOW)
    assert check(f'{{"exp": {NOW - 9}}}', "exp", lenient).passed is True
    assert check(f'{{"exp": {NOW - 10}}}', "exp", lenient).passed is False
    assert check(f'{{"nbf": {NOW + 10}}}', "nbf", lenient).passed is True
    assert check(f'{{"nbf": {NOW + 11}}}', "nbf", lenient).passed is False


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("", NOW),
        (" 12.5 ", 12.5),
        ("2027-01-15T08:00:00Z", NOW),
        ("2027-01-15 08:00", NOW),
        ("2027-01-15T09:00:00+01:00", NOW),
    ],
)
def test_now_is_a_number_or_a_date(now: str, expected: float) -> None:
    assert read_expected({"now": now}, NOW) == Expected("", "", 0, expected)


@pytest.mark.parametrize(
    "fields",
    [
        {"leeway": "x"},
        {"leeway": "-1"},
        {"leeway": "86401"},
        {"leeway": "nan"},
        {"now": "soon"},
        {"now": "1e99"},
        {"now": "0001-01-01T00:00+23:59"},
        {"now": "\ud800"},
    ],
)
def test_what_is_no_number_is_told(fields: dict[str, str]) -> None:
    with pytest.raises(ExpectationError, match=r"^The (leeway|time) '"):
        read_expected(fields, NOW)


def test_only_dates_have_a_moment() -> None:
    found = claims('{"exp": 5, "iat": "x", "other": 5}')
    assert date_of(found, "exp") == 5
    assert date_of(found, "iat") is None
    assert date_of(found, "nbf") is None
    assert date_of(found, "other") is None
