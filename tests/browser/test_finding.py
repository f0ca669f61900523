"""Readers find pages, tools and cells: by search, by links, and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import SAVE_DATA
from tests.browser.finding import search_for


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("revoke", "revocation/"),
        ("decode a token", "tools/decoder/"),
        ("chooser", "choose/"),
        ("sign in the future", "faq/"),
    ],
)
def test_the_search_leads_to_tools_and_pages(
    page: Page, site: str, words: str, first: str
) -> None:
    page.add_init_script(SAVE_DATA)
    page.goto(f"{site}glossary/")
    # The results of the first words come before those of all.
    found = search_for(page, words).first
    expect(found).to_have_attribute("href", re.compile(re.escape(site + first)))


def test_the_search_shows_live_cells(page: Page, site: str) -> None:
    page.add_init_script(SAVE_DATA)
    page.goto(f"{site}glossary/")
    found = search_for(page, "sign in the future")
    cell = found.filter(has_text="Run it: Sign in the future").first
    cell.click()
    expect(page).to_have_url(re.compile(r"/faq/(\?.*)?#not_yet$"))
    expect(page.get_by_role("group", name="Sign in the future")).to_be_in_viewport()


def test_on_a_phone_a_row_is_a_card_and_stays_a_row(page: Page, site: str) -> None:
    page.add_init_script(SAVE_DATA)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site)
    table = page.get_by_role("table", name="Quick comparison")
    heads = [
        text.strip() for text in table.get_by_role("columnheader").all_inner_texts()
    ]
    assert heads == ["Aspect", "Session", "JWT", "Proof"]
    row = table.get_by_role("row").nth(1)
    aspect, session, jwt, proof = (cell for cell in row.get_by_role("cell").all())
    boxes = [cell.bounding_box() for cell in (aspect, session, jwt, proof)]
    top, left, right, link = (box or {"x": 0, "y": 0} for box in boxes)
    # The name and its proof are the card's head, and both answers lie side by side.
    assert top["y"] == link["y"] < left["y"] == right["y"]
    assert left["x"] < right["x"]
    expect(jwt).to_have_attribute("data-label", "JWT")
