"""A Redis that stalls, and a proxy in front of Redis that loses answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.redis_servers import RedisServer, wait_for

DEBUG = ["--enable-debug-command", "yes"]
ONCE = Retry(NoBackoff(), 0)


@contextmanager
def debug_server(folder: Path) -> Iterator[RedisServer]:
    """Run a server that obeys DEBUG SLEEP."""
    server = RedisServer(folder, *DEBUG)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def stalled(server: RedisServer, seconds: float) -> Iterator[None]:
    """Stop Redis for so long; go on when it has stopped."""

    def sleep() -> None:
        with redis.Redis(port=server.port, socket_timeout=None) as client:
            client.execute_command("DEBUG", "SLEEP", seconds)

    with redis.Redis(port=server.port, socket_timeout=0.02, retry=ONCE) as probe:
        thread = threading.Thread(target=sleep)
        thread.start()
        wait_for(lambda: not _answers(probe), "a stall of Redis")
        yield
        thread.join()


def _answers(probe: redis.Redis) -> bool:
    try:
        return bool(probe.ping())
    except redis.TimeoutError:
        return False


class LossyProxy:
    """Passes everything to Redis, but loses as many answers as it is told to.

    It closes the connection of a lost answer, as a crashing load balancer would.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._lose = 0
        self._to = b""
        self._asked: dict[socket.socket, bytes] = {}
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def lose(self, answers: int, to: bytes = b"") -> None:
        """Lose so many answers to requests that contain these bytes."""
        with self._lock:
            self._lose, self._to = answers, to

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            for task in (self._forward, self._give_back):
                threading.Thread(target=task, args=(client, server)).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        while request := _received(client):
            self._asked[server] = request
            server.sendall(request)
        _close(server)

    def _give_back(self, client: socket.socket, server: socket.socket) -> None:
        while answer := _received(server):
            with self._lock:
                asked = self._asked.get(server, b"")
                losing = self._lose > 0 and self._to in asked
                self._lose -= losing
                self.lost += losing
            if losing:
                break
            client.sendall(answer)
        for one in (client, server):
            _close(one)


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
