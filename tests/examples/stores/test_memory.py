import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from examples.auth.clock import ManualClock
from examples.auth.store_protocol import StoreUnavailableError
from examples.stores.memory import MemoryStore, Store, entry_key
from examples.stores.redis import RedisStore, connect
from tests.redis_servers import RedisServer, start_cluster

SHORT = 0.05


def eventually(check: Callable[[], bool]) -> bool:
    for _ in range(100):
        if check():
            return True
        time.sleep(0.02)
    return False


def test_an_entry_is_put_read_and_deleted(store: Store) -> None:
    assert store.get("a") is None
    store.put("a", "é1", 60)
    store.put("a", "é2", 60)
    assert store.get("a") == "é2"
    store.delete("a")
    assert store.get("a") is None
    store.delete("a")


def test_replace_never_creates(store: Store) -> None:
    assert store.replace("a", "1", 60) is False
    assert store.get("a") is None
    store.put("a", "1", 60)
    assert store.replace("a", "2", 60) is True
    assert store.get("a") == "2"


def test_swap_wants_the_old_value(store: Store) -> None:
    assert store.swap("a", "1", "2", 60) is False
    store.put("a", "1", 60)
    assert store.swap("a", "2", "3", 60) is False
    assert store.get("a") == "1"
    assert store.swap("a", "1", "2", SHORT) is True
    assert store.get("a") == "2"
    assert eventually(lambda: store.get("a") is None)


def test_swap_from_the_empty_text_creates_what_is_missing(store: Store) -> None:
    assert store.swap("a", "", "1", 60) is True
    assert store.swap("a", "", "2", 60) is False
    assert store.get("a") == "1"


def test_of_many_swaps_at_once_one_wins(store: Store) -> None:
    store.put("a", "old", 60)
    with ThreadPoolExecutor(20) as pool:
        swaps = pool.map(lambda n: store.swap("a", "old", str(n), 60), range(20))
        won = [number for number, done in enumerate(swaps) if done]
    assert [store.get("a")] == [str(number) for number in won]


def test_a_repeated_swap_succeeds_again(store: Store) -> None:
    store.put("a", "1", 60)
    assert store.swap("a", "1", "2", 60) is True
    assert store.swap("a", "1", "2", 60) is True
    assert store.swap("a", "1", "3", 60) is False
    assert store.get("a") == "2"


def test_an_entry_expires(store: Store) -> None:
    store.put("a", "1", SHORT)
    store.put("b", "1", 60)
    assert eventually(lambda: store.get("a") is None)
    assert store.get("b") == "1"


def test_the_last_time_to_live_holds(store: Store) -> None:
    store.put("longer", "1", SHORT)
    store.put("longer", "2", 60)
    store.put("shorter", "1", 60)
    store.replace("shorter", "2", SHORT)
    assert eventually(lambda: store.get("shorter") is None)
    assert store.get("longer") == "2"


def test_an_index_has_members(store: Store) -> None:
    assert store.members("i") == set()
    for member in ("x", "y", "x", ""):
        store.add("i", member, 60)
    assert store.members("i") == {"x", "y", ""}
    store.discard("i", "x")
    store.discard("i", "unknown")
    store.discard("other", "y")
    assert store.members("i") == {"y", ""}


def test_a_full_index_takes_no_other_member(store: Store) -> None:
    assert store.add("i", "x", 60, limit=2) is True
    assert store.add("i", "y", SHORT, limit=2) is True
    assert store.add("i", "z", 60, limit=2) is False
    assert store.add("i", "x", 60, limit=2) is True
    assert eventually(lambda: store.add("i", "z", 60, limit=2))
    assert store.add("i", "more", 60) is True
    assert store.members("i") == {"x", "z", "more"}


def test_of_many_adds_at_once_no_more_than_the_limit_succeed(store: Store) -> None:
    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(lambda n: store.add("i", str(n), 60, 7), range(40)))
    assert (sum(done), len(store.members("i"))) == (7, 7)


def test_members_expire_one_by_one(store: Store) -> None:
    store.add("i", "soon", SHORT)
    store.add("i", "late", 60)
    store.add("i", "renewed", SHORT)
    store.add("i", "renewed", 60)
    assert eventually(lambda: store.members("i") == {"late", "renewed"})


