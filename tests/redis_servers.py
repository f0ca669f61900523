"""Run real Redis servers and clusters on free ports of this machine."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

SLOTS = 16384


class ReservedPort:
    """Reserve a free TCP port until `release`.

    The socket is bound but does not listen. Linux gives its port to nobody who asks
    for any free port, and lets a server that names the port listen on it, because
    both sockets have SO_REUSEADDR (socket(7)).
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.number: int = self._socket.getsockname()[1]

    def release(self) -> None:
        """Give the port back."""
        self._socket.close()


def wait_for(done: Callable[[], object], what: str, seconds: float = 10) -> None:
    """Poll until `done` returns a true value; fail after some seconds."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not come within {seconds} seconds.")
        time.sleep(0.02)


class RedisServer:
    """Run one server without files; a test can kill it and start it again."""

    def __init__(self, folder: Path, *options: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("There is no redis-server: apt install redis-server.")
        self._reserved = [ReservedPort(), ReservedPort()]
        self.port, self.bus_port = (one.number for one in self._reserved)
        self.url = f"redis://127.0.0.1:{self.port}"
        self.client = redis.Redis(port=self.port, decode_responses=True)
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)]
        where += ["--cluster-port", str(self.bus_port)]
        memory = ["--save", "", "--appendonly", "no"]
        self._command = [program, *where, *memory, *options]
        self._log = folder / f"redis-{self.port}.log"

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log)
        wait_for(self._answers, "an answer of Redis")

    def _answers(self) -> bool:
        assert self._process.poll() is None, "The Redis server ended at its start."
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def ask(self, *command: str | int) -> dict[str, str]:
        answer = self.client.execute_command(*command)  # type: ignore[no-untyped-call]
        return answer if isinstance(answer, dict) else {}

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(timeout=10)

    def stop(self) -> None:
        self.client.close()
        self.kill()
        for reserved in self._reserved:
            reserved.release()


def start_cluster(folder: Path) -> list[RedisServer]:
    """Start three masters that share the slots."""
    nodes = []
    for number in range(3):
        config = str(folder / f"nodes-{number}.conf")
        node = RedisServer(
            folder, "--cluster-enabled", "yes", "--cluster-config-file", config
        )
        nodes.append(node)
        node.start()
        start, end = SLOTS * number // 3, SLOTS * (number + 1) // 3 - 1
        node.ask("CLUSTER ADDSLOTSRANGE", start, end)
        node.ask("CLUSTER MEET", "127.0.0.1", nodes[0].port, nodes[0].bus_port)
    wait_for(lambda: all(_is_whole(node) for node in nodes), "a whole cluster")
    return nodes


def _is_whole(node: RedisServer) -> bool:
    info = node.ask("CLUSTER INFO")
    return (info["cluster_state"], info["cluster_known_nodes"]) == ("ok", "3")
