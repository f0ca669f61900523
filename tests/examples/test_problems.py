import pytest

from examples.csrf import CsrfRefused
from examples.problems import REFUSALS, Problem, problem_for, problem_of
from examples.refresh import Reused
from examples.sessions import NoSession
from examples.store_protocol import StoreAway
from examples.throttle import Throttled
from examples.token_errors import Expired
from examples.users import WrongCredentials

BEARER = {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (NoSession("why"), 401, {}),
        (WrongCredentials("why"), 401, {}),
        (Expired("why"), 401, BEARER),
        (Reused("why"), 401, BEARER),
        (CsrfRefused("why"), 403, {}),
        (Throttled(7), 429, {"Retry-After": "7"}),
        (StoreAway(3), 503, {"Retry-After": "3"}),
        (Problem(404, "why", {"A": "b"}), 404, {"A": "b"}),
    ],
)
def test_each_refusal_has_an_answer(
    error: Exception, status: int, headers: dict[str, str]
) -> None:
    problem = problem_of(error)
    assert isinstance(error, REFUSALS)
    assert (problem.status, problem.headers) == (status, headers)
    assert problem.detail in {str(error), "why"}


def test_a_foreign_error_tells_nothing() -> None:
    assert problem_of(KeyError("secret")).body() == {
        "title": "Internal Server Error",
        "status": 500,
        "detail": "The server failed at this request.",
    }


def test_what_a_framework_answers() -> None:
    assert problem_for(404).detail == "There is nothing at this address."
    assert problem_for(418).body() == {
        "title": "I'm a Teapot",
        "status": 418,
        "detail": "The request failed: I'm a Teapot.",
    }
