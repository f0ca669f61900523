"""Searches the site as a reader does: by typing."""

from playwright.sync_api import Locator, Page, expect


def search_for(page: Page, words: str) -> Locator:
    """Type the words into the search field and return the links that it finds."""
    field = page.get_by_role("textbox", name="Search")
    field.click()
    field.fill("")
    field.press_sequentially(words)
    meta = page.locator(".md-search-result__meta")
    expect(meta).to_contain_text("matching document")
    return page.locator(".md-search-result__link")
