"""Drives live cells as a screen reader would: by role and name."""

from playwright.sync_api import Locator, Page, expect

# The browser of a reader who saves data: a page fetches nothing until it is needed.
SAVE_DATA = (
    "Object.defineProperty(navigator, 'connection',"
    " {value: {saveData: true}, configurable: true})"
)


def cell(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def press(cell: Locator, name: str) -> None:
    cell.get_by_role("button", name=name, exact=True).click()


def edit(cell: Locator) -> Locator:
    """Turn to the code of a cell, and return its editor once it is there."""
    cell.get_by_role("textbox", name="Code").focus()
    expect(cell).to_have_attribute("data-editor", "")
    return cell.get_by_role("textbox", name="Code")


def write(cell: Locator, code: str) -> None:
    edit(cell).fill(code)


def output(cell: Locator) -> str:
    return cell.get_by_role("log", name="Output").inner_text()


def traceback_of(cell: Locator) -> str:
    """Return the traceback of a failed run, which the cell folds."""
    return cell.locator(".live-trace pre").text_content() or ""


def run(cell: Locator, state: str = "done") -> str:
    """Press Run, wait for the state, and return what the code printed.

    The key presses the button, because a click can miss it while the editor is still
    taking the height of the code that a test wrote a moment ago.
    """
    cell.get_by_role("button", name="Run", exact=True).press("Enter")
    expect(cell, "The cell did not reach its state after Run").to_have_attribute(
        "data-state", state
    )
    return cell.get_by_role("log", name="Output").text_content() or ""
