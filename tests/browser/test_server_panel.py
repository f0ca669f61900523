"""The FastAPI servers in the page: what they prove, and how they come."""

import re
from dataclasses import dataclass

import pytest
from examples.panel.panel_requests import WALKS
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.cells import SAVE_DATA, cell, run
from tests.browser.conftest import SITE
from tests.browser.static_server import serving
from tests.browser.visit import renew
from tests.redis_servers import wait_for

ARCHIVE = "**/server-*.zip.gz"
PAGES = {
    "fastapi_session": ("sessions/", "Session server"),
    "fastapi_jwt": ("jwt/", "JWT server"),
    "fastapi_hybrid": ("hybrid/", "Hybrid server"),
}
PATIENCE = 120_000
"""Milliseconds for a cold start of Python and a server, on a busy machine."""
# What differs between two runs: ids, tokens, hashes, passwords.
RANDOM = re.compile(r"[\w-]{20,}(?:\.[\w-]{20,})*")
PASSWORD = re.compile(r'"password": "[^"]*"')


@dataclass
class Panel:
    page: Page
    name: str

    @property
    def group(self) -> Locator:
        return self.page.get_by_role("group", name=self.name, exact=True)

    @property
    def status(self) -> Locator:
        return self.group.get_by_role("status", name="Response", exact=True)

    @property
    def alert(self) -> Locator:
        return self.group.get_by_role("alert")

    def button(self, name: str) -> Locator:
        return self.group.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        role = self.group.get_by_role("textbox", name=name, exact=True)
        return role.or_(self.group.get_by_role("combobox", name=name, exact=True))

    def part(self, name: str) -> Locator:
        return self.group.get_by_role("region", name=name, exact=True)

    def rows(self, table: str) -> Locator:
        found = self.group.get_by_role("table", name=table, exact=True)
        return found.locator("tbody tr")

    def press(self, *names: str) -> None:
        for name in names:
            self.button(name).click()
            expect(self.group).not_to_have_attribute(
                "aria-busy", "true", timeout=PATIENCE
            )

    def send(self, preset: str, status: int) -> None:
        self.press(preset, "Send")
        expect(self.status).to_have_text(re.compile(rf"^HTTP/1\.1 {status} "))


def open_panel(page: Page, site: str, server: str) -> Panel:
    """Open the panel in a new visit, as a reader who scrolls down to it."""
    path, name = PAGES[server]
    page.goto(f"{site}{path}")
    panel = Panel(page, name)
    panel.group.scroll_into_view_if_needed()
    return panel


def restart_panel(page: Page, site: str, server: str) -> Panel:
    """Open the panel with a new server; Python may run already."""
    path, name = PAGES[server]
    renew(page, f"{site}{path}")
    panel = Panel(page, name)
    panel.press("Start over")
    return panel


def test_a_session_is_dead_at_once(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "fastapi_session")
    panel.send("Log in", 200)
    expect(panel.rows("Cookie jar")).to_contain_text(
        "Path=/; Secure; HttpOnly; SameSite=Lax"
    )
    expect(panel.rows("Store")).to_have_count(2)
    panel.send("Me", 200)
    expect(panel.part("Response body")).to_contain_text('"user":"alice"')
    panel.send("Log out", 204)
    expect(panel.rows("Store")).to_have_text(["Empty"])
    expect(panel.rows("Cookie jar")).to_have_text(["Empty"])
    panel.send("Me, copied cookie", 401)
    expect(panel.part("Response body")).to_contain_text("No session has this id")
    expect(panel.group).to_contain_text("Passwords are hashed with PBKDF2 here")


def test_a_token_works_after_logout_until_it_expires(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "fastapi_jwt")
    panel.send("Log in", 200)
    panel.send("Log out", 204)
    panel.send("Me", 200)
    panel.press("+1 min")
    panel.send("Me", 200)
    panel.press("+15 min")
    clock = panel.group.get_by_role("status", name="Clock")
    expect(clock).to_have_text("Clock: 2027-01-15 08:16:00 UTC")
    panel.send("Me", 401)
    panel.press("Start over")
    expect(clock).to_have_text("Clock: 2027-01-15 08:00:00 UTC")
    expect(panel.status).to_be_empty()


