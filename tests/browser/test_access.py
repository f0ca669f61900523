"""axe finds nothing to mend, on any page, in either colour scheme."""

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import SAVE_DATA
from tests.browser.test_pages import PAGES

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
# Switches as the theme does. A colour on its way to another one is neither of the two,
# and the end of one way may be the start of another.
RUN = """async (scheme) => {
  document.body.dataset.mdColorScheme = scheme;
  const running = () =>
    document.getAnimations().filter((one) => one.playState === "running");
  for (let all; (all = running()).length; )
    await Promise.allSettled(all.map((one) => one.finished));
  return axe.run({ resultTypes: ["violations"], preload: false });
}"""


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_no_violation(page: Page, site: str, address: str) -> None:
    # Python is not asked for here: do not fetch it on each page.
    page.add_init_script(SAVE_DATA)
    page.goto(f"{site}{address}/".replace("guide//", "guide/"))
    expect(page.locator("live-cell:not([data-state])")).to_have_count(0)
    page.evaluate(AXE)
    found = []
    for width, scheme in product((390, 1280), ("default", "slate")):
        page.set_viewport_size({"width": width, "height": 900})
        for violation in page.evaluate(RUN, scheme)["violations"]:
            nodes = [node["html"] for node in violation["nodes"]]
            found.append((width, scheme, violation["id"], nodes[0], len(nodes)))
    assert found == []
