"""Code in a cell cannot reach another origin, by any door of the browser."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.cells import cell, run, write

DOORS = {
    "fetch": "await js.fetch('{url}')",
    "XHR": "x = js.XMLHttpRequest.new(); x.open('GET', '{url}', False); x.send()",
    "WebSocket": "js.WebSocket.new('{url}'.replace('http', 'ws'))",
    "EventSource": "js.EventSource.new('{url}')",
    "dynamic import": "await run_js('import(\"{url}/x.js\")')",
    "nested worker": "js.Worker.new('{url}/x.js')",
    "nested blob worker": (
        "b = js.Blob.new(to_js(['fetch(\"{url}\").catch(() => 0)']))\n"
        "js.Worker.new(js.URL.createObjectURL(b))"
    ),
    "twin worker": (
        "u = [e.name for e in js.performance.getEntriesByType('resource')\n"
        "     if 'worker-' in e.name][0]\n"
        "w = js.Worker.new(u, to_js({{'type': 'module'}},"
        " dict_converter=js.Object.fromEntries))\n"
        "await asyncio.sleep(0.5)\n"
        "c = js.MessageChannel.new()\n"
        "m = to_js({{'base': '{url}/', 'port': c.port2, 'lock': 'x'}},"
        " dict_converter=js.Object.fromEntries)\n"
        "w.postMessage(m, to_js([c.port2]))"
    ),
}


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """Count whatever arrives at an origin that is not the site's."""
    heard: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            heard.append(format % args)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_out(
    lenient_page: Page, site: str, listener: tuple[str, list[str]], door: str
) -> None:
    url, heard = listener
    lenient_page.goto(site)
    target = cell(lenient_page, "Sign a token")
    code = DOORS[door].format(url=url).replace("\n", "\n    ")
    write(
        target,
        "import asyncio, js\n"
        "from pyodide.code import run_js\n"
        "from pyodide.ffi import to_js\n"
        f"try:\n    {code}\n    print('tried')\n"
        "except Exception as error:\n    print('refused', type(error))\n"
        "await asyncio.sleep(1)\nprint('end')",
    )
    assert run(target).endswith("end\n")
    assert heard == []


LASTING = """
import js
for name in ("caches", "Cache", "CacheStorage", "Worker"):
    print(name, getattr(js, name, None))
told = js.Object.getOwnPropertyDescriptor(js.WorkerGlobalScope.prototype, "caches")
print(getattr(told, "get", None))
"""


def test_nothing_of_a_run_can_outlive_the_visit(page: Page, site: str) -> None:
    page.goto(site)
    target = cell(page, "Sign a token")
    write(target, LASTING)
    names = ("caches", "Cache", "CacheStorage", "Worker")
    assert run(target).splitlines() == [f"{name} None" for name in names] + ["None"]