def test_logout_ends_a_token_of_the_hybrid_at_once(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "fastapi_hybrid")
    for label, status in (("Log in", 200), ("Me", 200), ("Log out", 204), ("Me", 401)):
        panel.send(f"/api: {label}", status)


def test_edited_requests_are_answered_or_refused(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "fastapi_session")
    panel.press("Log in")
    panel.field("Body").fill('{"username": ')
    panel.press("Send")
    expect(panel.status).to_have_text("HTTP/1.1 400 Bad Request")
    expect(panel.part("Response headers")).to_contain_text("application/problem+json")
    panel.field("Headers").fill("no header")
    panel.press("Send")
    expect(panel.alert).to_contain_text("Line 1, 'no header', is not a header")
    expect(panel.field("Headers")).to_have_attribute("aria-invalid", "true")
    panel.field("Method").select_option("PUT")
    panel.field("Headers").fill("")
    panel.press("Send")
    expect(panel.status).to_have_text("HTTP/1.1 405 Method Not Allowed")


def test_the_live_server_answers_like_the_recording(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "fastapi_jwt")
    items = panel.group.locator(".panel-recorded li")
    assert items.count() == len(WALKS["fastapi_jwt"])
    for number, move in enumerate(WALKS["fastapi_jwt"]):
        if isinstance(move, int):
            panel.press({60: "+1 min", 900: "+15 min"}[move])
            continue
        recorded = [
            (text or "").strip()
            for text in items.nth(number).locator("samp").all_text_contents()
        ]
        panel.press(move, "Send")
        first = panel.status.text_content() or ""
        headers = panel.part("Response headers").text_content() or ""
        body = panel.part("Response body").text_content() or ""
        sent = panel.part("Request as sent").text_content() or ""
        assert plain(sent) == plain(recorded[0])
        assert plain(f"{first}\n{headers}\n\n{body}".strip()) == plain(recorded[1])


def plain(text: str) -> str:
    return PASSWORD.sub("password", RANDOM.sub("random", text))


def test_the_server_is_ready_before_the_first_click(page: Page, site: str) -> None:
    panel = open_panel(page, site, "fastapi_session")
    clock = panel.group.get_by_role("status", name="Clock")
    expect(clock).to_contain_text("Clock: ", timeout=PATIENCE)
    expect(page.locator("html")).to_have_attribute("data-python", "ready")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    panel.send("Log in", 200)
    assert asked == [], "The click had to wait for a download."


def test_a_page_without_a_panel_downloads_no_server(page: Page) -> None:
    asked: list[str] = []
    with serving(SITE, asked) as address:
        page.goto(f"{address}revocation/")
        run(cell(page, "Keep tokens short"))
        assert not any("server-" in path for path in asked)


def test_the_server_is_downloaded_when_its_panel_comes_near(page: Page) -> None:
    asked: list[str] = []
    with serving(SITE, asked) as address:
        page.goto(f"{address}jwt/")
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        assert not any("server-" in path for path in asked)
        with page.expect_request(ARCHIVE):
            panel = Panel(page, "JWT server")
            panel.group.scroll_into_view_if_needed()
        panel.send("Log in", 200)
        # Not even an optional import asks for the standard library.
        assert not any("python_stdlib" in path for path in asked)
        assert sum("server-" in path for path in asked) == 1


def test_save_data_delays_the_download_until_a_request(page: Page) -> None:
    asked: list[str] = []
    page.add_init_script(SAVE_DATA)
    with serving(SITE, asked) as address:
        panel = open_panel(page, address, "fastapi_session")
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        assert not any("/assets/python/" in path for path in asked)
        panel.send("Log in", 200)


