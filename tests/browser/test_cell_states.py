"""What a live cell shows, keeps, needs and says."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cells import cell, press, run, write
from tests.browser.visit import renew


@pytest.fixture
def home(shared_page: Page, site: str) -> Page:
    """Show the home page as it is published; Python may run already."""
    renew(shared_page, f"{site}jwt/")
    return shared_page


def test_the_cells_that_a_cell_needs_run_first(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}sessions/")
    cells = shared_page.locator("live-cell")
    run(cells.nth(2))
    for earlier in (cells.nth(0), cells.nth(1)):
        expect(earlier).to_have_attribute("data-state", "done")
    expect(cells.nth(3)).to_have_attribute("data-state", "idle")


def test_a_cell_does_not_run_when_one_that_it_needs_fails(home: Page) -> None:
    first, second = cell(home, "Sign a token"), cell(home, "Read it without a key")
    write(first, "1 / 0")
    run(second, "failed")
    expect(first).to_have_attribute("data-state", "failed")
    expect(second.get_by_role("alert")).to_contain_text("“Sign a token”")


def test_an_edit_makes_the_outputs_that_depend_on_it_stale(home: Page) -> None:
    first, second = cell(home, "Sign a token"), cell(home, "Read it without a key")
    run(second)
    press(first, "Copy")
    write(first, "token = 'a.b.c'")
    expect(second).to_have_attribute("data-state", "stale")
    press(first, "Reset")
    expect(second).to_have_attribute("data-state", "done")


def test_run_all_runs_every_cell(shared_page: Page, site: str) -> None:
    page = shared_page
    renew(page, f"{site}hybrid/")
    page.get_by_role("button", name="Run all", exact=True).click()
    for target in page.locator("live-cell").all():
        expect(target).to_have_attribute("data-state", "done")


def test_edits_survive_reload_and_navigation(home: Page) -> None:
    target = cell(home, "Sign a token")
    code = target.get_by_role("textbox", name="Code")
    write(target, "print('kept')")
    home.reload()
    expect(code).to_have_text("print('kept')")
    expect(target).to_have_attribute("data-edited", "")
    home.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(home).to_have_title("Session authentication - JWT or session?")
    home.go_back()
    expect(code).to_have_text("print('kept')")


def test_a_shared_link_shows_its_code_without_running_it(
    home: Page, browser: Browser
) -> None:
    target = cell(home, "Sign a token")
    write(target, "print('shared ✓')")
    press(target, "Share")
    expect(target.get_by_role("status")).to_contain_text("Link copied")
    link = home.evaluate("navigator.clipboard.readText()")
    other = browser.new_context().new_page()
    other.goto(link)
    received = cell(other, "Sign a token")
    code = received.get_by_role("textbox", name="Code")
    expect(code).to_have_text("print('shared ✓')")
    expect(received).to_have_attribute("data-state", "idle")
    expect(received.get_by_role("status")).to_contain_text("has not run")
    assert run(received) == "shared ✓\n"
    other.context.close()


def test_an_edit_is_offered_after_the_published_code_changed(home: Page) -> None:
    write(cell(home, "Sign a token"), "print('mine')")
    home.evaluate(
        "for (const key of Object.keys(sessionStorage)) {"
        " const draft = JSON.parse(sessionStorage[key]);"
        " if (draft?.code) sessionStorage[key] ="
        " JSON.stringify({...draft, published: 'old'}); }"
    )
    home.reload()
    target = cell(home, "Sign a token")
    press(target, "Use my edit")
    code = target.get_by_role("textbox", name="Code")
    expect(code).to_have_text("print('mine')")


def test_the_keyboard_reaches_every_control(home: Page) -> None:
    target = cell(home, "Sign a token")
    target.get_by_role("button", name="Run", exact=True).focus()
    home.keyboard.press("Enter")
    expect(target).to_have_attribute("data-state", "done")
    run_button = target.get_by_role("button", name="Run", exact=True)
    expect(run_button).to_be_focused()


def test_a_touch_runs_a_cell(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{site}jwt/")
    target = cell(page, "Sign a token")
    target.get_by_role("button", name="Run", exact=True).tap()
    expect(target).to_have_attribute("data-state", "done")
    context.close()


def test_without_javascript_code_and_output_are_there(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}jwt/")
    target = page.locator("live-cell").first
    expect(target.locator(".highlight").first).to_be_visible()
    expect(target.locator(".live-recorded samp")).to_contain_text("eyJ")
    context.close()
