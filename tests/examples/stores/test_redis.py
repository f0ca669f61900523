"""A store in Redis whose answers come late, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import redis

from examples.auth.store_protocol import StoreUnavailableError
from examples.stores import redis as redis_module
from examples.stores.redis import Client, RedisStore, connect
from tests.redis_servers import RedisServer
from tests.stalled_redis import LossyProxy, debug_server, stalled


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with debug_server(tmp_path_factory.mktemp("stalled")) as found:
        yield found


@pytest.fixture
def proxy(server: RedisServer) -> Iterator[LossyProxy]:
    server.client.flushall()
    made = LossyProxy(server.port)
    yield made
    made.close()


@pytest.fixture
def store(proxy: LossyProxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisStore]:
    # Only a lost answer counts here, however busy the machine is.
    monkeypatch.setattr(redis_module, "TIMEOUT", 30)
    made = RedisStore(lambda: connect(proxy.url))
    made.put("a", "old", 60)
    made.add("i", "x", 60)
    yield made
    made.close()


CALLS: dict[str, tuple[Callable[[RedisStore], object], object]] = {
    "swap": (lambda store: store.swap("a", "old", "new", 60), True),
    "a swap too late": (lambda store: store.swap("a", "other", "new", 60), False),
    "replace": (lambda store: store.replace("a", "new", 60), True),
    "delete": (lambda store: store.delete("a"), None),
    "put": (lambda store: store.put("a", "new", 60), None),
    "get": (lambda store: store.get("a"), "old"),
    "add": (lambda store: store.add("i", "y", 60, limit=2), True),
    "add to a full index": (lambda store: store.add("i", "y", 60, limit=1), False),
    "members": (lambda store: store.members("i"), {"x"}),
    "discard": (lambda store: store.discard("i", "x"), None),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_lost_answer_changes_no_result(
    store: RedisStore, proxy: LossyProxy, call: str
) -> None:
    ask, expected = CALLS[call]
    proxy.lose(1)
    assert ask(store) == expected
    assert proxy.lost == 1


@pytest.mark.parametrize("call", CALLS)
def test_two_lost_answers_are_an_error_never_a_guess(
    store: RedisStore, proxy: LossyProxy, call: str
) -> None:
    ask, expected = CALLS[call]
    proxy.lose(2)
    with pytest.raises(StoreUnavailableError):
        ask(store)
    assert proxy.lost == 2
    assert ask(store) == expected


def wait_briefly_once(client: Client) -> None:
    """Let the open connection wait 0.3 s for an answer, and the next one 30 s.

    So the first answer comes too late, and the second in time on a busy machine too.
    """
    assert isinstance(client, redis.Redis)
    connection: Any = client.connection_pool.get_connection()
    client.connection_pool.release(connection)
    connection._sock.settimeout(0.3)


@pytest.mark.parametrize("call", ["swap", "replace", "delete", "add"])
def test_a_late_answer_changes_no_result(
    store: RedisStore, server: RedisServer, call: str
) -> None:
    ask, expected = CALLS[call]
    client = connect(server.url)
    with closing(RedisStore(lambda: client)) as own:
        assert own.get("a") == store.get("a")
        wait_briefly_once(client)
        with stalled(server, 0.6):
            assert ask(own) == expected


def test_a_pooled_connection_that_redis_closed(
    store: RedisStore, server: RedisServer
) -> None:
    server.ask("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes")
    assert store.swap("a", "old", "new", 60) is True
    server.ask("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes")
    assert store.get("a") == "new"
