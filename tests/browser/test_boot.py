"""Python boots from the snapshot, and in the plain way whenever that fails."""

import gzip
import hashlib
import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.cells import SAVE_DATA, cell, press, run, write
from tests.browser.conftest import SITE
from tests.browser.detour import Detour
from tests.browser.static_server import serving
from tests.redis_servers import wait_for

FACTS = json.loads(next(SITE.glob("assets/python/*/boot.json")).read_text())
SNAPSHOT = next(SITE.glob("assets/python/*/python.snapshot.gz")).read_bytes()
STDLIB = "python_stdlib.zip"


def way(page: Page) -> str:
    return page.locator("html").get_attribute("data-python-boot") or ""


def test_an_idle_page_boots_from_the_snapshot(page: Page, site: str) -> None:
    page.goto(f"{site}jwt/")
    expect(page.locator("html")).to_have_attribute("data-python", "ready")
    assert way(page) == "snapshot"
    [duration] = page.evaluate(
        "performance.getEntriesByName('python-boot').map((entry) => entry.duration)"
    )
    assert duration > 0


def test_an_idle_page_on_a_phone_only_fetches_what_the_first_run_boots(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    with page.expect_request("**/python.snapshot.gz"):
        page.goto(f"{site}jwt/")
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")
    expect(page.locator("html")).to_have_attribute("data-python", "off")
    run(cell(page, "Sign a token"))
    assert way(page) == "snapshot"
    context.close()


def prefix_worker(page: Page, line: str) -> None:
    """Run a line in the worker before its own code."""

    def answer(route: Route) -> None:
        script = route.fetch().text()
        route.fulfill(body=f"{line}\n{script}", content_type="text/javascript")

    page.route("**/worker-*.js", answer)


def serve_snapshot(page: Page, snapshot: bytes) -> None:
    """Serve another snapshot, and a worker that expects just that one."""
    sha256 = hashlib.sha256(snapshot).hexdigest()

    def answer(route: Route) -> None:
        script = route.fetch().text().replace(FACTS["sha256"], sha256)
        route.fulfill(body=script, content_type="text/javascript")

    page.route("**/worker-*.js", answer)
    page.route("**/python.snapshot.gz", lambda route: route.fulfill(body=snapshot))


def other_version(page: Page) -> None:
    pages = -(-FACTS["rawBytes"] // FACTS["pageBytes"])
    raw = bytearray(gzip.decompress(SNAPSHOT))
    raw[pages + 16] ^= 1  # the first byte of Pyodide's build id
    serve_snapshot(page, gzip.compress(raw, 1))


def no_decompression(page: Page) -> None:
    prefix_worker(page, "delete globalThis.DecompressionStream;")


def little_memory(page: Page) -> None:
    prefix_worker(
        page,
        "const Whole = Uint8Array; globalThis.Uint8Array = new Proxy(Whole, {"
        f"construct(_, [n, ...more]) {{ if (n === {FACTS['rawBytes']})"
        " throw new RangeError('Array buffer allocation failed');"
        " return Reflect.construct(Whole, [n, ...more]); }});",
    )


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        (other_version, "build id mismatch"),
        (no_decompression, "DecompressionStream is not defined"),
        (little_memory, "Array buffer allocation failed"),
    ],
)
def test_python_boots_without_the_snapshot_and_says_why(
    lenient_page: Page, site: str, break_it: Callable[[Page], None], reason: str
) -> None:
    break_it(lenient_page)
    lenient_page.goto(f"{site}jwt/")
    printed = run(cell(lenient_page, "Sign a token"))
    assert printed.startswith("eyJ")
    assert way(lenient_page).startswith("plain, since ")
    assert reason in way(lenient_page)


KEPT = """async (names) => {
  const kept = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys())
      kept.push(url.slice(url.lastIndexOf("/") + 1));
  return names.every((name) => kept.includes(name));
}"""


def test_python_boots_without_a_damaged_snapshot_and_does_not_keep_it(
    lenient_page: Page, site: str
) -> None:
    body = SNAPSHOT[:-100] + bytes(100)
    detour = Detour(
        lenient_page, "**/python.snapshot.gz", lambda route: route.fulfill(body=body)
    )
    lenient_page.goto(f"{site}jwt/")
    assert run(cell(lenient_page, "Sign a token")).startswith("eyJ")
    assert way(lenient_page) == "plain, since the snapshot is damaged"
    # Python keeps its files together, and then its loader.
    names = ["pyodide.asm.wasm.gz", "pyodide.mjs"]
    wait_for(lambda: lenient_page.evaluate(KEPT, names), "Python's files in the cache")
    detour.end()
    lenient_page.goto(f"{site}jwt/")
    run(cell(lenient_page, "Sign a token"))
    assert way(lenient_page) == "snapshot"


def test_a_page_downloads_python_and_its_library_when_code_needs_them(
    page: Page,
) -> None:
    asked: list[str] = []
    page.add_init_script(SAVE_DATA)
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        assert not any("/assets/python/" in path for path in asked)
        target = cell(page, "Sign a token")
        run(target)
        assert any("/assets/python/" in path for path in asked)
        assert not any(STDLIB in path for path in asked)
        write(target, "import statistics\nprint(statistics.mean([1, 2, 6]))")
        assert run(target) == "3\n"
        assert sum(STDLIB in path for path in asked) == 1
        write(target, "import numpy")
        run(target, "failed")
        alert = target.get_by_role("alert")
        expect(alert).to_have_text("ModuleNotFoundError: No module named 'numpy'")


def test_a_second_visit_downloads_no_code_and_works_without_a_network(
    context: BrowserContext,
) -> None:
    asked: list[str] = []
    page = context.new_page()
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        printed = run(cell(page, "Sign a token"))
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        del asked[:]
        page.reload()
        run(cell(page, "Sign a token"))
        assert [path for path in asked if "/assets/python/" in path] == []
        assert [path for path in asked if "/assets/scripts/" in path] == []
    page.reload()
    assert run(cell(page, "Sign a token")) == printed
    assert way(page) == "snapshot"


RANDOM = """
import random, secrets, time, uuid
from examples.demos.published_key import KEY
from examples.auth.keys import new_secret
from examples.auth.sessions import Sessions
from examples.stores.memory import MemoryStore
from examples.auth.tokens import Tokens
tokens = Tokens(KEY, issuer="i", audience="a")
claims = tokens.verify(tokens.issue("alice"))
values = [
    random.random(), str(random.getstate()), secrets.token_hex(), str(uuid.uuid4()),
    claims["jti"], new_secret().hex(), Sessions(MemoryStore()).start("alice"),
    str(random.Random().getstate()), time.time(), id(object()) and time.monotonic(),
]
import json
print(json.dumps(values))
"""


def test_two_boots_of_one_snapshot_share_no_random_value(page: Page, site: str) -> None:
    page.goto(f"{site}jwt/")
    target = cell(page, "Sign a token")
    boots = []
    for _ in range(2):
        write(target, RANDOM)
        began = time.time()
        values = json.loads(run(target))
        assert way(page) == "snapshot"
        assert began - 5 < values[8] < time.time() + 5
        boots.append(values)
        write(target, "while True: pass")
        press(target, "Run")
        expect(target).to_have_attribute("data-state", "running")
        # Python boots anew.
        press(target, "Stop")
        expect(target).to_have_attribute("data-state", "stopped")
    assert all(one != other for one, other in zip(*boots, strict=True))
