"""A plain static file server: no special headers, the site under a sub-path."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

SUB_PATH = "/guide"


class Handler(SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        # A page that is left takes its browser's connections with it.
        with suppress(ConnectionError):
            super().do_GET()

    def translate_path(self, path: str) -> str:
        inside = path.startswith(f"{SUB_PATH}/")
        return super().translate_path(path.removeprefix(SUB_PATH) if inside else "/no")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output free of a line for each request."""


@contextmanager
def serving(folder: Path, asked: list[str] | None = None) -> Iterator[str]:
    """Serve `folder` on a free port; yield the address of its first page.

    The paths that are asked for go into `asked`.
    """
    own = type("OwnHandler", (Handler,), {"asked": [] if asked is None else asked})
    handler = functools.partial(own, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}/"
        server.shutdown()
