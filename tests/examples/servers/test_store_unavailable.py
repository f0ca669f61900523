"""Redis is killed under load, returns without its data, or loses its answers."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from examples.servers.registry import SERVERS
from tests.examples.servers.conftest import Opener, root_of
from tests.examples.servers.running import running
from tests.examples.servers.users import JwtUser, SessionUser, assert_problem
from tests.redis_servers import RedisServer, wait_for
from tests.stalled_redis import LossyProxy

SESSIONS = [name for name in SERVERS if not name.endswith("jwt")]
TOKENS = [name for name in SERVERS if not name.endswith("session")]


def assert_unavailable(answer: httpx.Response) -> None:
    assert_problem(answer, 503)
    assert 1 <= int(answer.headers["retry-after"]) <= 60


@contextmanager
def stopped(server: RedisServer) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@pytest.mark.parametrize("name", SESSIONS)
def test_sessions(name: str, open_client: Opener, redis_server: RedisServer) -> None:
    user = SessionUser(open_client(name, "redis"), root_of(name, "/web"))
    user.log_in()
    with stopped(redis_server):
        for answer in (
            user.post_login(),
            user.read("/me"),
            user.read("/sessions"),
            user.change("/logout"),
            user.change("/logout-all"),
            user.change("/sessions/x", "DELETE"),
        ):
            assert_unavailable(answer)
    wait_for(lambda: user.post_login().status_code == 200, "a log-in")
    assert not user.alive()


@pytest.mark.parametrize("name", TOKENS)
def test_tokens(name: str, open_client: Opener, redis_server: RedisServer) -> None:
    user = JwtUser(open_client(name, "redis"), root_of(name, "/api"))
    user.log_in()
    with stopped(redis_server):
        for answer in (
            user.post_login(),
            user.post_refresh(user.refresh_token),
            user.call("GET", "/sessions"),
            user.call("POST", "/logout"),
            user.call("POST", "/logout-all"),
            user.call("DELETE", "/sessions/x"),
        ):
            assert_unavailable(answer)
        if name.endswith("jwt"):
            assert user.call("GET", "/me").json()["user"] == "alice"
        else:
            assert_unavailable(user.call("GET", "/me"))
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
            with stopped(redis_server):
                wait_for(lambda: seen[503] > 20, "an answer without Redis")
            before = seen[401]
            wait_for(lambda: seen[401] > before + 20, "an answer with Redis again")
        finally:
            done.set()
    assert seen.keys() == {401, 503}


# The core rotates tokens for all adapters.
@pytest.mark.parametrize("name", ["fastapi-jwt", "django-hybrid"])
def test_a_refresh_without_an_answer_can_be_repeated(
    name: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    with (
        closing(LossyProxy(redis_server.port)) as proxy,
        running(name, tmp_path / "log", REDIS_URL=proxy.url) as http,
    ):
        user = JwtUser(http, root_of(name, "/api"))
        user.log_in()
        proxy.lose(1, to=b"EVAL")
        user.refresh()
        assert proxy.lost == 1
        proxy.lose(2, to=b"EVAL")
        assert_unavailable(user.post_refresh(user.refresh_token))
        assert proxy.lost == 3
        used = user.refresh_token
        user.refresh()
        assert user.call("GET", "/me").status_code == 200
        assert_problem(user.post_refresh(used), 401)
        assert_problem(user.post_refresh(user.refresh_token), 401)


# Django's session engine calls the store itself, the other adapters do not.
@pytest.mark.parametrize("name", ["flask-session", "django-session"])
def test_a_session_without_an_answer_goes_on(
    name: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    with (
        closing(LossyProxy(redis_server.port)) as proxy,
        running(name, tmp_path / "log", REDIS_URL=proxy.url) as http,
    ):
        user = SessionUser(http, root_of(name, "/web"))
        user.log_in()
        for answers in (1, 2):
            proxy.lose(answers)
            answer = user.read("/me")
            assert proxy.lost == answers + (answers - 1)
            if answers > 1:
                assert_unavailable(answer)
            assert user.alive()
        other = SessionUser(http, user.root)
        other.log_in()
        (handle,) = (
            one["id"] for one in other.read("/sessions").json() if one["current"]
        )
        proxy.lose(1, to=b"DEL")
        assert user.change(f"/sessions/{handle}", "DELETE").status_code == 204
        assert proxy.lost == 4
        assert not other.alive()
        redis_server.ask("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes")
        assert user.alive()
