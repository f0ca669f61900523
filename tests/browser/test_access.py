"""Every page fits a phone and a desktop, and axe finds nothing, in light and dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import SAVE_DATA
from tests.browser.test_pages import PAGES, address_of

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
# Switches the colours as the theme does. A transition would show axe a colour between
# the two, so each one is brought to its end, and the end of one may start another.
RUN = """async ([scheme, options]) => {
  document.body.dataset.mdColorScheme = scheme;
  const running = () =>
    document.getAnimations().filter((one) => one.playState === "running");
  for (let all; (all = running()).length; )
    for (const one of all) one.finish();
  return axe.run({ resultTypes: ["violations"], preload: false, ...options });
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_width_and_axe_finds_no_violation(
    shared_page: Page, site: str, name: str
) -> None:
    page = shared_page
    # No cell runs here, so the page need not fetch Python.
    page.add_init_script(SAVE_DATA)
    page.goto(address_of(site, name))
    expect(page.locator("live-cell:not([data-state])")).to_have_count(0)
    page.evaluate(AXE)
    found: list[object] = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.append((width, "scrolls sideways: its content needs", needed))
        for scheme in ("default", "slate"):
            for violation in page.evaluate(RUN, [scheme, {}])["violations"]:
                nodes = [node["html"] for node in violation["nodes"]]
                found.append((width, scheme, violation["id"], nodes[0], len(nodes)))
    assert found == []
