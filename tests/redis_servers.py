"""Real Redis servers and clusters on free ports of this machine."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

SLOTS = 16384


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(done: Callable[[], object], what: str, seconds: float = 10) -> None:
    """Poll until it is done; fail with what is awaited."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"Within {seconds} seconds this did not come: {what}.")
        time.sleep(0.02)


class RedisServer:
    """One server that keeps nothing on disk; it can be killed and started again."""

    def __init__(self, folder: Path, *options: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("There is no redis-server: apt install redis-server.")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.client = redis.Redis(port=self.port, decode_responses=True)
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)]
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


def start_cluster(folder: Path) -> list[RedisServer]:
    """Start three masters that share the slots."""
    nodes = []
    for number in range(3):
        bus, config = str(free_port()), str(folder / f"nodes-{number}.conf")
        options = ["--cluster-enabled", "yes", "--cluster-port", bus]
        node = RedisServer(folder, *options, "--cluster-config-file", config)
        nodes.append(node)
        node.start()
        start, end = SLOTS * number // 3, SLOTS * (number + 1) // 3 - 1
        node.ask("CLUSTER ADDSLOTSRANGE", start, end)
        node.ask("CLUSTER MEET", "127.0.0.1", nodes[0].port, _bus_of(nodes[0]))
    wait_for(lambda: all(_is_whole(node) for node in nodes), "a whole cluster")
    return nodes


def _bus_of(node: RedisServer) -> str:
    return node.ask("CONFIG GET", "cluster-port")["cluster-port"]


def _is_whole(node: RedisServer) -> bool:
    info = node.ask("CLUSTER INFO")
    return (info["cluster_state"], info["cluster_known_nodes"]) == ("ok", "3")
