"""The code of a cell cannot reach another origin by any of the browser's doors."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.cells import cell, run, write
from tests.browser.conftest import new_context

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


TRY = """
import asyncio, js
from pyodide.code import run_js
from pyodide.ffi import to_js
try:
    {code}
    print("tried")
except Exception:
    print("refused")
"""


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """Listen at another origin; yield its address and the paths of what arrives."""
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


@pytest.fixture(scope="module")
def target(browser: Browser, site: str) -> Iterator[Locator]:
    """Give a cell of a page whose code may cause faults."""
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site}jwt/")
        yield cell(page, "Sign a token")


def test_no_door_leads_out(target: Locator, listener: tuple[str, list[str]]) -> None:
    """Each door has an address of its own, so what arrives tells which one is open."""
    url, heard = listener
    for door, code in DOORS.items():
        own = code.format(url=f"{url}/{door.replace(' ', '-')}")
        write(target, TRY.format(code=own.replace("\n", "\n    ")))
        assert run(target) in {"tried\n", "refused\n"}, door
    # What a door let out may still be on its way.
    write(target, "import asyncio\nawait asyncio.sleep(2)")
    run(target)
    assert heard == []


LASTING = """
import js
for name in ("caches", "Cache", "CacheStorage", "Worker"):
    print(name, getattr(js, name, None))
told = js.Object.getOwnPropertyDescriptor(js.WorkerGlobalScope.prototype, "caches")
print(getattr(told, "get", None))
"""


def test_code_has_no_means_to_outlive_the_visit(target: Locator) -> None:
    write(target, LASTING)
    names = ("caches", "Cache", "CacheStorage", "Worker")
    assert run(target).splitlines() == [f"{name} None" for name in names] + ["None"]
