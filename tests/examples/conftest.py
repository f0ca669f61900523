"""A real Redis server and one clock for the tests of examples/."""

from collections.abc import Iterator

import pytest
import redis
from django.core.handlers.wsgi import WSGIHandler

from examples.auth.clock import ManualClock
from examples.auth.tokens import Tokens
from examples.servers import django_session
from examples.servers.django_parts import new_app
from examples.stores.memory import MemoryStore, Store
from examples.stores.redis import RedisStore
from tests.redis_servers import RedisServer

NOW = 1_800_000_000
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_client(redis_server: RedisServer) -> redis.Redis:
    return redis_server.client


@pytest.fixture
def redis_store(redis_client: redis.Redis) -> RedisStore:
    redis_client.flushall()
    return RedisStore(lambda: redis_client)


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore()
    found: Store = request.getfixturevalue("redis_store")
    return found


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def tokens(clock: ManualClock) -> Tokens:
    return Tokens(KEY, "https://auth.example", "shop", clock)


@pytest.fixture(scope="session")
def django_project() -> WSGIHandler:
    """Return the one project that Django can have in a process."""
    urls = "tests.examples.servers.test_django_parts"
    return new_app(urls, django_session.MIDDLEWARE, **django_session.SETTINGS)
