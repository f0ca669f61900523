"""A page of another version of the site is never put into the open document."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.detour import Detour
from tests.browser.visit import follow

VERSION = re.compile(r'(<meta name="site-version" content=")[^"]*')


def of_newer_version(route: Route) -> None:
    response = route.fetch()
    route.fulfill(
        response=response, body=VERSION.sub(r"\1main-NEWER.js", response.text())
    )


def test_a_page_of_a_newer_version_is_loaded_whole(
    lenient_page: Page, site: str
) -> None:
    page = lenient_page
    page.goto(f"{site}/jwt/")
    page.evaluate("globalThis.document_of_before = true")
    follow(page, f"{site}/sessions/")
    assert page.evaluate("globalThis.document_of_before")

    page.route("**/hybrid/", of_newer_version)
    page.evaluate(
        "(address) => [...document.links].find(({href}) => href === address).click()",
        f"{site}/hybrid/",
    )
    expect(page.locator("h1")).to_contain_text("Hybrid")
    expect(page.locator("meta[content='main-NEWER.js']")).to_have_count(1)
    assert not page.evaluate("globalThis.document_of_before ?? false")


def test_a_reader_who_comes_back_is_told_of_a_newer_version(
    lenient_page: Page, site: str
) -> None:
    page = lenient_page
    page.clock.install()
    page.goto(f"{site}/jwt/")
    detour = Detour(page, "**/jwt/", of_newer_version)
    come_back = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(come_back)
    notice = page.get_by_role("status").filter(has_text="newer version")
    expect(notice).to_have_count(0)

    page.clock.fast_forward(3_600_001)
    page.evaluate(come_back)
    expect(notice).to_be_visible()
    detour.end()
    notice.get_by_role("button", name="Reload").click()
    expect(notice).to_have_count(0)