def test_progress_failure_and_retry(lenient_page: Page, site: str) -> None:
    page = lenient_page
    page.add_init_script(SAVE_DATA)
    held: list[Route] = []
    page.route(ARCHIVE, lambda route: held.append(route))  # noqa: PLW0108
    panel = open_panel(page, site, "fastapi_session")
    panel.button("Log in").click()
    panel.field("Path").fill("/login?kept")
    panel.button("Send").click()
    progress = panel.group.locator(".panel-progress")
    expect(progress).to_have_text(
        re.compile(r"^Loading the server: [\d.]+ MB of [\d.]+")
    )
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)  # lets Playwright hand over the request
    held[0].abort()
    expect(panel.alert).to_contain_text("The server could not be loaded: ")
    expect(panel.alert).to_contain_text("Your request is kept: check the connection")
    page.unroute(ARCHIVE)
    page.route(ARCHIVE, lambda route: route.fulfill(body=b"damaged"))
    panel.press("Retry")
    expect(panel.alert).to_contain_text("is damaged.")
    page.unroute(ARCHIVE)
    panel.press("Retry")
    expect(panel.status).to_have_text("HTTP/1.1 200 OK")
    expect(panel.part("Request as sent")).to_contain_text("POST /login?kept")
    expect(panel.alert).to_have_count(0)


def test_a_visited_server_works_without_a_network(context: BrowserContext) -> None:
    page = context.new_page()
    with serving(SITE) as address:
        panel = open_panel(page, address, "fastapi_session")
        panel.send("Log in", 200)
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        kept = "async () => (await Promise.all((await caches.keys()).map(async name =>"
        kept += " (await (await caches.open(name)).keys()).map(({ url }) => url))))"
        kept += ".flat().some(url => url.includes('/server-'))"
        wait_for(lambda: page.evaluate(kept), "the server's archive in the cache")
    page.reload()
    panel.send("Log in", 200)


def test_a_server_survives_a_stopped_python(page: Page, site: str) -> None:
    panel = open_panel(page, site, "fastapi_session")
    panel.send("Log in", 200)
    target = cell(page, "Log in")
    page.evaluate("location.hash = ''")
    target.get_by_role("textbox", name="Code").fill("while True: pass")
    target.get_by_role("button", name="Run", exact=True).click()
    expect(target).to_have_attribute("data-state", "running")
    target.get_by_role("button", name="Stop", exact=True).click()
    panel.send("Me", 401)


def test_the_keyboard_sends_a_request(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "fastapi_session")
    page = panel.page
    panel.button("Log in").focus()
    page.keyboard.press("Enter")
    panel.field("Body").focus()
    page.keyboard.press("Control+Enter")
    expect(panel.status).to_have_text("HTTP/1.1 200 OK", timeout=PATIENCE)
    page.keyboard.press("Tab")
    expect(panel.button("Send")).to_be_focused()
    panel.part("Response body").focus()
    expect(panel.part("Response body")).to_be_focused()


def test_an_answer_fits_a_phone(shared_page: Page, site: str) -> None:
    shared_page.set_viewport_size({"width": 390, "height": 800})
    panel = restart_panel(shared_page, site, "fastapi_jwt")
    panel.send("Log in", 200)
    needed = shared_page.evaluate("document.documentElement.scrollWidth")
    assert needed <= 390, "The page scrolls sideways."


def test_without_javascript_the_recording_is_read(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}jwt/")
    recorded = page.locator(".panel-recorded")
    expect(recorded).to_contain_text("HTTP/1.1 401 Unauthorized")
    expect(recorded.locator("li").last).to_be_visible()
    steps = page.locator("li.step")
    expect(steps).to_have_count(6)
    for step in steps.all():
        expect(step).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["sessions/", "jwt/"])
def test_a_flow_is_walked_by_buttons_and_keys(
    shared_page: Page, site: str, path: str
) -> None:
    page = shared_page
    renew(page, f"{site}{path}")
    flow = page.get_by_role("group", name=re.compile("flow, step by step$"))
    shown = flow.locator("li.step:visible")
    status = flow.get_by_role("status")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("POST /login HTTP/1.1")
    following = flow.get_by_role("button", name="Next", exact=True)
    for _ in range(4):
        following.click()
    page.keyboard.press("ArrowRight")
    expect(status).to_have_text("Step 6 of 6")
    expect(shown).to_contain_text("HTTP/1.1 200 OK")
    expect(following).to_be_disabled()
    expect(flow.get_by_role("button", name="Previous", exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text("Step 5 of 6")
    flow.get_by_role("button", name="Show all", exact=True).click()
    expect(shown).to_have_count(6)
