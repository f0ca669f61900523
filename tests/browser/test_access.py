"""Every page fits phone and desktop, axe accepts it, and its headings have links."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import SAVE_DATA
from tests.browser.test_pages import PAGES, address_of
from tests.browser.visit import follow
from tests.redis_servers import wait_for

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
# Switches the colours as the theme does. A transition would show axe a colour between
# the two, so each one is brought to its end, and the end of one may start another.
SWITCH = """(scheme) => {
  document.body.dataset.mdColorScheme = scheme;
  const running = () =>
    document.getAnimations().filter((one) => one.playState === "running");
  for (let all; (all = running()).length; )
    for (const one of all) one.finish();
}"""
# These rules take most of axe's time and depend on the colours. At a second width they
# need to see only the elements that look different there, with what is inside them.
CHECK_COLOURS = """async (scheme) => {
  const runOnly = ["color-contrast", "link-in-text-block"];
  const properties = ["backgroundColor", "backgroundImage", "color", "fontSize",
    "fontWeight", "opacity", "textDecorationLine"];
  const shown = [...document.body.querySelectorAll("*")].filter(
    (element) => element.checkVisibility(),
  );
  const known = ((window.checked ??= {})[scheme] ??= new WeakMap());
  const fresh = shown.filter((element) => {
    const style = getComputedStyle(element);
    const look = properties.map((name) => style[name]).join();
    const seen = known.get(element) === look;
    known.set(element, look);
    return !seen;
  });
  if (!fresh.length) return [];
  const context = fresh.length === shown.length ? document : { include: fresh };
  const options = { resultTypes: ["violations"], preload: false, runOnly };
  return (await axe.run(context, options)).violations;
}"""
CHECK_THE_REST = """async () => {
  const off = { enabled: false };
  const rules = { "color-contrast": off, "link-in-text-block": off };
  const options = { resultTypes: ["violations"], preload: false, rules };
  return (await axe.run(document, options)).violations;
}"""
# The theme lets the keyboard reach a listing that scrolls, shortly after a new size.
REACHABLE = """() => [...document.querySelectorAll("pre > code")].every(
  (code) => code.scrollWidth <= code.clientWidth || code.tabIndex === 0,
)"""


# Tools keep what the reader gave where a link to a heading would stand.
HEADINGS_WITHOUT_LINK = """() => {
  const headings = document.querySelectorAll(
    "article h2:not(:is(auth-chooser, jwt-decoder, token-workshop) *), " +
    "article > :is(h3, h4)",
  );
  return [...headings]
    .filter((one) => one.checkVisibility() && !one.querySelector(".headerlink"))
    .map((one) => one.innerText);
}"""


@pytest.fixture
def quiet_page(shared_page: Page, site: str) -> Page:
    """Open a page that fetches no Python, because this module runs no cell."""
    if shared_page.url == "about:blank":
        shared_page.add_init_script(SAVE_DATA)
        shared_page.goto(site)
        shared_page.evaluate(AXE)
    return shared_page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_axe_finds_no_violation_and_headings_have_links(
    quiet_page: Page, site: str, name: str
) -> None:
    page = quiet_page
    follow(page, address_of(site, name))
    expect(page.locator("live-cell:not([data-state])")).to_have_count(0)
    assert page.evaluate(HEADINGS_WITHOUT_LINK) == []
    found: list[object] = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.append((width, "scrolls sideways: its content needs", needed))
        wait_for(lambda: page.evaluate(REACHABLE), "listings that the keyboard reaches")
        violations = page.evaluate(CHECK_THE_REST)
        for scheme in ("default", "slate"):
            page.evaluate(SWITCH, scheme)
            violations += page.evaluate(CHECK_COLOURS, scheme)
        for violation in violations:
            nodes = [node["html"] for node in violation["nodes"]]
            found.append((width, violation["id"], nodes[0], len(nodes)))
    assert found == []
