from typing import Any

import pytest

from examples.auth.clock import ManualClock
from examples.auth.token_errors import TokenRejectedError
from examples.oauth.step_up import StepUp, StepUpRequiredError

NOW = 1_800_000_000


def passes(needed: StepUp, claims: dict[str, Any]) -> bool:
    try:
        needed.check(claims)
    except StepUpRequiredError:
        return False
    return True


@pytest.mark.parametrize(
    ("auth_time", "passed"),
    [(NOW, True), (NOW - 299, True), (NOW - 300, False), (NOW + 30, True),
     (NOW + 31, False), (None, False)],
)  # fmt: skip
def test_age(clock: ManualClock, auth_time: int | None, passed: bool) -> None:
    claims = {} if auth_time is None else {"auth_time": auth_time}
    assert passes(StepUp(max_age=300, clock=clock), claims) is passed


@pytest.mark.parametrize("auth_time", ["x", True, float("nan"), -1, None])
def test_an_auth_time_that_is_no_date(clock: ManualClock, auth_time: object) -> None:
    with pytest.raises(TokenRejectedError):
        StepUp(max_age=300, clock=clock).check({"auth_time": auth_time})


def test_method(clock: ManualClock) -> None:
    needed = StepUp(("gold", "silver"), clock=clock)
    assert passes(needed, {"acr": "silver"})
    for acr in ("bronze", None, ["gold"], "gold silver"):
        assert not passes(needed, {"acr": acr})
    assert not passes(needed, {})
    assert passes(StepUp(clock=clock), {})


def test_the_challenge_of_the_rfc(clock: ManualClock) -> None:
    """RFC 9470 §3 names these members."""
    needed = StepUp(("gold", "silver"), 5, clock)
    with pytest.raises(StepUpRequiredError) as caught:
        needed.check({"acr": "gold"})
    assert caught.value.challenge("DPoP") == (
        'DPoP error="insufficient_user_authentication", error_description="Log in '
        'again: the last log-in must be under 5 seconds old.", '
        'acr_values="gold silver", max_age="5"'
    )
    assert needed.request() == {"acr_values": "gold silver", "max_age": "5"}
    plain = StepUpRequiredError("Log in.", StepUp())
    assert plain.challenge() == (
        'Bearer error="insufficient_user_authentication", error_description="Log in."'
    )
    assert StepUp().request() == {}
