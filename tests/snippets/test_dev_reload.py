"""The real server of `mkdocs serve`, asked over HTTP."""

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from mkdocs.livereload import LiveReloadServer

from snippets.dev_reload import reload_by_file
from tests.snippets.conftest import Write

PAGE = "<html><body><p>Page {}</p></body></html>"


@pytest.fixture(params=["/", "/guide/"])
def server(
    request: pytest.FixtureRequest, tmp_path: Path, write: Write
) -> Iterator[LiveReloadServer]:
    write("site/index.html", PAGE.format(1))
    write("site/a/index.html", PAGE.format(2))
    write("site/assets/site.css", "p { color: red }\n")

    def build() -> None:
        write("site/index.html", PAGE.format("built again"))

    mount: str = request.param
    root = str(tmp_path / "site")
    server = LiveReloadServer(build, "127.0.0.1", 0, root, mount, 0.05, 0.05)
    write("docs/index.md", "1")
    server.watch(str(tmp_path / "docs"))
    reload_by_file(server, write("sources/dev-reload.js", "wait();\n"))
    thread = threading.Thread(target=server.serve)
    thread.start()
    # It listens and watches from then on.
    while not server.serve_thread.is_alive():
        assert thread.is_alive(), "The server ended at its start."
        time.sleep(0.01)
    yield server
    server.shutdown(wait=True)
    thread.join()


def get(server: LiveReloadServer, path: str) -> tuple[str, str]:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with urlopen(f"{address}{path}", timeout=10) as reply:
        return reply.headers["Content-Type"], reply.read().decode()


def epoch(server: LiveReloadServer, path: str) -> int:
    found = re.search(r'data-epoch="(\d+)"', get(server, path)[1])
    assert found is not None
    return int(found[1])


def test_each_page_names_a_script_instead_of_holding_one(
    server: LiveReloadServer,
) -> None:
    mount = server.mount_path
    for path, text in ((mount, "1"), (f"{mount}a/", "2")):
        number = epoch(server, path)
        source = f"{mount}assets/dev-reload.js"
        tag = f'<script src="{source}" data-epoch="{number}"></script>'
        html = PAGE.format(text).replace("</body>", f"{tag}</body>")
        assert get(server, path) == ("text/html", html)


def test_the_named_script_is_delivered(server: LiveReloadServer) -> None:
    path = f"{server.mount_path}assets/dev-reload.js"
    assert get(server, path) == ("text/javascript", "wait();\n")


def test_other_files_are_delivered_as_they_are(server: LiveReloadServer) -> None:
    path = f"{server.mount_path}assets/site.css"
    assert get(server, path) == ("text/css", "p { color: red }\n")
    with pytest.raises(HTTPError, match="404") as caught:
        get(server, f"{server.mount_path}assets/site/dev-reload.js")
    caught.value.close()


def test_a_change_answers_the_waiting_page_after_the_build(
    server: LiveReloadServer, write: Write
) -> None:
    first = epoch(server, server.mount_path)
    write("docs/index.md", "1, edited")
    answer = int(get(server, f"/livereload/{first}/1")[1])
    assert answer > first
    assert "built again" in get(server, server.mount_path)[1]
    assert epoch(server, server.mount_path) == answer
