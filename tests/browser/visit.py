"""Moves through the site inside one visit, so that its Python is booted only once."""

from playwright.sync_api import Page, expect

FOLLOW = """(address) => {
  document.querySelector("article").dataset.left = "";
  const link = [...document.links].find((one) => one.href === address);
  if (!link) throw new Error(`No link of ${location.href} leads to ${address}`);
  link.click();
}"""
RENEW = """async () => {
  sessionStorage.clear();
  history.replaceState(null, "", location.pathname);
  const html = await (await fetch(location.pathname)).text();
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const article = document.importNode(fresh.querySelector("article"), true);
  document.querySelector("article").replaceWith(article);
}"""


def follow(page: Page, address: str) -> None:
    """Click a link, and wait until instant navigation has laid out its page.

    The link may be in a menu that is closed. The first address is loaded as usual.

    Raises:
        Error: when no link of the page leads to the address.

    """
    if page.url == "about:blank":
        page.goto(address)
        return
    page.evaluate(FOLLOW, address)
    expect(page).to_have_url(address)
    expect(page.locator("article:not([data-left])")).to_have_count(1)


def renew(page: Page, address: str) -> None:
    """Show a page as the site serves it, without edits, and keep the visit's Python."""
    if page.url.partition("#")[0] == address:
        page.evaluate(RENEW)
    else:
        page.goto(address)
