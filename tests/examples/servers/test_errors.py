"""Check that every server refuses a faulty request with the same 4xx problem."""

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


WRONG = b'{"username": "nobody", "password": "x"}'
BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"null", 400),
    (b"[]", 400),
    (b'"text"', 400),
    (b"[" * 9000, 400),
    (b'{"a":' * 1800, 400),
    (b"1" * 5000, 400),
    (WRONG + b"{}", 400),
    (b"\xff", 400),
    (WRONG[:-1] + b', "extra": "\xff"}', 400),
    (WRONG.decode().encode("utf-16"), 400),
    (WRONG.decode().encode("utf-16-le"), 400),
    (b"\xef\xbb\xbf" + WRONG, 400),
    (WRONG[:-1] + b', "extra": NaN}', 400),
    (WRONG[:-1] + b', "extra": -Infinity}', 400),
    (b'{"username": NaN, "password": "x"}', 400),
    (b"{}", 422),
    (b'{"username": "nobody"}', 422),
    (b'{"Username": "nobody", "password": "x"}', 422),
    (b'{"username": 1, "password": null}', 422),
    (b'{"username": ["nobody"], "password": "x"}', 422),
    (b'{"username": true, "password": "x"}', 422),
    (b'{"username": "nobody", "password": ""}', 422),
    (b'{"username": "\\ud800", "password": "x"}', 422),
    (b'{"username": "nobody", "password": "\\udfff"}', 422),
    (b'{"username": "%s", "password": "x"}' % (b"x" * 1001), 422),
    (b'{"username": "nobody", "password": "%s"}' % (b"x" * 1001), 422),
    (WRONG, 401),
    (WRONG[:-1] + b', "extra": 1}', 401),
    # The last of two equal names counts.
    (b'{"username": 1, "username": "nobody", "password": "x"}', 401),
    (b'{"username": "nobody", "username": 1, "password": "x"}', 422),
    (b'{"username": "\\u0000", "password": "\\u0000"}', 401),
    (b'{"username": "\xf0\x9f\x94\x91", "password": "x"}', 401),
    (b" " * 10_000, 400),
    (b" " * 10_001, 413),
    (b" " * 1_000_000, 413),
]
TYPES = [
    ("application/json", 401),
    ("Application/JSON ; charset=utf-8", 401),
    ("application/json;charset=utf-16", 401),
    ("", 415),
    ("text/plain", 415),
    ("text/json", 415),
    ("application/jsonp", 415),
    ("application/ld+json", 415),
    ("application/x-www-form-urlencoded", 415),
    ("multipart/form-data; boundary=x", 415),
    ("text/plain; application/json", 415),
    ("application/json, text/plain", 415),
    ("application", 415),
    ("é", 415),
]


def test_each_body_has_one_status(visitor: Visitor) -> None:
    for body, status in BODIES:
        answer = visitor.ask("POST", "/login", content=body, headers=JSON)
        assert answer.status_code == status, body[:60]
        assert_problem(answer, status)


def test_each_content_type_has_one_status(visitor: Visitor) -> None:
    # The throttle counts failures by name.
    body = WRONG.replace(b"nobody", str(uuid4()).encode())
    for kind, status in TYPES:
        headers = [(b"Content-Type", kind.encode())]
        answer = visitor.ask("POST", "/login", content=body, headers=headers)
        assert answer.status_code == status, kind
        assert_problem(answer, status)


def test_a_missing_content_type_is_refused(visitor: Visitor) -> None:
    assert_problem(visitor.ask("POST", "/login", content=WRONG), 415)


def test_the_order_of_the_checks(visitor: Visitor) -> None:
    text = {"Content-Type": "text/plain"}
    too_long = visitor.ask("POST", "/login", content=b" " * 10_001, headers=text)
    assert_problem(too_long, 413)
    assert_problem(visitor.ask("POST", "/login", content=b"[", headers=text), 415)


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
