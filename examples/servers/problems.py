"""Turn errors into `application/problem+json` (RFC 9457) by one table."""

from dataclasses import dataclass, field
from http import HTTPStatus

from examples.auth.csrf import CsrfError
from examples.auth.refresh import RefreshRefusedError
from examples.auth.sessions import NoSessionError
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.throttle import ThrottledError
from examples.auth.token_errors import TokenError
from examples.auth.users import WrongCredentialsError

TYPE = "application/problem+json"
NO_STORE = {"Cache-Control": "no-store"}


@dataclass
class ProblemError(Exception):
    """Refuse a request with an answer that says what is wrong.

    Args:
        status: the HTTP status.
        detail: a sentence for the client: the fault, and what to do about it.
        headers: more headers of the answer.

    """

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, str | int]:
        """Return the members of RFC 9457 section 3.1; `type` is about:blank."""
        title = HTTPStatus(self.status).phrase
        return {"title": title, "status": self.status, "detail": self.detail}


CHALLENGE = {"WWW-Authenticate": "Bearer"}
STATUSES: dict[type[Exception], int] = {
    NoSessionError: 401,
    WrongCredentialsError: 401,
    TokenError: 401,
    RefreshRefusedError: 401,
    CsrfError: 403,
    ThrottledError: 429,
    StoreUnavailableError: 503,
}
REFUSALS: tuple[type[Exception], ...] = (ProblemError, *STATUSES)
"""The errors that the services raise; an adapter answers them with `problem_of`."""


# --8<-- [start:problem_of]
def problem_of(error: Exception) -> ProblemError:
    """Return the answer to an error; an unknown one becomes a bare 500."""
    if isinstance(error, ProblemError):
        return error
    for kind, status in STATUSES.items():
        if isinstance(error, kind):
            return ProblemError(status, str(error), _headers(error))
    return problem_for(500)


# --8<-- [end:problem_of]


def problem_for(status: int) -> ProblemError:
    """Return the answer for a status, when the framework reports nothing else."""
    sentences = {
        404: "There is nothing at this address: check the path.",
        405: "This path does not support the method: see the header Allow.",
        413: f"The body is longer than {LONGEST_BODY} bytes: send a shorter one.",
        415: "The body must be JSON: send Content-Type: application/json.",
        500: "The server failed to answer this request: try again later.",
    }
    phrase = HTTPStatus(status).phrase
    return ProblemError(status, sentences.get(status, f"The request failed: {phrase}."))


LONGEST_BODY = 10_000
"""The most bytes of a request body; a log-in or a refresh needs a few hundred."""


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, ThrottledError | StoreUnavailableError):
        return {"Retry-After": str(error.retry_after)}
    # RFC 9110 section 15.5.2 requires a challenge in a 401, but no authentication
    # scheme stands for cookies, so a session server cannot send one.
    return CHALLENGE if isinstance(error, TokenError | RefreshRefusedError) else {}
