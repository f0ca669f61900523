"""Serve files compressed, as common hosts do, over a simulated slow line."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import override

from tests.browser.static_server import SUB_PATH, Handler

BYTES_PER_SECOND = 10_000_000 / 8
LATENCY = 0.040  # seconds from a request to the first byte of its answer
PIECE = 16 * 1024
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm", ".xml"}


class Line:
    """The network line that all answers share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.sent = 0

    def wait(self, size: int) -> None:
        """Wait until the line has carried `size` bytes."""
        with self.lock:
            start = max(self.free_at, time.perf_counter())
            self.free_at = start + size / BYTES_PER_SECOND
            self.sent += size
        time.sleep(max(0, self.free_at - time.perf_counter()))


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 9)


def make_handler(folder: Path, line: Line) -> type[Handler]:
    class Shaped(Handler):
        protocol_version = "HTTP/1.1"

        @override
        def do_GET(self) -> None:
            time.sleep(LATENCY)
            name = self.path.split("?")[0].removeprefix(SUB_PATH)
            path = folder / name.strip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            small = path.suffix in COMPRESSED
            body = packed(path) if small else path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            if small:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            # The browser closes the connection when the measurement is done.
            with suppress(ConnectionError):
                self.send_slowly(body)

        def send_slowly(self, body: bytes) -> None:
            for start in range(0, len(body), PIECE):
                piece = body[start : start + PIECE]
                line.wait(len(piece))
                self.wfile.write(piece)

    return Shaped


@contextmanager
def slow_line(folder: Path) -> Iterator[tuple[str, Line]]:
    """Serve `folder` at 10 Mbit/s and 40 ms, and yield the address and the line."""
    line = Line()
    handler = make_handler(folder, line)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}/", line
        server.shutdown()
