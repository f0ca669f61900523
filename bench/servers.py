"""Start example servers, log in to them, and read their use of the machine."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from examples.servers.registry import SERVERS
from examples.servers.run import command_of
from tests.examples.servers.running import PASSWORD
from tests.examples.servers.users import JwtUser, SessionUser
from tests.redis_servers import ReservedPort, wait_for

BARE = "bench.bare"
LIFETIME = "7200"  # seconds, so that no access token expires within a run

# The load alternates between logins, because two requests of one login at the same
# time would wait for each other.
LOGINS = 16


@dataclass(frozen=True)
class Target:
    """One path of one running server, and the credentials for it.

    Args:
        url: the server's address.
        path: the path that returns the user.
        header: the name of the credential's header.
        values: the header's values, one per login, none without authentication.
        process: the server's process.

    """

    url: str
    path: str
    header: str
    values: tuple[str, ...]
    process: psutil.Process

    def family(self) -> list[psutil.Process]:
        """List the server's processes. Gunicorn has a parent and a worker."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Return their processor time so far, including the kernel's."""
        times = [process.cpu_times() for process in self.family()]
        return sum(one.user + one.system for one in times)

    def rss_mib(self) -> float:
        """Return the memory of all of them. Shared memory counts more than once."""
        return sum(one.memory_info().rss for one in self.family()) / 2**20


@dataclass(frozen=True)
class Running:
    """A running server.

    Args:
        client: sends requests to the server.
        process: the server's process.

    """

    client: httpx.Client
    process: psutil.Process

    def target(self, path: str, header: str = "", *values: str) -> Target:
        """Return one path of the server as a target for the load."""
        return Target(str(self.client.base_url), path, header, values, self.process)


@contextmanager
def started(
    name: str, redis_url: str, folder: Path, *, bare: bool = False
) -> Iterator[Running]:
    """Run a server as `make run-example` does.

    Args:
        name: the server's name in the registry.
        redis_url: the address of Redis.
        folder: where the server's log is written.
        bare: whether the server skips authentication.

    """
    reserved, log = ReservedPort(), folder / f"{name}-{bare}.log"
    port = reserved.number
    command = command_of(name, port)
    if bare:
        command = [part.replace(SERVERS[name], BARE) for part in command]
    own = {"DEMO_PASSWORD": PASSWORD, "REDIS_URL": redis_url, "JWT_LIFETIME": LIFETIME}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | own | {"BARE": name}, stdout=out, stderr=out
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            wait_for(lambda: answers(client), f"an answer of {name}", 30)
            yield Running(client, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)
        reserved.release()


def answers(client: httpx.Client) -> bool:
    try:
        client.get("/")
    except httpx.ConnectError:
        return False
    return True


def by_cookie(server: Running, root: str = "") -> Target:
    """Log in with sessions, and return the target."""
    users = [SessionUser(server.client, root) for _ in range(LOGINS)]
    for user in users:
        user.log_in()
    return server.target(f"{root}/me", "Cookie", *(user.cookie for user in users))


def by_token(server: Running, root: str = "") -> Target:
    """Log in with tokens, and return the target."""
    users = [JwtUser(server.client, root) for _ in range(LOGINS)]
    for user in users:
        user.log_in()
    values = [f"Bearer {user.access}" for user in users]
    return server.target(f"{root}/me", "Authorization", *values)


def by_nothing(server: Running) -> Target:
    """Return the target of a server without authentication."""
    return server.target("/me")
