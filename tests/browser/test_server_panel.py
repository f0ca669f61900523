"""The FastAPI servers in the page: what their stories show, and how they come."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from examples.panel.scenarios import SCENARIOS
from tests.browser.cells import SAVE_DATA, cell, run
from tests.browser.conftest import SITE
from tests.browser.detour import Detour
from tests.browser.static_server import serving
from tests.browser.visit import renew
from tests.redis_servers import wait_for

ARCHIVE = "**/server-*.zip.gz"
PAGES = {
    "session": "sessions/",
    "jwt": "jwt/",
    "hybrid": "hybrid/",
    "refresh": "refresh/",
    "csrf": "csrf-cors/",
}
PATIENCE = 120_000
"""Milliseconds for a cold start of Python and a server, on a busy machine."""
RECORDED = re.compile("^recorded run$")
LIVE = re.compile("^live")
# What differs between two runs: ids, tokens, hashes and measured times.
RANDOM = re.compile(r"[\w-]{8,}…|[\d.]+ ms")


@dataclass
class Panel:
    page: Page
    name: str

    @property
    def group(self) -> Locator:
        return self.page.get_by_role("group", name=self.name, exact=True)

    @property
    def exchanges(self) -> Locator:
        found = self.group.get_by_role("list", name="Exchanges", exact=True)
        return found.locator("> li")

    @property
    def current(self) -> Locator:
        return self.group.locator('[aria-current="step"]')

    @property
    def later(self) -> Locator:
        found = self.group.get_by_role("list", name="Still to come", exact=True)
        return found.locator("> li")

    @property
    def announcement(self) -> Locator:
        return self.group.get_by_role("status", name="Last exchange", exact=True)

    @property
    def run_note(self) -> Locator:
        return self.group.get_by_text(
            re.compile(r"^(recorded run|live(, [\d.]+ ms)?)$")
        )

    @property
    def alert(self) -> Locator:
        return self.group.get_by_role("alert")

    def button(self, name: str) -> Locator:
        return self.group.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        role = self.group.get_by_role("textbox", name=name, exact=True)
        return role.or_(self.group.get_by_role("combobox", name=name, exact=True))

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
        """Press a button that sends, and expect one more exchange with a status."""
        count = self.exchanges.count()
        self.press(preset)
        expect(self.exchanges).to_have_count(count + 1)
        expect(self.current).to_contain_text(f"{status}: the server ")
        expect(self.exchanges.nth(count)).to_contain_text(f"{status}: the server ")


def open_panel(page: Page, site: str, scenario: str) -> Panel:
    """Open the panel in a new visit, as a reader who scrolls down to it."""
    page.goto(f"{site}{PAGES[scenario]}")
    panel = Panel(page, SCENARIOS[scenario].name)
    panel.group.scroll_into_view_if_needed()
    return panel


def restart_panel(page: Page, site: str, scenario: str) -> Panel:
    """Open the panel with a new server; Python may run already."""
    renew(page, f"{site}{PAGES[scenario]}")
    panel = Panel(page, SCENARIOS[scenario].name)
    panel.press("Start over")
    expect(panel.exchanges).to_have_count(0)
    return panel


def test_a_session_is_dead_at_once(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "session")
    panel.send("Log in", 200)
    cookie, store = panel.rows("Cookie jar"), panel.rows("Store")
    expect(cookie).to_have_attribute("data-change", "added")
    expect(cookie.get_by_role("listitem")).to_have_text(
        ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]
    )
    expect(store).to_have_count(2)
    panel.send("Who am I?", 200)
    expect(panel.current).to_contain_text("looked the session up and found alice")
    panel.press("Copy the cookie")
    panel.send("Log out", 204)
    for row in (cookie, store.first, store.last):
        expect(row).to_have_attribute("data-change", "removed")
        expect(row.locator("b").first).to_have_css(
            "text-decoration-line", "line-through"
        )
    panel.send("Use the copy", 401)
    expect(panel.current).to_contain_text("Refused: 401")
    expect(store).to_have_text("No row.")
    expect(cookie.get_by_role("listitem")).to_have_count(4)
    expect(panel.group).to_contain_text("It hashes passwords with PBKDF2")


def test_a_token_works_after_logout_until_it_expires(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "jwt")
    panel.send("Log in", 200)
    panel.press("Copy the token")
    panel.send("Log out", 204)
    expect(panel.rows("Held by the app").first).to_have_attribute(
        "data-change", "removed"
    )
    panel.send("Use the copy", 200)
    expect(panel.current).to_contain_text("Still alice")
    expect(panel.group).to_contain_text("0 rows, not asked")
    panel.press("+15 min")
    expect(panel.current).to_contain_text("15 minutes pass")
    panel.send("Use the copy", 401)
    expect(panel.current).to_contain_text("the token expired at 2027-01-15 08:15:00")


def test_logout_ends_a_token_of_the_hybrid_at_once(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "hybrid")
    panel.send("Log in", 200)
    panel.press("Copy the token")
    panel.send("Use the copy", 200)
    panel.send("Log out", 204)
    panel.send("Use the copy", 401)
    expect(panel.current).to_contain_text("found the token on the denylist")
    expect(panel.rows("Store")).to_contain_text("denylist")


@pytest.mark.parametrize("scenario", PAGES)
def test_the_live_server_tells_the_recorded_story(
    shared_page: Page, site: str, scenario: str
) -> None:
    renew(shared_page, f"{site}{PAGES[scenario]}")
    panel = Panel(shared_page, SCENARIOS[scenario].name)
    expect(panel.run_note).to_have_text(RECORDED)
    opening = SCENARIOS[scenario].opening
    expect(panel.exchanges).to_have_count(opening)
    expect(panel.later).to_have_count(len(SCENARIOS[scenario].steps) - opening)
    recorded = [plain(text) for text in panel.exchanges.all_inner_texts()]
    held = plain(panel.group.get_by_role("table", name="Store").inner_text())
    panel.press("Start over")
    for number in range(opening):
        expect(panel.later).to_have_count(len(SCENARIOS[scenario].steps) - number)
        panel.press("Next step")
        expect(panel.exchanges).to_have_count(number + 1)
    expect(panel.run_note).to_have_text(LIVE)
    expect(panel.announcement).to_contain_text(f"{opening} of {opening}. ")
    assert [plain(text) for text in panel.exchanges.all_inner_texts()] == recorded
    assert plain(panel.group.get_by_role("table", name="Store").inner_text()) == held
    for _ in SCENARIOS[scenario].steps[opening:]:
        panel.press("Next step")
    expect(panel.exchanges).to_have_count(len(SCENARIOS[scenario].steps))


def plain(text: str) -> str:
    # Of the turn in view, the wire is left out: its headers differ in their length.
    return RANDOM.sub("…", text.partition("On the wire")[0])


def test_the_first_press_takes_over_without_a_break(
    shared_page: Page, site: str
) -> None:
    renew(shared_page, f"{site}jwt/")
    panel = Panel(shared_page, "JWT server")
    before = panel.exchanges.first.bounding_box()
    token = panel.rows("Held by the thief").get_by_role("link").get_attribute("href")
    panel.press("Next step")
    expect(panel.run_note).to_have_text(LIVE)
    expect(panel.exchanges).to_have_count(7)
    after = panel.exchanges.first.bounding_box()
    assert before is not None
    assert after is not None
    assert before["height"] == after["height"]
    expect(panel.later).to_have_count(0)
    link = panel.rows("Held by the thief").get_by_role("link")
    assert link.get_attribute("href") != token


def test_a_story_is_stepped_forwards_and_back(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}sessions/")
    panel = Panel(shared_page, "Session server")
    expect(panel.current).to_contain_text("Refused: 401")
    panel.press("Previous step", "Previous step")
    expect(panel.current).to_contain_text("uses the copy")
    expect(panel.rows("Store")).to_have_count(2)
    expect(panel.announcement).to_have_text(
        "4 of 6. Thief uses the copy. GET /me. Is alice. 200: the server looked the "
        "session up and found alice, and a copy passes like the original."
    )
    panel.exchanges.first.get_by_role("button").click()
    expect(panel.current).to_contain_text("logs in")
    expect(panel.rows("Cookie jar")).to_have_attribute("data-change", "added")
    expect(panel.button("Previous step")).to_have_attribute("aria-disabled", "true")
    panel.press("Next step")
    expect(panel.current).to_contain_text("asks who she is")


def test_play_tells_the_whole_story_and_stops_at_any_press(
    shared_page: Page, site: str
) -> None:
    renew(shared_page, f"{site}csrf-cors/")
    panel = Panel(shared_page, "Forged requests")
    panel.button("Play scenario").click()
    expect(panel.button("Pause")).to_be_visible()
    expect(panel.exchanges).to_have_count(2, timeout=PATIENCE)
    panel.button("Previous step").click()
    expect(panel.button("Play scenario")).to_be_visible()
    expect(panel.current).to_contain_text("logs in")
    panel.button("Play scenario").click()
    expect(panel.exchanges).to_have_count(5, timeout=PATIENCE)
    expect(panel.current).to_contain_text("204: the server")
    expect(panel.button("Play scenario")).to_be_visible()


def test_a_step_to_come_does_not_tell_its_end(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}jwt/")
    panel = Panel(shared_page, "JWT server")
    expect(panel.later).to_have_text(re.compile("Thief tries again, 15 minutes later"))
    expect(panel.later).not_to_contain_text("401")
    panel.later.get_by_role("button").click()
    expect(panel.exchanges.last).to_contain_text("Refused: 401")


def test_edited_requests_are_answered_or_refused(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "session")
    panel.send("Log in", 200)
    expect(panel.field("Path")).to_be_hidden()
    panel.press("Edit request")
    expect(panel.button("Edit request")).to_have_attribute("aria-expanded", "true")
    expect(panel.field("Path")).to_have_value("/login")
    panel.field("Body").fill('{"username": ')
    panel.send("Send", 400)
    panel.field("Headers").fill("no header")
    panel.press("Send")
    expect(panel.alert).to_contain_text("Line 1, 'no header', is not a header")
    expect(panel.field("Headers")).to_have_attribute("aria-invalid", "true")
    expect(panel.field("Headers")).to_have_value("no header")
    expect(panel.exchanges).to_have_count(2)
    panel.field("Method").select_option("PUT")
    panel.field("Headers").fill("")
    panel.send("Send", 405)


def test_the_form_follows_the_requests_until_it_is_edited(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "session")
    panel.send("Log in", 200)
    panel.press("Edit request")
    panel.press("Copy the cookie", "Use the copy")
    expect(panel.field("Headers")).to_have_value("Cookie: {cookie}")
    expect(panel.field("Sent by")).to_have_value("Thief")
    panel.field("Path").fill("/me?mine")
    panel.press("Log out")
    expect(panel.field("Path")).to_have_value("/me?mine")
    panel.press("Fill in the last request")
    expect(panel.field("Path")).to_have_value("/logout")
    expect(panel.field("Sent by")).to_have_value("Alice")


def test_the_other_site_can_send_an_edited_request(
    shared_page: Page, site: str
) -> None:
    panel = restart_panel(shared_page, site, "csrf")
    panel.send("Log in", 200)
    panel.press("Edit request")
    panel.field("Sent by").select_option("Other site")
    panel.field("Path").fill("/logout-all")
    panel.field("Headers").fill("Origin: https://evil.example")
    panel.send("Send", 403)
    expect(panel.current).to_contain_text("Other site sends a request")
    wire = panel.group.get_by_role("region", name="On the wire", exact=True)
    expect(wire).to_contain_text("POST /logout-all HTTP/1.1")
    expect(wire).not_to_contain_text("Cookie")


def test_a_token_opens_in_the_decoder(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}jwt/")
    panel = Panel(shared_page, "JWT server")
    link = panel.rows("Held by the thief").get_by_role("link")
    expect(link.locator("b")).to_have_count(3)
    styles = ("solid", "dashed", "dotted")
    for part, style in zip(link.locator("b").all(), styles, strict=True):
        expect(part).to_have_css("text-decoration-style", style)
    token = (link.get_attribute("href") or "").partition("#token=")[2]
    with shared_page.context.expect_page() as opened:
        link.click()
    decoder = opened.value
    expect(decoder.get_by_role("textbox", name="Encoded token")).to_have_value(token)
    decoder.close()


def test_the_server_is_ready_before_the_first_click(page: Page, site: str) -> None:
    with page.expect_response(ARCHIVE):
        panel = open_panel(page, site, "session")
    expect(page.locator("html")).to_have_attribute(
        "data-python", "ready", timeout=PATIENCE
    )
    expect(panel.run_note).to_have_text(RECORDED)
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
    page.set_viewport_size({"width": 1280, "height": 400})
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
        panel = open_panel(page, address, "session")
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        assert not any("/assets/python/" in path for path in asked)
        panel.send("Log in", 200)


def test_progress_failure_and_retry(lenient_page: Page, site: str) -> None:
    page = lenient_page
    page.add_init_script(SAVE_DATA)
    held: list[Route] = []
    detour = Detour(page, ARCHIVE, lambda route: held.append(route))  # noqa: PLW0108
    panel = open_panel(page, site, "session")
    panel.button("Edit request").click()
    panel.field("Path").fill("/me?kept")
    panel.button("Send").click()
    note = panel.group.get_by_text(re.compile(r"^Loading the server: [\d.]+ MB of"))
    expect(note).to_be_visible()
    expect(panel.later).to_contain_text("Starting Python…")
    expect(panel.exchanges).to_have_count(6)
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)  # lets Playwright hand over the request
    held[0].abort()
    expect(panel.alert).to_contain_text("The server could not be loaded: ")
    expect(panel.alert).to_contain_text(
        "Your request is kept, and the recorded run goes on: check the connection"
    )
    expect(panel.field("Path")).to_have_value("/me?kept")
    panel.press("Previous step")
    expect(panel.current).to_contain_text("logs out")
    detour.handle = lambda route: route.fulfill(body=b"damaged")
    panel.press("Retry")
    expect(panel.alert).to_contain_text("is damaged.")
    detour.end()
    panel.press("Retry")
    expect(panel.exchanges).to_have_count(7)
    expect(panel.exchanges.last).to_contain_text("GET /me?kept")
    expect(panel.alert).to_have_count(0)


def test_without_python_the_recorded_run_goes_on(lenient_page: Page, site: str) -> None:
    lenient_page.route("**/assets/python/**", lambda route: route.abort())
    panel = open_panel(lenient_page, site, "jwt")
    panel.press("Next step")
    expect(panel.alert).to_contain_text("the recorded run goes on")
    expect(panel.group).to_contain_text("without Python you can still go through")
    expect(panel.current).to_contain_text("Refused: 401")
    panel.press("Start over")
    expect(panel.rows("Store")).to_have_text("No row.")
    expect(panel.rows("Cookie jar")).to_have_text("The jar is empty.")
    for count in range(1, 8):
        panel.press("Next step")
        expect(panel.exchanges).to_have_count(count)
    expect(panel.run_note).to_have_text(RECORDED)
    panel.press("Log in")
    expect(panel.alert).to_contain_text("Your request is kept")
    expect(panel.exchanges).to_have_count(7)


def test_a_visited_server_works_without_a_network(context: BrowserContext) -> None:
    page = context.new_page()
    with serving(SITE) as address:
        panel = open_panel(page, address, "session")
        panel.send("Log in", 200)
        expect(page.locator("html")).to_have_attribute("data-offline", "ready")
        kept = "async () => (await Promise.all((await caches.keys()).map(async name =>"
        kept += " (await (await caches.open(name)).keys()).map(({ url }) => url))))"
        kept += ".flat().some(url => url.includes('/server-'))"
        wait_for(lambda: page.evaluate(kept), "the server's archive in the cache")
    page.reload()
    panel.send("Log in", 200)


def test_a_stopped_python_takes_every_move_again(page: Page, site: str) -> None:
    panel = open_panel(page, site, "session")
    panel.press("Start over")
    panel.send("Log in", 200)
    target = cell(page, "Log in")
    page.evaluate("location.hash = ''")
    target.get_by_role("textbox", name="Code").fill("while True: pass")
    target.get_by_role("button", name="Run", exact=True).click()
    expect(target).to_have_attribute("data-state", "running")
    target.get_by_role("button", name="Stop", exact=True).click()
    panel.send("Who am I?", 200)
    expect(panel.exchanges.first).to_contain_text("POST /login")


def test_the_keyboard_is_enough(shared_page: Page, site: str) -> None:
    panel = restart_panel(shared_page, site, "session")
    page = panel.page
    panel.button("Log in").focus()
    page.keyboard.press("Enter")
    expect(panel.exchanges).to_have_count(1)
    panel.exchanges.first.get_by_role("button").focus()
    panel.press("Who am I?")
    panel.exchanges.first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(panel.exchanges.first.get_by_role("button")).to_be_focused()
    expect(panel.current).to_contain_text("logs in")
    panel.button("Edit request").focus()
    page.keyboard.press("Enter")
    expect(panel.field("Method")).to_be_focused()
    panel.field("Body").focus()
    page.keyboard.press("Control+Enter")
    expect(panel.exchanges).to_have_count(3)
    wire = panel.group.get_by_role("region", name="On the wire", exact=True)
    wire.focus()
    expect(wire).to_be_focused()


def test_a_row_keeps_the_focus_when_the_live_run_takes_over(
    page: Page, site: str
) -> None:
    panel = open_panel(page, site, "jwt")
    panel.button("Next step").press("Enter")
    row = panel.exchanges.nth(1).get_by_role("button")
    row.focus()
    page.keyboard.press("Enter")
    expect(panel.run_note).to_have_text(LIVE, timeout=PATIENCE)
    expect(row).to_be_focused()
    expect(panel.current).to_contain_text("asks who she is")


def box(locator: Locator) -> tuple[float, float]:
    """Return the upper and the lower edge in the window."""
    found = locator.bounding_box()
    assert found is not None
    return found["y"], found["y"] + found["height"]


def test_on_a_phone_cause_and_effect_share_a_screen(
    shared_page: Page, site: str
) -> None:
    shared_page.set_viewport_size({"width": 390, "height": 844})
    panel = restart_panel(shared_page, site, "jwt")
    for _ in range(6):
        panel.press("Next step")
    expect(panel.current).to_contain_text("Still alice")
    play, verdict = panel.button("Play scenario"), panel.group.locator(".outcome")
    store = panel.group.get_by_role("table", name="Store", exact=True)
    assert box(play)[0] >= 52, "The bar hides the scenario's controls."
    assert box(play)[1] < box(panel.current)[0], "The controls hide the exchange."
    assert box(panel.current)[1] <= box(verdict)[0]
    assert box(store)[1] <= 844
    needed = shared_page.evaluate("document.documentElement.scrollWidth")
    assert needed <= 390, "The page scrolls sideways."
    panel.press("Edit request")
    for one in panel.group.get_by_role("button").all():
        found = one.bounding_box()
        assert found is not None
        assert found["height"] >= 44, one.inner_text()


def test_nothing_moves_when_the_script_takes_over(browser: Browser, site: str) -> None:
    heights = []
    for blocked in (True, False):
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        if blocked:
            page.route("**/assets/scripts/main*.js", lambda route: route.abort())
        page.goto(f"{site}jwt/")
        group = page.get_by_role("group", name="JWT server", exact=True)
        if not blocked:
            expect(group.get_by_role("list", name="Still to come")).to_be_attached()
        top, bottom = box(group)
        current = box(group.locator('[aria-current="step"]'))
        heights.append((bottom - top, current[0] - top, current[1] - top))
        context.close()
    assert heights[0] == heights[1]


def test_motion_and_colour_can_be_forgone(browser: Browser, site: str) -> None:
    context = browser.new_context(reduced_motion="reduce", forced_colors="active")
    page = context.new_page()
    page.goto(f"{site}jwt/")
    arrow = page.locator('[aria-current="step"] .panel-arrow').first
    expect(arrow).to_have_css("animation-name", "none")
    expect(arrow).not_to_have_css("border-bottom-color", "rgba(0, 0, 0, 0)")
    context.close()


@pytest.mark.parametrize("scenario", PAGES)
def test_without_javascript_the_story_is_read(
    browser: Browser, site: str, scenario: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{PAGES[scenario]}")
    panel = Panel(page, SCENARIOS[scenario].name)
    expect(panel.exchanges).to_have_count(len(SCENARIOS[scenario].steps))
    for step, item in zip(
        SCENARIOS[scenario].steps, panel.exchanges.all(), strict=True
    ):
        expect(item.locator(".panel-says")).to_be_visible()
        expect(item).to_contain_text(step.does)
    expect(panel.group.get_by_role("button")).to_have_count(0)
    expect(panel.group).to_contain_text("recorded run")
    context.close()
