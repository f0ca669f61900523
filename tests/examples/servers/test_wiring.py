import subprocess
import sys

import pytest

from examples.auth.clock import ManualClock
from examples.auth.store_protocol import StoreUnavailableError
from examples.servers.settings import Settings
from examples.servers.wiring import (
    Dependencies,
    jwt_service,
    make_dependencies,
    make_store,
    session_service,
)
from examples.stores.memory import MemoryStore
from tests.redis_servers import RedisServer

SETTINGS = Settings("pw", jwt_lifetime=5, key_period=7)


def test_services_share_store_and_users() -> None:
    parts = make_dependencies(SETTINGS)
    session, token = session_service(parts), jwt_service(parts)
    assert session.authenticator is token.authenticator
    assert session.sessions.store is token.refresh_tokens.store is parts.store
    assert (token.tokens.lifetime, token.tokens.keys.period) == (5, 7)
    assert token.denylist is None
    assert jwt_service(parts, at_once=True).denylist is not None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "from there")
    assert make_dependencies().authenticator.users.verify("alice", "from there")


def test_redis_as_soon_as_it_is_named(redis_server: RedisServer) -> None:
    assert isinstance(make_store(SETTINGS), MemoryStore)
    store = make_store(Settings("pw", redis_server.url))
    store.put("assembled", "1", 60)
    assert redis_server.client.get("assembled") == "1"
    unavailable = make_store(Settings("pw", "redis://127.0.0.1:1"))
    with pytest.raises(StoreUnavailableError):
        unavailable.get("a")


def test_fastapi_needs_nothing_that_the_browser_lacks() -> None:
    program = """
import sys
for name in ("redis", "argon2", "cryptography", "uvicorn", "httpx"):
    sys.modules[name] = None
import examples.servers.fastapi_hybrid
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_one_clock_rules_all_parts() -> None:
    clock = ManualClock(7)
    made = make_dependencies(SETTINGS)
    parts = Dependencies(SETTINGS, made.store, made.authenticator, clock)
    token = jwt_service(parts, at_once=True)
    assert token.denylist is not None
    clocks = (
        session_service(parts).sessions.clock,
        token.tokens.clock,
        token.tokens.keys.clock,
        token.refresh_tokens.clock,
        token.denylist.clock,
    )
    assert all(one is clock for one in clocks)
