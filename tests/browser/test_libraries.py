"""The page on libraries: filtered, opened and read by hand, by keyboard and address."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from snippets.libraries import meets

ROOT = Path(__file__).parents[2]
DATA: dict[str, Any] = json.loads(
    (ROOT / "docs/data/libraries.json").read_text(encoding="utf-8")
)


def rows_that_meet(name: str, setting: str) -> set[str]:
    attacks = next(r["attacks"] for r in DATA["requirements"] if r["name"] == name)
    return {
        row["title"]
        for row in DATA["rows"]
        if setting in row["settings"]
        and meets(row["settings"][setting]["cells"], attacks)
    }


@pytest.fixture
def libraries(page: Page, site: str) -> Page:
    page.goto(f"{site}libraries/")
    expect(choice(page, "Requirement")).to_be_visible()
    return page


def choice(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def shown(page: Page) -> set[str]:
    return set(page.locator("library-filter li:visible a").all_inner_texts())


def test_the_filter_shows_who_meets_a_requirement(libraries: Page) -> None:
    page = libraries
    status = page.get_by_role("status", name="Matches")
    total = len(DATA["rows"])
    expect(status).to_have_text(f"{total} of {total} set-ups are shown.")
    choice(page, "Requirement").select_option("Sign-out must take effect at once")
    choice(page, "Setting").select_option("As the quick start says")
    wanted = rows_that_meet("logout", "quick-start")
    assert shown(page) == wanted
    expect(status).to_have_text(
        f"{len(wanted)} of {total} set-ups meet this requirement."
    )
    table = page.get_by_role("table", name="Sign-out", exact=True)
    expect(table.get_by_role("row").filter(visible=True)).to_have_count(1 + len(wanted))
    # The address holds the filter, for a link and for Reload.
    assert page.url.endswith("#libraries=requirement:logout,setting:quick-start")
    page.reload()
    expect(choice(page, "Setting")).to_have_value("quick-start")
    assert shown(page) == wanted
    page.get_by_role("button", name="Clear filter").click()
    expect(status).to_have_text(f"{total} of {total} set-ups are shown.")


def test_a_setting_hides_the_other(libraries: Page) -> None:
    page = libraries
    both = page.locator(".library-grid td").filter(
        has=page.locator('a[data-setting="safest"]')
    )
    cell = both.first
    expect(cell.locator("a")).to_have_count(2)
    choice(page, "Setting").select_option("As safe as its documentation allows")
    expect(cell.locator("a").filter(visible=True)).to_have_count(1)
    expect(cell.locator("a").filter(visible=True)).to_contain_text("Safest")


def test_no_match_says_what_to_do(libraries: Page) -> None:
    choice(libraries, "Framework").select_option("Starlette")
    choice(libraries, "Kind").select_option("JWT")
    expect(libraries.get_by_role("status", name="Matches")).to_have_text(
        "No library fits. Choose another setting, or fewer conditions."
    )


def test_a_cell_opens_its_evidence_by_keyboard(libraries: Page) -> None:
    page = libraries
    row = page.get_by_role("row").filter(has_text="Flask-Session").first
    row.get_by_role("link", name=re.compile("^Refused: Dead at once")).press("Enter")
    dialog = page.get_by_role("dialog", name="Evidence")
    expect(dialog).to_contain_text("Flask-Session: Copied credential after sign-out")
    expect(dialog).to_contain_text("POST /logout")
    expect(dialog).to_contain_text("401 Unauthorized")
    expect(dialog).to_contain_text('Setting: SESSION_TYPE = "redis".')
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert "/libraries/" in page.url


def test_the_evidence_has_an_address_of_its_own(page: Page, site: str) -> None:
    page.goto(f"{site}libraries/flask-session/#flask-session--fixation")
    expect(page.locator("#flask-session--fixation")).to_be_visible()
    expect(page.locator("#flask-session--tampered")).to_have_count(0)


def test_everything_is_there_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}libraries/")
    table = page.get_by_role("table", name="Sign-out", exact=True)
    assert table.get_by_role("row").count() > 15
    expect(page.locator("library-filter")).to_be_hidden()
    link = table.get_by_role("link", name=re.compile("Works until it expires")).first
    link.click()
    expect(page.locator(":target")).to_be_visible()
    context.close()


def test_a_phone_shows_cards(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}libraries/#sign-out")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    table = page.get_by_role("table", name="Sign-out", exact=True)
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").count() == 1
    box = row.get_by_role("cell").first.get_by_role("link").first.bounding_box()
    assert box
    assert box["height"] >= 44
    context.close()
