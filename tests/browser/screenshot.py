"""Draws the picture of the site that the README shows: `make screenshot`."""

from pathlib import Path

from tests.browser.cells import cell, run
from tests.browser.chromium import chromium
from tests.browser.static_server import serving

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Sign a token on the overview page and save what a reader sees then."""
    with serving(ROOT / "site") as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        run(cell(page, "Sign a token"))
        page.screenshot(path=ROOT / "docs/assets/screenshot.png")


if __name__ == "__main__":
    main()