@pytest.mark.parametrize("ttl", [0, -1, float("nan"), float("inf")])
def test_impossible_time_to_live(store: Store, ttl: float) -> None:
    store.put("a", "1", 60)
    calls: list[Callable[[], object]] = [
        lambda: store.put("a", "2", ttl),
        lambda: store.replace("a", "2", ttl),
        lambda: store.replace("unknown", "2", ttl),
        lambda: store.swap("a", "1", "2", ttl),
        lambda: store.add("i", "x", ttl),
    ]
    for call in calls:
        with pytest.raises(ValueError) as error:  # noqa: PT011
            call()
        assert str(error.value) == (
            f"A time to live of {ttl} seconds is not possible: "
            "pass a positive, finite number."
        )
    assert (store.get("a"), store.members("i")) == ("1", set())


def test_memory_forgets_all_that_expired(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    for number in range(10_000):
        store.put(f"k{number}", "v", 10)
        store.add(f"i{number % 100}", str(number), 10)
    store.put("stays", "v", 60)
    clock.advance(seconds=10)
    assert store.get("unrelated") is None
    assert (len(store._values), len(store._expiry), len(store._queue)) == (1, 1, 1)
    assert store._indexes == {}
    assert len(store) == 1


def test_memory_stays_bounded_when_one_entry_is_renewed(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    for _ in range(10_000):
        store.put("k", "v", 3600)
        store.put("gone", "v", 3600)
        store.delete("gone")
    assert len(store._queue) < 100
    clock.advance(seconds=3600)
    assert len(store) == 0


def test_memory_size_counts_keys_members_and_values(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    assert store.size_bytes() == 0
    store.put("key", "é", 10)
    store.add("index", "member", 10)
    assert store.size_bytes() == 3 + 2 + 5 + 6
    clock.advance(seconds=10)
    assert store.size_bytes() == 0


def test_entry_keys_are_unambiguous_ascii() -> None:
    assert entry_key("denied", "a", "b") == 'denied:["a","b"]'
    assert entry_key("k", "a,b") != entry_key("k", "a", "b")
    assert entry_key("k", 'a","b') != entry_key("k", "a", "b")
    assert entry_key("k", "é\ud800").isascii()


def test_redis_index_leaves_with_its_last_member(
    redis_store: RedisStore, redis_client: redis.Redis
) -> None:
    redis_store.add("i", "late", 60)
    redis_store.add("i", "soon", SHORT)
    assert 59_000 < redis_client.pttl("i") <= 60_000
    assert eventually(lambda: redis_store.members("i") == {"late"})
    redis_store.add("i", "next", 60)
    assert redis_client.zcard("i") == 2
    redis_store.add("brief", "x", SHORT)
    assert eventually(lambda: redis_client.exists("brief") == 0)


def test_redis_entries_carry_their_own_expiry(
    redis_store: RedisStore, redis_client: redis.Redis
) -> None:
    redis_store.put("a", "1", 1.0001)
    assert 900 < redis_client.pttl("a") <= 1001


def test_an_unavailable_redis_is_an_error_never_an_answer() -> None:
    store = RedisStore(lambda: connect("redis://127.0.0.1:1"))
    for _ in range(2):
        with pytest.raises(StoreUnavailableError) as error:
            store.get("a")
        assert str(error.value) == "The store does not answer: try again in 2 seconds."
        assert error.value.retry_after == 2
    store.close()


def test_a_cluster_is_recognised(tmp_path: Path, redis_server: RedisServer) -> None:
    nodes = start_cluster(tmp_path)
    single = RedisStore(lambda: connect(redis_server.url))
    cluster = RedisStore(lambda: connect(nodes[0].url))
    try:
        for number in range(20):  # in all three nodes
            for store in (single, cluster):
                store.put(f"k{number}", "1", 60)
                assert store.swap(f"k{number}", "1", "2", 60)
                assert store.get(f"k{number}") == "2"
                store.add(f"i{number}", "x", 60)
                assert store.members(f"i{number}") == {"x"}
        assert all(node.client.dbsize() for node in nodes)
    finally:
        for store in (single, cluster):
            store.close()
        for node in nodes:
            node.stop()


def test_entries_show_what_lives_and_for_how_long(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    store.put("a", "1", 10)
    store.add("b", "one", 30)
    store.put("c", "gone", 5)
    clock.advance(seconds=5)
    assert store.entries() == [("a", "1", 5), ("b", "one", 25)]
