"""Reload pages of `make serve` without breaking their content security policy."""

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer


def reload_by_file(server: LiveReloadServer, script: Path) -> None:
    """Make the server deliver a script and name it in each page.

    MkDocs would write an inline script, which the policy does not allow.

    Args:
        server: the server of `mkdocs serve`.
        script: the script file.

    """
    address = f"{server.mount_path}assets/{script.name}"

    def serve(environ: WSGIEnvironment, reply: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != address:
            return server.serve_request(environ, reply)
        reply("200 OK", [("Content-Type", "text/javascript")])
        return [script.read_bytes()]

    def inject(content: bytes, epoch: int) -> bytes:
        tag = f'<script src="{address}" data-epoch="{epoch}"></script></body>'
        return content.replace(b"</body>", tag.encode(), 1)

    server.set_app(serve)
    # MkDocs has no public way to change the script that it adds to each page.
    server._inject_js_into_html = inject  # type: ignore[method-assign]
