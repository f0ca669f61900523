"""The cost model on the performance page, moved by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visit import renew

MISSES = re.compile("^A plain JWT misses the deadline")
MEETS = re.compile("^All three meet the deadline")


@pytest.fixture
def model(shared_page: Page, site: str) -> Locator:
    """Show the cost model with its own numbers; Python may run already."""
    renew(shared_page, f"{site}performance/")
    return shared_page.get_by_role("group", name="Cost model", exact=True)


def field(model: Locator, name: str) -> Locator:
    return model.get_by_role("spinbutton", name=name, exact=True)


def status(model: Locator) -> Locator:
    return model.get_by_role("status", name="Summary")


def cells(model: Locator, row: str) -> list[str]:
    table = model.get_by_role("table", name="Estimate", exact=True)
    line = table.get_by_role("row", name=re.compile(f"^{row}"))
    return line.get_by_role("cell").all_inner_texts()


def test_the_table_is_shown_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}performance/")
    model = page.get_by_role("group", name="Cost model", exact=True)
    expect(status(model)).to_have_text(MISSES)
    assert cells(model, "Meets the deadline") == ["no", "yes", "yes"]
    expect(field(model, "Users logged in")).to_be_hidden()
    context.close()


def test_a_new_number_changes_the_table_and_the_url(model: Locator) -> None:
    before = cells(model, "Memory of the store")
    field(model, "Revocation deadline, seconds").fill("900")
    expect(status(model)).to_have_text(MEETS)
    field(model, "Users logged in").fill("1000000")
    field(model, "Users logged in").press("Enter")
    expect(model.page).to_have_url(re.compile("#cost=users:1000000,"))
    expect(model.get_by_role("table")).to_contain_text(re.compile(r"\d MiB"))
    assert cells(model, "Memory of the store") != before
    model.page.reload()
    expect(field(model, "Users logged in")).to_have_value("1000000")
    expect(status(model)).to_have_text(MEETS)
    model.page.go_back()
    expect(field(model, "Users logged in")).to_have_value("10000")
    expect(status(model)).to_have_text(MEETS)
    model.page.go_back()
    expect(field(model, "Revocation deadline, seconds")).to_have_value("60")
    expect(status(model)).to_have_text(MISSES)


def test_the_keyboard_moves_a_slider(model: Locator) -> None:
    slider = model.get_by_role("slider", name="Token lifetime, seconds: slider")
    slider.focus()
    slider.press("Home")
    expect(field(model, "Token lifetime, seconds")).to_have_value("10")
    expect(status(model)).to_have_text(MEETS)
    slider.press("End")
    expect(field(model, "Token lifetime, seconds")).to_have_value("86000")
    expect(slider).to_have_attribute("aria-valuetext", "86000")
    expect(status(model)).to_have_text(MISSES)


def test_an_invalid_number_leaves_the_table_unchanged(model: Locator) -> None:
    before = cells(model, "Memory of the store")
    field(model, "Users logged in").fill("-5")
    sentence = "Users logged in: give a number from 0 up. The table shows earlier "
    expect(status(model)).to_have_text(f"{sentence}numbers.")
    assert cells(model, "Memory of the store") == before
    field(model, "Token lifetime, seconds").fill("0")
    field(model, "Users logged in").fill("5")
    expect(status(model)).to_have_text("token_lifetime_s is 0: give a number above 0.")
