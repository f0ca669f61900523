"""Python boots from the snapshot, and in the plain way whenever that fails."""

import gzip
import hashlib
import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.cells import SAVE_DATA, cell, run, traceback_of, write
from tests.browser.conftest import SITE
from tests.browser.static_server import serving

FACTS = json.loads(next(SITE.glob("assets/python/*/boot.json")).read_text())
SNAPSHOT = next(SITE.glob("assets/python/*/python.snapshot.gz")).read_bytes()
STDLIB = "python_stdlib.zip"


def way(page: Page) -> str:
    return page.locator("html").get_attribute("data-python-boot") or ""


def test_python_boots_from_the_snapshot_and_measures_that_once(
    page: Page, site: str
) -> None:
    page.goto(f"{site}jwt/")
    run(cell(page, "Sign a token"))
    assert way(page) == "snapshot"
    [duration] = page.evaluate(
        "performance.getEntriesByName('python-boot').map((entry) => entry.duration)"
    )
    assert duration > 0


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


def damaged(page: Page) -> None:
    body = SNAPSHOT[:-100] + bytes(100)
    page.route("**/python.snapshot.gz", lambda route: route.fulfill(body=body))


def cut_short(page: Page) -> None:
    page.route(
        "**/python.snapshot.gz", lambda route: route.fulfill(body=SNAPSHOT[:1000])
    )


def missing(page: Page) -> None:
    page.route("**/python.snapshot.gz", lambda route: route.fulfill(status=404))


def wrong_size(page: Page) -> None:
    serve_snapshot(page, gzip.compress(gzip.decompress(SNAPSHOT)[:-4096], 1))


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
        (damaged, "the snapshot is damaged"),
        (cut_short, "the snapshot is damaged"),
        (missing, "answered 404"),
        (wrong_size, "the snapshot has a wrong size"),
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


def test_a_damaged_snapshot_is_not_kept(lenient_page: Page, site: str) -> None:
    damaged(lenient_page)
    lenient_page.goto(f"{site}jwt/")
    run(cell(lenient_page, "Sign a token"))
    assert "damaged" in way(lenient_page)
    # Python keeps its files together, and then its loader.
    lenient_page.wait_for_function(KEPT, arg=["pyodide.asm.wasm.gz", "pyodide.mjs"])
    lenient_page.unroute_all()
    lenient_page.goto(f"{site}jwt/")
    run(cell(lenient_page, "Sign a token"))
    assert way(lenient_page) == "snapshot"


def test_the_first_import_that_needs_the_standard_library_loads_it(page: Page) -> None:
    asked: list[str] = []
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        target = cell(page, "Sign a token")
        run(target)
        assert not any(STDLIB in path for path in asked)
        write(target, "import statistics\nprint(statistics.mean([1, 2, 6]))")
        assert run(target) == "3\n"
        assert sum(STDLIB in path for path in asked) == 1
        write(target, "import numpy")
        run(target, "failed")
        alert = target.get_by_role("alert")
        expect(alert).to_have_text("ModuleNotFoundError: No module named 'numpy'")


def test_tracebacks_quote_the_lines_of_the_examples(page: Page, site: str) -> None:
    page.goto(f"{site}jwt/")
    target = cell(page, "Sign a token")
    write(
        target,
        "from examples.auth.keys import check_secret\ncheck_secret(b'short', 'HS256')",
    )
    run(target, "failed")
    where = "Line 2: check_secret(b'short', 'HS256')"
    expect(target.locator(".live-where")).to_have_text(where)
    printed = traceback_of(target)
    assert 'site-packages/examples/auth/keys.py", line' in printed
    assert "raise WeakKeyError(" in printed


def test_save_data_delays_the_download_of_python_until_a_run(page: Page) -> None:
    asked: list[str] = []
    page.add_init_script(SAVE_DATA)
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        assert not any("/assets/python/" in path for path in asked)
        run(cell(page, "Sign a token"))
        assert any("/assets/python/" in path for path in asked)


def test_an_idle_page_downloads_python_in_advance(page: Page, site: str) -> None:
    with page.expect_request("**/python.snapshot.gz"):
        page.goto(f"{site}jwt/")
    expect(page.locator("html")).to_have_attribute("data-python", "off")


def test_the_second_visit_downloads_nothing_of_python(page: Page) -> None:
    asked: list[str] = []
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        run(cell(page, "Sign a token"))
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        del asked[:]
        page.reload()
        run(cell(page, "Sign a token"))
        assert [path for path in asked if "/assets/python/" in path] == []
        assert [path for path in asked if "/assets/scripts/" in path] == []


def test_a_visited_site_signs_tokens_without_a_network(
    context: BrowserContext,
) -> None:
    page = context.new_page()
    with serving(SITE) as address:
        page.goto(f"{address}jwt/")
        printed = run(cell(page, "Sign a token"))
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
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


def test_two_boots_of_one_snapshot_share_no_random_value(
    browser: Browser, site: str
) -> None:
    boots = []
    for _ in range(2):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site}jwt/")
        target = cell(page, "Sign a token")
        write(target, RANDOM)
        began = time.time()
        values = json.loads(run(target))
        assert way(page) == "snapshot"
        assert began - 5 < values[8] < time.time() + 5
        boots.append(values)
        context.close()
    assert all(one != other for one, other in zip(*boots, strict=True))
