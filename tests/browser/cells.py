"""Drives live cells as a screen reader would: by role and name."""

from playwright.sync_api import Locator, Page, expect

# A reader who saves data: then nothing is fetched before it is asked for.
SAVE_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
SETTLED = ("done", "failed", "stopped", "stale")


def cell(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def press(cell: Locator, name: str) -> None:
    cell.get_by_role("button", name=name, exact=True).click()


def write(cell: Locator, code: str) -> None:
    cell.get_by_role("textbox", name="Code").fill(code)


def output(cell: Locator) -> str:
    return cell.get_by_role("log", name="Output").inner_text()


def run(cell: Locator, state: str = "done") -> str:
    """Press Run, wait for the state, return what was printed."""
    press(cell, "Run")
    expect(cell).to_have_attribute("data-state", state)
    return cell.get_by_role("log", name="Output").text_content() or ""
