"""Share one server of each name and store among the tests of this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from examples.servers.registry import SERVERS
from tests.examples.servers.running import running
from tests.examples.servers.users import JwtUser, SessionUser
from tests.redis_servers import start_cluster

type Opener = Callable[[str, str], httpx.Client]

SHARED_STORES = ["django-hybrid/redis", "flask-hybrid/cluster"]
"""Servers with a real store, one each.

No adapter knows its store, so more pairs would repeat other tests:
tests/examples/stores runs the operations of a store in memory and on Redis, and
test_store_unavailable runs all nine servers on Redis. Django has the place on Redis
because its session engine, unlike the other servers, calls the store itself.
"""


def targets(kind: str) -> list[str]:
    """Name each server of this kind with its store, such as `fastapi-jwt/memory`."""
    found = [name for name in SERVERS if name.endswith((kind, "hybrid"))]
    return [*(f"{name}/memory" for name in found), *SHARED_STORES]


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    nodes = start_cluster(tmp_path_factory.mktemp("cluster"))
    yield nodes[0].url
    for node in nodes:
        node.stop()


@pytest.fixture(scope="session")
def open_client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opener]:
    opened: dict[tuple[str, str], httpx.Client] = {}
    folder = tmp_path_factory.mktemp("servers")

    def start(name: str, store: str) -> httpx.Client:
        environment = {}
        if store == "redis":
            # Each server has its own database, so that none throttles another.
            url = request.getfixturevalue("redis_server").url
            environment["REDIS_URL"] = f"{url}/{list(SERVERS).index(name)}"
        elif store == "cluster":
            environment["REDIS_URL"] = request.getfixturevalue("cluster_url")
        log = folder / f"{name}-{store}.log"
        return stack.enter_context(running(name, log, **environment))

    def opener(name: str, store: str) -> httpx.Client:
        if (name, store) not in opened:
            opened[name, store] = start(name, store)
        return opened[name, store]

    with ExitStack() as stack:
        yield opener


def root_of(name: str, half: str) -> str:
    return half if name.endswith("hybrid") else ""


@pytest.fixture(params=targets("session"), scope="session")
def session_target(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=targets("jwt"), scope="session")
def jwt_target(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_session(session_target: str, open_client: Opener) -> Callable[..., SessionUser]:
    name, store = session_target.split("/")
    http = open_client(name, store)
    return lambda user="alice": SessionUser(http, root_of(name, "/web"), user)


@pytest.fixture
def new_jwt(jwt_target: str, open_client: Opener) -> Callable[..., JwtUser]:
    name, store = jwt_target.split("/")
    http = open_client(name, store)
    return lambda user="alice": JwtUser(http, root_of(name, "/api"), user)
