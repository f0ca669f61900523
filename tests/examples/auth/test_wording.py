import pytest

from examples.auth.wording import shown, shown_duration, shown_time


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("alice", "'alice'"),
        ("\ud800\n", r"'\ud800\n'"),
        (5, "5"),
        (None, "None"),
        (["a"], "['a']"),
        ("x" * 500, "'" + "x" * 56 + "..."),
        pytest.param(10**5000, "an integer of 16610 bits", id="huge"),
        pytest.param(
            [10**5000], "a list that is too deep or too large to show", id="huge item"
        ),
    ],
)
def test_shown(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_shown_time_is_utc() -> None:
    assert shown_time(1_800_000_000.9) == "2027-01-15 08:00:00 UTC"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "less than a second"),
        (1, "1 second"),
        (61.9, "1 minute 1 second"),
        (3600, "1 hour"),
        (2 * 86400 + 3 * 3600 + 59, "2 days 3 hours"),
    ],
)
def test_shown_duration(seconds: float, expected: str) -> None:
    assert shown_duration(seconds) == expected
