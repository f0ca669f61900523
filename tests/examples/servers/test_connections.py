"""A refused request leaves its connection usable, or the server closes it openly.

Each body is made of requests. A server that took bytes of an unread body for a new
request would answer them: that is request smuggling (RFC 9112 section 11.2).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from examples.servers.registry import EXTRA_SERVERS, SERVERS
from tests.examples.servers.conftest import Opener, root_of
from tests.examples.servers.raw_http import (
    Answer,
    Connection,
    chunked,
    connected,
    request,
)
from tests.examples.servers.running import running

SMUGGLED = request("GET", "/smuggled")
JSON = "Content-Type: application/json"
TEXT = "Content-Type: text/plain"


@dataclass(frozen=True)
class Refused:
    """A request that a server refuses, in most cases without reading the body.

    Args:
        method: the method of the request.
        path: the path below the root of the contract.
        kind: the Content-Type header.
        status: the status of the refusal.
        reads_body: whether the server needs the body before it can answer.

    """

    method: str
    path: str
    kind: str
    status: int
    reads_body: bool = False


EVERYWHERE = [
    Refused("POST", "/unknown", JSON, 404),
    Refused("POST", "/login", JSON, 400, reads_body=True),
    Refused("POST", "/login", TEXT, 415, reads_body=True),
]
REFUSED = [
    *EVERYWHERE,
    Refused("PUT", "/me", JSON, 405),
    Refused("GET", "/me", JSON, 401),
    Refused("POST", "/logout", JSON, 401),
]
UNKNOWN = EVERYWHERE[:1]
# None of them takes a log-in as JSON.
OPENID_CONNECT = {
    "bff": [*UNKNOWN, Refused("POST", "/login", JSON, 405)],
    "identity-provider": UNKNOWN,
    "resource-server": UNKNOWN,
}
TOO_LONG = 10_001
SIZES = [500, 9_000, TOO_LONG, 70_000, 1_000_000]


@dataclass(frozen=True)
class Target:
    """A server, and the path under which it has the contract."""

    url: httpx.URL
    root: str
    refused: list[Refused]
    known: str = "/login"

    def cases(self) -> Iterator[tuple[Refused, int, int, bool]]:
        """Give each request, its size, its status, and whether the body is read."""
        for refused in self.refused:
            for size in SIZES:
                too_long = refused.reads_body and size >= TOO_LONG
                status = 413 if too_long else refused.status
                yield refused, size, status, refused.reads_body and not too_long

    def head(self, refused: Refused, *headers: str) -> bytes:
        """Return the head of the request that is refused."""
        path = self.root + refused.path
        return request(refused.method, path, refused.kind, *headers)

    def following(self) -> bytes:
        """Return the next request of the connection; the answer is 405."""
        return request("DELETE", self.root + self.known)


@pytest.fixture(scope="module")
def extra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, httpx.URL]]:
    folder = tmp_path_factory.mktemp("extra")
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                # Two of them share a secret.
                running(name, folder / name, CLIENT_SECRET="s" * 32)
            ).base_url
            for name in EXTRA_SERVERS
        }


@pytest.fixture(params=[*SERVERS, *EXTRA_SERVERS])
def target(request: pytest.FixtureRequest, open_client: Opener) -> Target:
    if request.param in EXTRA_SERVERS:
        url = request.getfixturevalue("extra")[request.param]
        refused = OPENID_CONNECT.get(request.param, EVERYWHERE)
        known = "/orders" if request.param == "resource-server" else "/login"
        return Target(url, "", refused, known)
    url = open_client(request.param, "memory").base_url
    return Target(url, root_of(request.param, "/api"), REFUSED)


def smuggling(size: int) -> bytes:
    """Return a body of this many bytes that is full of requests."""
    return (SMUGGLED * (size // len(SMUGGLED) + 1))[:size]


def read_final(connection: Connection) -> Answer | None:
    """Skip the answers 100 (Continue)."""
    answer = connection.read()
    while answer is not None and answer.status == 100:
        answer = connection.read()
    return answer


def check(connection: Connection, case: object, status: int, *later: bytes) -> None:
    """Read the refusal, then send the rest and see that it is answered in turn."""
    first = read_final(connection)
    assert first is not None, f"The refusal was lost: {case}"
    assert first.status == status, case
    if not first.closes:
        connection.send(*later)
        second = read_final(connection)
        assert second is not None, f"The next request was lost: {case}"
        assert second.status == 405, case
        connection.send(request("PATCH", "/last", "Connection: close"))
        last = read_final(connection)
        assert last is not None, f"The last request was lost: {case}"
        assert last.closes, case
    assert connection.read() is None, f"Bytes of a body were answered: {case}"


def test_the_next_request_after_a_body_with_a_length(target: Target) -> None:
    for refused, size, status, _ in target.cases():
        with connected(target.url) as connection:
            connection.send(target.head(refused, f"Content-Length: {size}"))
            connection.send(smuggling(size))
            check(connection, (refused, size), status, target.following())


def test_the_next_request_after_a_body_in_chunks(target: Target) -> None:
    for refused, size, status, _ in target.cases():
        with connected(target.url) as connection:
            connection.send(target.head(refused, "Transfer-Encoding: chunked"))
            connection.send(chunked(smuggling(size)))
            check(connection, (refused, size), status, target.following())


@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_request_that_was_sent_with_the_refused_one(
    target: Target, in_chunks: bool
) -> None:
    for refused, size, status, _ in target.cases():
        body = smuggling(size)
        length = (
            "Transfer-Encoding: chunked" if in_chunks else f"Content-Length: {size}"
        )
        head = target.head(refused, length)
        with connected(target.url) as connection:
            sent = chunked(body) if in_chunks else body
            connection.send(head, sent, target.following())
            check(connection, (refused, size), status)


@pytest.mark.parametrize("expectation", [(), ("Expect: 100-continue",)])
def test_a_body_that_comes_after_the_answer(
    target: Target, expectation: tuple[str, ...]
) -> None:
    for refused, size, status, reads_body in target.cases():
        if not reads_body:
            length = f"Content-Length: {size}"
            with connected(target.url) as connection:
                connection.send(target.head(refused, length, *expectation))
                body = smuggling(size)
                check(connection, (refused, size), status, body, target.following())


def test_a_body_that_the_server_asks_for(target: Target) -> None:
    for refused, size, status, reads_body in target.cases():
        if reads_body:
            headers = f"Content-Length: {size}", "Expect: 100-continue"
            with connected(target.url) as connection:
                connection.send(target.head(refused, *headers))
                interim = connection.read()
                assert interim is not None
                assert interim.status == 100
                connection.send(smuggling(size))
                check(connection, (refused, size), status, target.following())
