from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event

import pytest

from examples.auth.clock import ManualClock
from examples.auth.refresh import (
    REPEAT,
    RefreshRefusedError,
    RefreshTokenReusedError,
    RefreshTokens,
)
from examples.auth.store_protocol import StoreUnavailableError
from examples.stores.memory import MemoryStore, Store
from examples.stores.redis import RedisStore, connect
from tests.stalled_redis import debug_server, stalled

UNKNOWN = "The refresh token is unknown, expired or revoked: log in again."
DAY = 86400


@pytest.fixture
def tokens(store: Store, clock: ManualClock) -> RefreshTokens:
    return RefreshTokens(store, clock)


def refusal(tokens: RefreshTokens, token: str) -> RefreshRefusedError:
    with pytest.raises(RefreshRefusedError) as error:
        tokens.rotate(token)
    return error.value


def test_each_use_gives_another_token_of_the_family(tokens: RefreshTokens) -> None:
    first, family = tokens.start("alice")
    second, same = tokens.rotate(first)
    third, _ = tokens.rotate(second)
    assert len({first, second, third}) == 3
    assert (same.user, same.handle) == ("alice", family.handle)
    assert {token.partition(".")[0] for token in (first, second, third)} == {
        first.partition(".")[0]
    }


def test_a_second_use_ends_the_family(tokens: RefreshTokens) -> None:
    first, family = tokens.start("alice")
    other, _ = tokens.start("alice")
    second, _ = tokens.rotate(first)
    error = refusal(tokens, first)
    assert isinstance(error, RefreshTokenReusedError)
    assert "may be stolen" in str(error)
    assert str(refusal(tokens, second)) == UNKNOWN
    assert tokens.families.peek(family.handle) is None
    tokens.rotate(other)


def test_of_many_uses_at_once_one_wins_and_the_family_ends(
    tokens: RefreshTokens,
) -> None:
    token, family = tokens.start("alice")

    def use(_: int) -> str | None:
        try:
            return tokens.rotate(token)[0]
        except RefreshRefusedError:
            return None

    with ThreadPoolExecutor(20) as pool:
        won = [one for one in pool.map(use, range(100)) if one]
    assert len(won) == 1
    assert str(refusal(tokens, won[0])) == UNKNOWN
    assert tokens.families.list_all("alice") == []
    assert tokens.families.peek(family.handle) is None


@pytest.mark.parametrize("token", ["", ".", "unknown", "a.b.c", "\ud800.\ud800"])
def test_unknown_token(tokens: RefreshTokens, token: str) -> None:
    assert str(refusal(tokens, token)) == UNKNOWN


def test_a_token_expires_unused(clock: ManualClock) -> None:
    tokens = RefreshTokens(MemoryStore(clock), clock)
    token, _ = tokens.start("alice")
    clock.advance(seconds=7 * DAY - 1)
    token, _ = tokens.rotate(token)
    clock.advance(seconds=7 * DAY)
    assert str(refusal(tokens, token)) == UNKNOWN


def test_a_family_expires_however_often_it_is_rotated(clock: ManualClock) -> None:
    tokens = RefreshTokens(MemoryStore(clock), clock)
    token, _ = tokens.start("alice")
    for _ in range(29):
        clock.advance(hours=24)
        token, _ = tokens.rotate(token)
    clock.advance(hours=24)
    assert str(refusal(tokens, token)) == UNKNOWN


def test_end_one_and_end_all_leave_nothing(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    tokens = RefreshTokens(store, clock)
    first, family = tokens.start("alice")
    for _ in range(3):
        tokens.start("alice")
    bobs, _ = tokens.start("bob")
    assert tokens.end_one("bob", family.handle) is False
    assert tokens.end_one("alice", family.handle) is True
    assert tokens.end_one("alice", family.handle) is False
    assert str(refusal(tokens, first)) == UNKNOWN
    tokens.end_all("alice")
    assert len(store) == 3
    tokens.rotate(bobs)


class Faulty(MemoryStore):
    """Loses the answer to a swap, which it makes or does not make."""

    swaps = True
    loses = True

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        done = self.swaps and super().swap(key, old, new, ttl)
        if self.loses:
            raise StoreUnavailableError
        return done


@pytest.mark.parametrize("swaps", [True, False])
def test_a_rotation_without_an_answer_can_be_repeated(
    clock: ManualClock, swaps: bool
) -> None:
    store = Faulty(clock)
    tokens = RefreshTokens(store, clock)
    first, family = tokens.start("alice")
    store.swaps = swaps
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            tokens.rotate(first)
        clock.advance(seconds=30)
    store.swaps, store.loses = True, False
    second, _ = tokens.rotate(first)
    third, _ = tokens.rotate(second)
    assert tokens.families.peek(family.handle)
    assert isinstance(refusal(tokens, second), RefreshTokenReusedError)
    assert str(refusal(tokens, third)) == UNKNOWN


def test_a_rotation_without_an_answer_can_be_repeated_once(clock: ManualClock) -> None:
    store = Faulty(clock)
    tokens = RefreshTokens(store, clock)
    first, _ = tokens.start("alice")
    with pytest.raises(StoreUnavailableError):
        tokens.rotate(first)
    store.loses = False
    tokens.rotate(first)
    assert isinstance(refusal(tokens, first), RefreshTokenReusedError)


def test_a_rotation_without_an_answer_can_be_repeated_for_a_minute(
    clock: ManualClock,
) -> None:
    store = Faulty(clock)
    tokens = RefreshTokens(store, clock)
    first, _ = tokens.start("alice")
    other, _ = tokens.start("bob")
    with pytest.raises(StoreUnavailableError):
        tokens.rotate(first)
    clock.advance(seconds=REPEAT)
    with pytest.raises(StoreUnavailableError):
        tokens.rotate(other)
    store.loses = False
    assert isinstance(refusal(tokens, first), RefreshTokenReusedError)


def test_a_slow_redis_ends_no_family(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        debug_server(tmp_path) as server,
        closing(RedisStore(lambda: connect(server.url))) as store,
        ThreadPoolExecutor(20) as pool,
    ):
        tokens = RefreshTokens(store)
        before = [tokens.start("alice")[0] for _ in range(20)]
        swap, ready, go = store.swap, Barrier(21), Event()

        def late(key: str, old: str, new: str, ttl: float) -> bool:
            ready.wait(10)
            go.wait(10)
            return swap(key, old, new, ttl)

        with monkeypatch.context() as patch:
            patch.setattr(store, "swap", late)
            rotations = [pool.submit(tokens.rotate, token) for token in before]
            ready.wait(10)
            with stalled(server, 1.2):
                go.set()
                after = [rotation.result()[0] for rotation in rotations]
        assert len(tokens.families.list_all("alice")) == 20
        for token in after:
            tokens.rotate(token)


def test_the_store_holds_no_token(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    token, _ = RefreshTokens(store, clock).start("alice")
    held = repr(vars(store))
    assert not [part for part in token.split(".") if part in held]
