"""Each cell of each page prints what the build recorded and shows."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import run
from tests.browser.conftest import SITE
from tests.browser.visit import follow

PAGES = sorted(
    str(page.parent.relative_to(SITE)).replace(".", "")
    for page in SITE.rglob("index.html")
)


def address_of(site: str, page: str) -> str:
    return f"{site}{page}/" if page else site


@pytest.mark.parametrize("name", PAGES)
def test_each_cell_prints_what_the_build_recorded(
    shared_page: Page, site: str, name: str
) -> None:
    """One visit sees all pages, so that one Python runs every cell of the site."""
    follow(shared_page, address_of(site, name))
    expect(shared_page.locator("h1").first).to_be_visible()
    for target in shared_page.locator("live-cell").all():
        expect(target).to_have_attribute("data-state", "idle")
        recorded = target.locator(".live-recorded samp").text_content()
        assert run(target) == recorded


def test_the_site_has_pages() -> None:
    assert {"", "sessions", "jwt", "hybrid", str(Path("tools/workshop"))} <= set(PAGES)
