from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import run
from tests.browser.conftest import SITE

PAGES = sorted(
    str(page.parent.relative_to(SITE)).replace(".", "")
    for page in SITE.rglob("index.html")
)


@pytest.mark.parametrize("address", PAGES)
def test_each_cell_prints_what_the_build_recorded(
    page: Page, site: str, address: str
) -> None:
    page.goto(f"{site}{address}/".replace("guide//", "guide/"))
    expect(page.locator("h1").first).to_be_visible()
    for target in page.locator("live-cell").all():
        expect(target).to_have_attribute("data-state", "idle")
        recorded = target.locator(".live-recorded samp").text_content()
        assert run(target) == recorded


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(
    page: Page, site: str, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}{address}/".replace("guide//", "guide/"))
    expect(page.locator("live-cell:not([data-state])")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_site_has_pages() -> None:
    assert {"", "sessions", "jwt", "hybrid", str(Path("tools/workshop"))} <= set(PAGES)
