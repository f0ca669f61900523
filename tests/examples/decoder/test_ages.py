import pytest

from examples.decoder.ages import age, length, remaining


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "1 second"),
        (1.9, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (7200, "2 hours"),
        (3 * 86_400 - 1, "2 days"),
        (3 * 86_400, "3 days"),
        (400 * 86_400, "1 year"),
        (2_000 * 31_536_000, "2,000 years"),
    ],
)
def test_the_largest_whole_unit_is_written(seconds: float, expected: str) -> None:
    assert length(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "1 second"),
        (42, "42 seconds"),
        (7190, "2 hours"),
        (5400, "1 hour"),
        (599, "10 minutes"),
    ],
)
def test_a_little_less_than_a_unit_counts_as_one(seconds: float, expected: str) -> None:
    assert remaining(seconds) == expected


def test_an_age_says_whether_it_is_past() -> None:
    assert age(100, 100) == "now"
    assert age(100, 160) == "1 minute ago"
    assert age(200, 100) == "in 1 minute"
