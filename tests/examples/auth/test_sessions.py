import dataclasses
import json
from typing import Any

import pytest

from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.stores.memory import MemoryStore, Store

UNKNOWN = "No session has this id: it was ended or never started. Log in again."
IDLE = "The session was idle for 30 minutes or more: log in again."
OLD = "The session is 8 hours old, the absolute limit: log in again."


@pytest.fixture
def sessions(store: Store, clock: ManualClock) -> Sessions:
    return Sessions(store, clock)


@pytest.fixture
def memory(clock: ManualClock) -> MemoryStore:
    return MemoryStore(clock)


def refusal(sessions: Sessions, session_id: str) -> str:
    with pytest.raises(NoSessionError) as error:
        sessions.find(session_id)
    return str(error.value)


def test_start_then_find(sessions: Sessions, clock: ManualClock) -> None:
    session_id = sessions.start("alice")
    clock.advance(seconds=5)
    session = sessions.find(session_id)
    assert (session.user, session.last_seen - session.created) == ("alice", 5)


def test_ids_have_43_characters_and_are_new(sessions: Sessions) -> None:
    ids = {sessions.start("alice") for _ in range(20)}
    assert len(ids) == 20
    assert {len(session_id) for session_id in ids} == {43}


@pytest.mark.parametrize("session_id", ["", "unknown", "\ud800", "x" * 10_000])
def test_unknown_id(sessions: Sessions, session_id: str) -> None:
    assert refusal(sessions, session_id) == UNKNOWN


def test_end_is_at_once_and_ends_one(sessions: Sessions) -> None:
    laptop, phone = sessions.start("alice"), sessions.start("alice")
    sessions.end(laptop)
    sessions.end(laptop)
    assert refusal(sessions, laptop) == UNKNOWN
    assert sessions.find(phone).user == "alice"


def test_end_all_ends_only_this_user(sessions: Sessions) -> None:
    alice = [sessions.start("alice") for _ in range(3)]
    bob = sessions.start("bob")
    sessions.end_all("alice")
    assert [refusal(sessions, session_id) for session_id in alice] == [UNKNOWN] * 3
    assert sessions.list_all("alice") == []
    assert sessions.find(bob).user == "bob"


def test_end_one_by_handle_of_own_user_only(sessions: Sessions) -> None:
    session_id = sessions.start("alice")
    handle = sessions.find(session_id).handle
    assert sessions.end_one("bob", handle) is False
    assert sessions.find(session_id).user == "alice"
    assert sessions.end_one("alice", handle) is True
    assert refusal(sessions, session_id) == UNKNOWN
    assert sessions.end_one("alice", handle) is False


def test_list_shows_the_latest_seen_first(
    sessions: Sessions, clock: ManualClock
) -> None:
    ids = []
    for _ in range(3):
        ids.append(sessions.start("alice"))
        clock.advance(seconds=1)
    first = sessions.find(ids[0])
    listed = sessions.list_all("alice")
    assert listed[0] == first
    assert [session.last_seen - listed[2].created for session in listed] == [2, 1, 0]


def test_an_ended_session_leaves_no_trace(
    memory: MemoryStore, clock: ManualClock
) -> None:
    sessions = Sessions(memory, clock)
    sessions.end(sessions.start("alice"))
    assert len(memory) == 0


def test_the_handle_does_not_log_in(sessions: Sessions) -> None:
    session = sessions.find(sessions.start("alice"))
    assert refusal(sessions, session.handle) == UNKNOWN


def test_the_store_holds_no_cookie(memory: MemoryStore, clock: ManualClock) -> None:
    session_id = Sessions(memory, clock).start("alice")
    leaked = json.dumps([memory._values, [*memory._expiry]])
    assert "alice" in leaked
    assert session_id not in leaked


def test_idle_timeout(sessions: Sessions, clock: ManualClock) -> None:
    session_id = sessions.start("alice")
    clock.advance(seconds=1799)
    sessions.find(session_id)
    clock.advance(seconds=1799)
    sessions.find(session_id)
    clock.advance(seconds=1800)
    assert sessions.list_all("alice") == []
    assert refusal(sessions, session_id) == IDLE
    assert refusal(sessions, session_id) == UNKNOWN


def test_absolute_timeout_despite_activity(
    sessions: Sessions, clock: ManualClock
) -> None:
    session_id = sessions.start("alice")
    for _ in range(31):
        clock.advance(minutes=15)
        sessions.find(session_id)
    clock.advance(seconds=899)
    sessions.find(session_id)
    clock.advance(seconds=1)
    assert refusal(sessions, session_id) == OLD


def test_forgotten_sessions_leave_no_trace(
    memory: MemoryStore, clock: ManualClock
) -> None:
    sessions = Sessions(memory, clock)
    for _ in range(100):
        sessions.start("alice")
    clock.advance(hours=1)
    assert len(memory) == 100  # index members, until somebody lists them
    assert sessions.list_all("alice") == []
    assert len(memory) == 0
    sessions.start("alice")
    clock.advance(hours=8, minutes=30)
    assert len(memory) == 0


def test_a_log_out_during_a_request_wins(clock: ManualClock) -> None:
    class LogsOutBetween(MemoryStore):
        def replace(self, key: str, value: str, ttl: float) -> bool:
            self.delete(key)
            return super().replace(key, value, ttl)

    store = LogsOutBetween(clock)
    sessions = Sessions(store, clock)
    session_id = sessions.start("alice")
    assert refusal(sessions, session_id) == UNKNOWN
    assert store._values == {}


@pytest.mark.parametrize("user", ['a","b', "a:b", "{alice}", "é"])
def test_user_names_are_kept_apart(sessions: Sessions, user: str) -> None:
    sessions.start(user)
    sessions.start("a")
    assert [session.user for session in sessions.list_all(user)] == [user]


def test_limits_are_arguments(memory: MemoryStore, clock: ManualClock) -> None:
    limits: dict[str, Any] = {"idle": 120, "absolute": 300}
    sessions = dataclasses.replace(Sessions(memory, clock), **limits)
    session_id = sessions.start("alice")
    clock.advance(seconds=120)
    assert "idle for 2 minutes or more" in refusal(sessions, session_id)
