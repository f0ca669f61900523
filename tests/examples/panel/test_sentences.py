"""The sentence of an exchange comes from its trace alone."""

import pytest

from examples.panel.sentences import arrows, sentence
from examples.panel.trace import Event, Trace

VERIFY = Event("verify")
FOUND = Event("get", "session")
SEEN = Event("replace", "session")
COUNTED = Event("add", "failed-user")
WRONG = Event("password", ok=False)
MISSED = Event("get", "denied", ok=False)


@pytest.mark.parametrize(
    ("trace", "status", "answer", "says"),
    [
        (
            [VERIFY],
            200,
            {"user": "bob"},
            "verified the signature and never looked you up.",
        ),
        ([FOUND, SEEN], 200, {"user": "bob"}, "looked the session up and found bob."),
        (
            [VERIFY, MISSED, Event("get", "family")],
            200,
            {"user": "bob"},
            "verified the signature, found the token on no denylist and looked the "
            "login up.",
        ),
        ([], 200, None, "answered without asking the store."),
        ([], 404, None, "refused the request without asking the store."),
        (
            [COUNTED, WRONG],
            401,
            {"detail": "The user name or the password is wrong."},
            "counted the attempt and found that the password is wrong.",
        ),
        ([Event("get", "family", ok=False)], 401, {}, "found no such login."),
        (
            [Event("members", "failed-user")],
            429,
            {"detail": "Too many failed log-ins: try again in 5 seconds."},
            "refused the request: too many failed log-ins.",
        ),
    ],
)
def test_a_sentence(trace: Trace, status: int, answer: object, says: str) -> None:
    assert sentence("alice", trace, status, answer) == f"{status}: the server {says}"


def test_a_row_that_the_server_has_just_written_is_not_looked_up() -> None:
    trace = [Event("put", "family"), Event("get", "family"), Event("sign")]
    assert sentence("alice", trace, 200, {}) == (
        "200: the server stored a row for the refresh token and signed an access token."
    )


def test_an_arrow_to_the_store_needs_a_call() -> None:
    def label(*trace: Event) -> str:
        drawn = arrows("alice", list(trace), "token", refused=False)
        return next((one["label"] for one in drawn if one["way"] == "server-store"), "")

    assert label(VERIFY) == ""
    assert label(FOUND, SEEN) == "read"
    assert label(COUNTED, Event("put", "session")) == "write"
    assert label(FOUND, Event("delete", "session")) == "delete"
    assert label(COUNTED) == "count"
