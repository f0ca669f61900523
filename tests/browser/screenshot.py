"""Draws the picture of the site that the README shows: `make screenshot`."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chromium import chromium
from tests.browser.static_server import serving

STEPS = ("Start again", "Log in", "A thief copies the credential", "Log out")
ROOT = Path(__file__).parents[2]


def main() -> None:
    """Take the stage's steps up to logout on its live servers, and save the screen."""
    with serving(ROOT / "site") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        stage = page.get_by_role("group", name="Two servers, one thief")
        for name in STEPS:
            stage.get_by_role("button", name=name, exact=True).click()
        expect(stage.get_by_text("live, ")).to_have_count(2, timeout=60_000)
        page.mouse.move(0, 0)
        page.screenshot(path=ROOT / "docs/assets/screenshot.png")


if __name__ == "__main__":
    main()
