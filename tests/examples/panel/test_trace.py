"""What a watched server does is noted, and its answers stay what they were."""

import asyncio

import pytest

from examples.auth.users import Users, WrongCredentialsError
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.browser_server import RunningServer
from examples.panel.trace import Event, WatchedStore, asked
from examples.stores.memory import MemoryStore
from tests.examples.conftest import NOW


def test_a_watched_store_notes_each_call_and_answers_alike() -> None:
    store = WatchedStore(MemoryStore(lambda: NOW), [])
    store.put("a:1", "x", 5)
    assert store.get("a:1") == "x"
    assert store.get("b:1") is None
    assert store.replace("a:1", "y", 5)
    assert not store.swap("a:1", "x", "z", 5)
    assert store.add("c:1", "m", 5)
    assert not store.add("c:1", "n", 5, limit=1)
    assert store.members("c:1") == {"m"}
    store.discard("c:1", "m")
    store.delete("a:1")
    assert store.trace == [
        Event("put", "a"),
        Event("get", "a"),
        Event("get", "b", ok=False),
        Event("replace", "a"),
        Event("swap", "a", ok=False),
        Event("add", "c"),
        Event("add", "c", ok=False),
        Event("members", "c"),
        Event("discard", "c"),
        Event("delete", "a"),
    ]
    assert asked(store.trace) == "3 reads, 5 writes, 2 deletes"


def test_signatures_and_passwords_are_no_calls_of_the_store() -> None:
    assert asked([Event("verify"), Event("sign"), Event("password")]) == "not asked"


def test_a_wrong_password_and_a_bad_signature_are_noted() -> None:
    server = RunningServer("fastapi_jwt", Users("pw", BrowserHasher(1)))
    json_, bearer = "Content-Type: application/json", "Authorization: Bearer a.b.c"
    wrong = '{"username": "alice", "password": "no"}'
    asyncio.run(server.client.send("POST", "/login", json_, wrong))
    assert Event("password", ok=False) in server.trace
    asyncio.run(server.client.send("GET", "/me", bearer, ""))
    assert server.trace[-1] == Event("verify", ok=False)


def test_the_error_of_a_wrong_password_is_passed_on() -> None:
    server = RunningServer("fastapi_session", Users("pw", BrowserHasher(1)))
    authenticator = server.app.state.sessions.authenticator
    with pytest.raises(WrongCredentialsError):
        authenticator.check("alice", "no", "127.0.0.1")
