"""Example servers under measurement: started, logged in to, watched by psutil."""

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
LIFETIME = "7200"  # no access token expires within a run

# By turns: two requests of one login at a time would wait for each other.
LOGINS = 16


@dataclass(frozen=True)
class Target:
    """One path of one running server, and what a request to it brings.

    Args:
        url: of the server.
        path: that answers who calls.
        header: the name of the credential's header.
        values: of that header, one for each login; none where nobody asks for one.
        process: of the server.

    """

    url: str
    path: str
    header: str
    values: tuple[str, ...]
    process: psutil.Process

    def family(self) -> list[psutil.Process]:
        """List the server's processes: gunicorn has a parent and a worker."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Return the processor time that all of them took so far, kernel included."""
        times = [process.cpu_times() for process in self.family()]
        return sum(one.user + one.system for one in times)

    def rss_mib(self) -> float:
        """Return the memory of all of them; what they share counts more than once."""
        return sum(one.memory_info().rss for one in self.family()) / 2**20


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Args:
        client: of the server.
        process: of the server.

    """

    client: httpx.Client
    process: psutil.Process

    def target(self, path: str, header: str = "", *values: str) -> Target:
        """Return one path of the server as a target of load."""
        return Target(str(self.client.base_url), path, header, values, self.process)


@contextmanager
def started(
    name: str, redis_url: str, folder: Path, *, bare: bool = False
) -> Iterator[Running]:
    """Run a server as `make run-example` does; `bare` is the one that asks nobody."""
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
    """Log in with sessions."""
    users = [SessionUser(server.client, root) for _ in range(LOGINS)]
    for user in users:
        user.log_in()
    return server.target(f"{root}/me", "Cookie", *(user.cookie for user in users))


def by_token(server: Running, root: str = "") -> Target:
    """Log in with tokens."""
    users = [JwtUser(server.client, root) for _ in range(LOGINS)]
    for user in users:
        user.log_in()
    values = [f"Bearer {user.access}" for user in users]
    return server.target(f"{root}/me", "Authorization", *values)


def by_nothing(server: Running) -> Target:
    """Ask a server that wants no credential."""
    return server.target("/me")
