"""Whatever is sent: an answer of 4xx that is a problem+json, and a living server."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from examples.servers.registry import SERVERS
from tests.examples.servers.conftest import Opener, root_of
from tests.examples.servers.users import Visitor, assert_problem

JSON = {"Content-Type": "application/json"}
HALVES = [
    *[(name, "/web") for name in SERVERS if not name.endswith("jwt")],
    *[(name, "/api") for name in SERVERS if not name.endswith("session")],
]


@pytest.fixture(params=HALVES, ids="".join)
def visitor(request: pytest.FixtureRequest, open_client: Opener) -> Visitor:
    name, half = request.param
    return Visitor(open_client(name, "memory"), root_of(name, half))


def test_unknown_address(visitor: Visitor) -> None:
    for path in ("/unknown", "/login/", "//", "/sessions/a/b", "/%00", "/%ff"):
        assert_problem(visitor.ask("GET", path), 404)


def test_another_method(visitor: Visitor) -> None:
    for method, path in (("GET", "/login"), ("POST", "/me"), ("PUT", "/sessions/x")):
        answer = visitor.ask(method, path)
        assert_problem(answer, 405)
        assert answer.headers["allow"]


BODIES: list[tuple[bytes, dict[str, str], set[int]]] = [
    (b"", JSON, {400, 422}),
    (b"{", JSON, {400}),
    (b"\xff", JSON, {400}),
    (b"[" * 9000, JSON, {400}),
    (b"[]", JSON, {400, 422}),
    (b"{}", JSON, {422}),
    (b'{"username": "alice"}', JSON, {422}),
    (b'{"username": 1, "password": null}', JSON, {422}),
    (b'{"username": "alice", "password": ""}', JSON, {422}),
    (b'{"username": "\\ud800", "password": "x"}', JSON, {401, 422}),
    (b'{"username": "\\u0000", "password": "\\u0000"}', JSON, {401, 422}),
    (b'{"username": "%s", "password": "x"}' % (b"x" * 1001), JSON, {422}),
    (b'{"username": "alice", "password": "x"}', {}, {415, 422}),
    (b"username=alice&password=x", {"Content-Type": "text/plain"}, {415, 422}),
    (b" " * 1_000_000, JSON, {413}),
]


def test_bad_body(visitor: Visitor) -> None:
    for body, headers, statuses in BODIES:
        answer = visitor.ask("POST", "/login", content=body, headers=headers)
        assert answer.status_code in statuses, body[:50]
        assert_problem(answer, answer.status_code)


def test_a_long_body_without_a_length(visitor: Visitor) -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b" " * 1000] * 50

    answer = visitor.ask("POST", "/login", content=chunks(), headers=JSON)
    assert_problem(answer, 413)


@pytest.mark.parametrize("name", ["Cookie", "Authorization", "X-CSRF-Token"])
@pytest.mark.parametrize("size", [4_000, 30_000])
def test_long_header(visitor: Visitor, name: str, size: int) -> None:
    value = f"__Host-session={'x' * size}" if name == "Cookie" else "x" * size
    answer = visitor.ask("GET", "/me", headers={name: value})
    assert 400 <= answer.status_code < 500
    assert visitor.post_login().status_code == 200


def test_failures_are_throttled_and_successes_are_not(visitor: Visitor) -> None:
    stranger = Visitor(visitor.http, visitor.root, f"stranger-{uuid4()}")
    for _ in range(10):
        assert_problem(stranger.post_login("wrong"), 401)
    for _ in range(11):
        assert visitor.post_login().status_code == 200
    answer = stranger.post_login("wrong")
    assert_problem(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 300
    assert visitor.post_login().status_code == 200
