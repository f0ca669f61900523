"""The home page's stage, driven by role and name, recorded and live."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import faults_of
from tests.browser.detour import Detour
from tests.browser.finding import search_for

NO_STORAGE = """for (const name of
    ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { configurable: true, get() {
    throw new DOMException("The operation is insecure.", "SecurityError");
  } });"""
STEPS = ("Log in", "A thief copies the credential", "Log out", "+15 min")


@pytest.fixture
def stage(page: Page, site: str) -> Locator:
    page.goto(site)
    return page.get_by_role("group", name="Two servers, one thief")


def thief(stage: Locator, kind: str) -> Locator:
    return stage.get_by_role("status", name=f"{kind}: the thief")


def press(stage: Locator, *names: str) -> None:
    for name in names:
        stage.get_by_role("button", name=name, exact=True).click()


def is_live(stage: Locator) -> None:
    expect(stage.get_by_text(re.compile(r"^live, [\d.]+ ms$"))).to_have_count(2)


def says(stage: Locator, session: str, jwt: str) -> None:
    expect(thief(stage, "Session")).to_contain_text(re.compile(f"^{session}"))
    expect(thief(stage, "JWT")).to_contain_text(re.compile(f"^{jwt}"))


def test_it_opens_where_the_two_servers_differ(stage: Locator) -> None:
    says(stage, "Refused: 401", "Still alice, 14:32 left")
    expect(stage.get_by_text("recorded run", exact=True)).to_have_count(2)


def test_the_servers_take_over_and_show_the_same_story(stage: Locator) -> None:
    press(stage, "Start again")
    is_live(stage)
    told = (
        ("Nothing stolen yet", "Nothing stolen yet"),
        ("Still alice", "Still alice, 14:46 left"),
        ("Refused: 401", "Still alice, 14:32 left"),
        ("Refused: 401", "Refused: 401"),
    )
    says(stage, "Nothing stolen yet", "Nothing stolen yet")
    for name, verdicts in zip(STEPS, told, strict=True):
        press(stage, name)
        says(stage, *verdicts)
        is_live(stage)


def test_a_first_click_is_answered_before_python_is_there(
    stage: Locator, page: Page
) -> None:
    Detour(page, "**/assets/python/**", lambda _: None)
    press(stage, "Start again", *STEPS[:2])
    says(stage, "Still alice", "Still alice, 14:46 left")
    expect(stage.get_by_text("recorded run", exact=True)).to_have_count(2)


def test_steps_of_another_order_run_on_the_servers(stage: Locator) -> None:
    press(stage, "Start again", "Log in", "A thief copies the credential", "+15 min")
    # Without a log-out the session goes on, and the token has expired.
    says(stage, "Still alice", "Refused: 401")
    press(stage, "Log out")
    says(stage, "Refused: 401", "Refused: 401")


def test_copying_nothing_is_said(stage: Locator) -> None:
    press(stage, "Start again", "A thief copies the credential")
    note = "There is nothing to copy: log in first."
    expect(stage.get_by_text(note, exact=True)).to_be_visible()
    says(stage, "Nothing stolen yet", "Nothing stolen yet")


def test_without_python_the_recorded_run_goes_on(lenient_page: Page, site: str) -> None:
    def fail(route: Route) -> None:
        route.abort()

    lenient_page.route("**/assets/python/**", fail)
    lenient_page.goto(site)
    stage = lenient_page.get_by_role("group", name="Two servers, one thief")
    press(stage, "+15 min")
    says(stage, "Refused: 401", "Refused: 401")
    expect(stage.get_by_text("The recorded run goes on")).to_be_visible()
    press(stage, "Start again", "Log in")
    says(stage, "Nothing stolen yet", "Nothing stolen yet")


def test_it_runs_where_the_browser_blocks_storage(
    lenient_page: Page, site: str
) -> None:
    lenient_page.add_init_script(NO_STORAGE)
    faults = faults_of(lenient_page)
    lenient_page.goto(site)
    stage = lenient_page.get_by_role("group", name="Two servers, one thief")
    press(stage, "+15 min")
    is_live(stage)
    says(stage, "Refused: 401", "Refused: 401")
    search_for(lenient_page, "revoke")
    assert [fault for fault in faults if fault.startswith("uncaught")] == []


def test_two_tabs_have_servers_of_their_own(
    stage: Locator, context: BrowserContext, site: str
) -> None:
    press(stage, "+15 min")
    is_live(stage)
    other = context.new_page()
    other.goto(site)
    second = other.get_by_role("group", name="Two servers, one thief")
    press(second, "Start again", "Log in", "A thief copies the credential")
    is_live(second)
    says(stage, "Refused: 401", "Refused: 401")
    says(second, "Still alice", "Still alice, 14:46 left")


def test_each_step_is_announced(stage: Locator) -> None:
    why = stage.locator("[aria-live=polite]")
    press(stage, "Start again")
    for name in STEPS:
        heard = [stage.locator("output").inner_text(), *why.all_inner_texts()]
        press(stage, name)
        expect(stage.locator("output")).not_to_have_text(heard[0])
        assert heard[1:] != why.all_inner_texts()


def test_it_can_be_read_without_scripts(context: BrowserContext, site: str) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(site)
    stage = page.get_by_role("group", name="Two servers, one thief")
    says(stage, "Refused: 401", "Still alice, 14:32 left")
    expect(stage.get_by_role("button")).to_have_count(0)
    assert "allow JavaScript" in stage.locator("noscript .stage-note").inner_text()
    plain.close()
