"""The built site on a web server, one Chromium, and pages that report their faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import chromium
from tests.browser.static_server import serving

SITE = Path(__file__).parents[2] / "site"

# Milliseconds. The machine may run other tests at the same time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the built site below a sub-path; yield its address."""
    assert (SITE / "index.html").exists(), f"{SITE} is empty: run make build first."
    with serving(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests of this process."""
    with chromium() as browser:
        yield browser


def new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context


def faults_of(page: Page) -> list[str]:
    """List, from now on, what the page logs, what fails, and what leaves the origin."""
    faults: list[str] = []
    page.on(
        "console",
        lambda message: (
            faults.append(f"console {message.type}: {message.text}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            # The browser cancels the requests of a page that the reader leaves.
            None
            if request.failure == "net::ERR_ABORTED"
            else faults.append(f"failed: {request.url} {request.failure}")
        ),
    )
    page.context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
            else faults.append(f"off origin: {request.url}")
        ),
    )
    return faults


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture
def lenient_page(browser: Browser) -> Iterator[Page]:
    """Open a page whose faults the test causes itself.

    It has no service worker, because Playwright's routes do not see the requests of
    one.
    """
    context = browser.new_context(service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page that must not log, fail, or send anything to another origin."""
    page = context.new_page()
    faults = faults_of(page)
    yield page
    assert faults == []


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open one page for a whole module, with the list of its faults."""
    context = new_context(browser)
    page = context.new_page()
    yield page, faults_of(page)
    context.close()


@pytest.fixture
def shared_page(visit: tuple[Page, list[str]]) -> Iterator[Page]:
    """Lend the module's page, whose Python stays; each test must cause no fault."""
    page, faults = visit
    yield page
    found = faults.copy()
    faults.clear()
    assert found == []
