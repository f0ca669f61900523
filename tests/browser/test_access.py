"""axe finds nothing to mend, on any page, in either colour scheme."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_pages import PAGES

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(
    browser: Browser, site: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    found = []
    for address in PAGES:
        page.goto(f"{site}{address}/".replace("guide//", "guide/"))
        expect(page.locator("live-cell:not([data-state])")).to_have_count(0)
        page.evaluate(AXE)
        for violation in page.evaluate("axe.run()")["violations"]:
            nodes = [node["html"] for node in violation["nodes"]]
            found.append((address, violation["id"], nodes[0], len(nodes)))
    context.close()
    assert found == []
