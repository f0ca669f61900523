"""A real Redis server and one clock for the tests of examples/."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from examples.clock import ManualClock
from examples.redis_stores import RedisStore
from examples.stores import MemoryStore, Store
from examples.tokens import Tokens

NOW = 1_800_000_000
KEY = b"0123456789abcdef0123456789abcdef"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(client: redis.Redis, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            client.ping()
        except redis.ConnectionError:
            assert process.poll() is None, "The Redis server ended at its start."
            time.sleep(0.05)
        else:
            return
    pytest.fail("The Redis server did not answer within 10 seconds.")


@pytest.fixture(scope="session")
def redis_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis.Redis]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("There is no redis-server: install it (apt install redis-server).")
    port, folder = str(free_port()), tmp_path_factory.mktemp("redis")
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with Path(folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--port", port, "--dir", str(folder), *options], stdout=log
        )
    client = redis.Redis(port=int(port), decode_responses=True)
    try:
        wait_until_up(client, process)
        yield client
    finally:
        client.close()
        process.terminate()
        process.wait(timeout=10)


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
