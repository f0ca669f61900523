from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import chromium
from tests.browser.static_server import serving

SITE = Path(__file__).parents[2] / "site"

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Give the address of the built site, served below a sub-path."""
    assert (SITE / "index.html").exists(), f"{SITE} is empty: run make build first."
    with serving(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def lenient_page(browser: Browser) -> Iterator[Page]:
    """Open a page whose faults the test provokes itself.

    Without a service worker, whose requests Playwright's routes do not see.
    """
    context = browser.new_context(service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page that may not log, fail, or ask anything of another origin."""
    page = context.new_page()
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
            # The browser calls off what it was fetching for a page that is left.
            None
            if request.failure == "net::ERR_ABORTED"
            else faults.append(f"failed: {request.url} {request.failure}")
        ),
    )
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
            else faults.append(f"off origin: {request.url}")
        ),
    )
    yield page
    assert faults == []
