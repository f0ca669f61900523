import pytest

from examples.auth.clock import ManualClock


def test_stands_still_until_advanced() -> None:
    clock = ManualClock(100)
    assert clock() == clock() == 100
    clock.advance(seconds=5, minutes=1, hours=2)
    assert clock() == 100 + 5 + 60 + 7200


def test_refuses_to_go_back() -> None:
    clock = ManualClock(100)
    with pytest.raises(ValueError) as error:  # noqa: PT011
        clock.advance(minutes=-1)
    assert str(error.value) == (
        "A clock cannot go back by 60 seconds: pass a positive step."
    )
    assert clock() == 100
