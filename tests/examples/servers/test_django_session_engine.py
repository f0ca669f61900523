import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from examples.auth.clock import ManualClock
from examples.servers.django_session_engine import SessionStore
from examples.servers.everywhere import Everywhere
from examples.stores.memory import MemoryStore, Store


class Meddling(MemoryStore):
    """Lets something happen once between the load and the store of a session."""

    change = ""

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        if self.change == "end":
            self.delete(key)
        elif self.change:
            self.put(key, self.change, ttl)
        self.change = ""
        return super().swap(key, old, new, ttl)


@pytest.fixture(autouse=True)
def used(
    django_project: WSGIHandler,
    monkeypatch: pytest.MonkeyPatch,
    store: Store,
    clock: ManualClock,
) -> Iterator[None]:
    assert django_project
    monkeypatch.setattr(SessionStore, "clock", clock)
    with override_settings(STORE=store):
        yield


@pytest.fixture
def meddling(clock: ManualClock) -> Iterator[Meddling]:
    store = Meddling(clock)
    with override_settings(STORE=store):
        yield store


def start(user: str = "alice") -> str:
    session = SessionStore()
    session["user"] = user
    session.save()
    assert session.session_key
    return session.session_key


def user_of(session_id: str) -> str | None:
    user: str | None = SessionStore(session_id).get("user")
    return user


def test_start_then_find() -> None:
    ids = [start("alice"), start("bob")]
    assert {len(session_id) for session_id in ids} == {43}
    assert [user_of(session_id) for session_id in ids] == ["alice", "bob"]
    assert SessionStore().exists(ids[0])
    assert not SessionStore().exists("unknown-id")


def test_an_id_that_the_client_chose_is_not_taken_up() -> None:
    session = SessionStore("chosen-by-the-attacker")
    session["user"] = "alice"
    assert session.session_key is None
    session.save()
    assert session.session_key not in {None, "chosen-by-the-attacker"}


def test_a_session_of_nobody_keeps_data_as_well() -> None:
    session = SessionStore()
    session["note"] = "kept"
    session.save()
    assert SessionStore(session.session_key).get("note") == "kept"
    assert SessionStore.list_all("") == []


def test_a_new_id_keeps_data_and_age(clock: ManualClock) -> None:
    old = start()
    clock.advance(seconds=5)
    session = SessionStore(old)
    session.cycle_key()
    assert session.session_key
    assert user_of(old) is None
    assert user_of(session.session_key) == "alice"
    (listed,) = SessionStore.list_all("alice")
    assert (listed.handle, listed.last_seen - listed.created) == (session.handle, 5)


def test_flush_ends_the_session_and_keeps_nothing() -> None:
    old = start()
    session = SessionStore(old)
    session.flush()
    assert (user_of(old), session.get("user"), session.session_key) == (None,) * 3
    SessionStore().delete()


def test_list_and_end(clock: ManualClock) -> None:
    first, second, bob = start(), start(), start("bob")
    clock.advance(seconds=1)
    mine = SessionStore(first).handle
    assert user_of(first) == "alice"
    found = [session.handle for session in SessionStore.list_all("alice")]
    assert found == [mine, SessionStore(second).handle]
    assert not SessionStore.end_one("bob", mine)
    assert SessionStore.end_one("alice", mine)
    assert not SessionStore.end_one("alice", mine)
    assert [user_of(one) for one in (first, second, bob)] == [None, "alice", "bob"]
    Everywhere(settings.STORE).end_all("alice")
    assert SessionStore.list_all("alice") == []
    assert [user_of(one) for one in (second, bob)] == [None, "bob"]


# With the clock alone, and with the store's expiry as well.
@pytest.mark.parametrize("store_too", [False, True])
def test_idle_timeout(clock: ManualClock, store_too: bool) -> None:
    with override_settings(STORE=MemoryStore(clock if store_too else ManualClock(0))):
        session_id = start()
        for _ in range(2):
            clock.advance(seconds=1799)
            assert user_of(session_id) == "alice"
        clock.advance(seconds=1800)
        assert SessionStore.list_all("alice") == []
        assert user_of(session_id) is None


@pytest.mark.parametrize("store_too", [False, True])
def test_absolute_timeout_despite_activity(clock: ManualClock, store_too: bool) -> None:
    with override_settings(STORE=MemoryStore(clock if store_too else ManualClock(0))):
        session_id = start()
        for _ in range(31):
            clock.advance(minutes=15)
            SessionStore(session_id).load()
        clock.advance(seconds=899)
        session = SessionStore(session_id)
        session["note"] = "changed"
        clock.advance(seconds=1)
        with pytest.raises(UpdateError):
            session.save()
        assert user_of(session_id) is None


def test_a_log_out_during_a_request_wins(meddling: Meddling) -> None:
    session_id = start()
    meddling.change = "end"
    assert user_of(session_id) is None
    late = SessionStore(other := start())
    late["note"] = "changed"
    SessionStore(other).delete()
    with pytest.raises(UpdateError):
        late.save()
    assert user_of(other) is None


def test_a_change_during_a_request_wins(meddling: Meddling) -> None:
    session_id = start()
    changed = SessionStore(session_id).load() | {"note": "changed"}
    meddling.change = json.dumps(changed)
    assert SessionStore(session_id).get("note") == "changed"
    assert SessionStore(session_id).get("note") == "changed"


def test_the_store_holds_no_cookie_and_forgets(
    meddling: Meddling, clock: ManualClock
) -> None:
    session_id = start()
    leaked = json.dumps([meddling._values, [*meddling._expiry]])
    assert "alice" in leaked
    assert session_id not in leaked
    SessionStore.clear_expired()
    assert user_of(session_id) == "alice"
    clock.advance(hours=8)
    assert len(meddling) == 0
