"""A store in Redis whose answers come late, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from examples.auth.store_protocol import StoreUnavailableError
from examples.stores import redis as redis_module
from examples.stores.redis import RedisStore, connect
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


@pytest.mark.parametrize("call", ["swap", "replace", "delete", "add"])
def test_a_late_answer_changes_no_result(
    store: RedisStore,
    server: RedisServer,
    call: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redis_module, "TIMEOUT", 1)
    ask, expected = CALLS[call]
    with closing(RedisStore(lambda: connect(server.url))) as own:
        assert own.get("a") == store.get("a")
        with stalled(server, 1.2):
            assert ask(own) == expected


def test_a_pooled_connection_that_redis_closed(
    store: RedisStore, server: RedisServer
) -> None:
    server.ask("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes")
    assert store.swap("a", "old", "new", 60) is True
    server.ask("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes")
    assert store.get("a") == "new"
