"""Delay Redis's answers with a TCP proxy, as a network between app and Redis does."""

import asyncio
import selectors
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import override


def fine_loop() -> asyncio.AbstractEventLoop:
    """Make a loop with exact waits. With epoll they are whole milliseconds."""
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


class DelayedAnswers(asyncio.Protocol):
    """Redis's side of a connection, which passes answers on after a delay.

    Args:
        app: the connection to the app.
        delay: returns seconds.

    """

    def __init__(self, app: asyncio.StreamWriter, delay: Callable[[], float]) -> None:
        self.app = app
        self.delay = delay

    @override
    def data_received(self, data: bytes) -> None:
        if self.delay():
            asyncio.get_running_loop().call_later(self.delay(), self.app.write, data)
        else:
            self.app.write(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.app.close()


class SlowProxy:
    """Pass bytes on, and delay each answer by `delay` seconds.

    Args:
        port: the port of Redis on this machine.

    """

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.port = 0
        self._redis = port

    async def serve(self, ready: threading.Event, stopped: asyncio.Event) -> None:
        """Listen until `stopped` is set. Set `ready` when the port is known."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stopped.wait()
        server.close()
        server.close_clients()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        back = DelayedAnswers(writer, lambda: self.delay)
        redis, _ = await loop.create_connection(lambda: back, "127.0.0.1", self._redis)
        with suppress(ConnectionError):
            while piece := await reader.read(65536):
                redis.write(piece)
        redis.close()
        writer.close()


@contextmanager
def slow_proxy(port: int) -> Iterator[SlowProxy]:
    """Run a proxy in front of the Redis on this port."""
    proxy, ready, stopped = SlowProxy(port), threading.Event(), asyncio.Event()
    runner = asyncio.Runner(loop_factory=fine_loop)

    def run() -> None:
        with runner:
            runner.run(proxy.serve(ready, stopped))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield proxy
    finally:
        runner.get_loop().call_soon_threadsafe(stopped.set)
        thread.join(10)
