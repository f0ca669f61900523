import pytest

from examples.auth.csrf import CsrfError
from examples.auth.refresh import RefreshTokenReusedError
from examples.auth.sessions import NoSessionError
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.throttle import ThrottledError
from examples.auth.token_errors import TokenExpiredError
from examples.auth.users import WrongCredentialsError
from examples.servers.problems import REFUSALS, ProblemError, problem_for, problem_of

BEARER = {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (NoSessionError("why"), 401, {}),
        (WrongCredentialsError("why"), 401, {}),
        (TokenExpiredError("why"), 401, BEARER),
        (RefreshTokenReusedError("why"), 401, BEARER),
        (CsrfError("why"), 403, {}),
        (ThrottledError(7), 429, {"Retry-After": "7"}),
        (StoreUnavailableError(3), 503, {"Retry-After": "3"}),
        (ProblemError(404, "why", {"A": "b"}), 404, {"A": "b"}),
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
        "detail": "The server failed to answer this request: try again later.",
    }


def test_what_a_framework_answers() -> None:
    assert (
        problem_for(404).detail == "There is nothing at this address: check the path."
    )
    assert problem_for(418).body() == {
        "title": "I'm a Teapot",
        "status": 418,
        "detail": "The request failed: I'm a Teapot.",
    }
