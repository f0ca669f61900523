"""Redis is killed under load and comes back without its memory: fail closed."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from examples.servers.registry import SERVERS
from tests.examples.servers.conftest import Opener, root_of
from tests.examples.servers.users import JwtUser, SessionUser, assert_problem
from tests.redis_servers import RedisServer, wait_for

SESSIONS = [name for name in SERVERS if not name.endswith("jwt")]
TOKENS = [name for name in SERVERS if not name.endswith("session")]


def assert_away(answer: httpx.Response) -> None:
    assert_problem(answer, 503)
    assert 1 <= int(answer.headers["retry-after"]) <= 60


@contextmanager
def away(server: RedisServer) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@pytest.mark.parametrize("name", SESSIONS)
def test_sessions(name: str, open_client: Opener, redis_server: RedisServer) -> None:
    user = SessionUser(open_client(name, "redis"), root_of(name, "/web"))
    user.log_in()
    with away(redis_server):
        for answer in (
            user.post_login(),
            user.read("/me"),
            user.read("/sessions"),
            user.change("/logout"),
            user.change("/logout-all"),
            user.change("/sessions/x", "DELETE"),
        ):
            assert_away(answer)
    wait_for(lambda: user.post_login().status_code == 200, "a log-in")
    assert not user.alive()


@pytest.mark.parametrize("name", TOKENS)
def test_tokens(name: str, open_client: Opener, redis_server: RedisServer) -> None:
    user = JwtUser(open_client(name, "redis"), root_of(name, "/api"))
    user.log_in()
    with away(redis_server):
        for answer in (
            user.post_login(),
            user.post_refresh(user.refresh_token),
            user.call("GET", "/sessions"),
            user.call("POST", "/logout"),
            user.call("POST", "/logout-all"),
            user.call("DELETE", "/sessions/x"),
        ):
            assert_away(answer)
        if name.endswith("jwt"):
            assert user.call("GET", "/me").json()["user"] == "alice"
        else:
            assert_away(user.call("GET", "/me"))
        assert user.ask("GET", "/.well-known/jwks.json").status_code == 200
    wait_for(lambda: user.post_login().status_code == 200, "a log-in")
    assert_problem(user.post_refresh(user.refresh_token), 401)


@pytest.mark.parametrize("name", [n for n in SERVERS if n.endswith("hybrid")])
def test_nothing_that_ended_comes_back(
    name: str, open_client: Opener, redis_server: RedisServer
) -> None:
    http = open_client(name, "redis")
    token, session = JwtUser(http, "/api"), SessionUser(http, "/web")
    token.log_in()
    session.log_in()
    assert token.call("POST", "/logout").status_code == 204
    assert session.change("/logout").status_code == 204
    seen, done = Counter[int](), threading.Event()

    def load(ask: Callable[[], httpx.Response]) -> None:
        while not done.is_set():
            seen[ask().status_code] += 1

    with ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            pool.submit(load, lambda: token.call("GET", "/me"))
            pool.submit(load, lambda: session.read("/me"))
        try:
            wait_for(lambda: seen[401] > 20, "an answer")
            with away(redis_server):
                wait_for(lambda: seen[503] > 20, "an answer without Redis")
            before = seen[401]
            wait_for(lambda: seen[401] > before + 20, "an answer with Redis again")
        finally:
            done.set()
    assert seen.keys() == {401, 503}
