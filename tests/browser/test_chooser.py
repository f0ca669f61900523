"""The chooser, answered by hand, by keyboard and by its address."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from examples.chooser.decide import decide, read
from examples.chooser.rules import FIRST, MATRIX, PROFILES, QUESTIONS
from tests.browser.conftest import SITE
from tests.browser.static_server import serving
from tests.browser.visit import renew
from tests.redis_servers import wait_for

COUNT_CHANGES = """() => {
  window.told = [];
  const status = document.querySelector('[aria-label="Recommendation"]');
  new MutationObserver(() => {
    const live = status.getAttribute("aria-live") !== "off";
    if (live) window.told.push(status.textContent);
  }).observe(status, { childList: true, subtree: true, characterData: true });
}"""

OPEN = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""
CLOSE = """() => {
  for (const one of document.querySelectorAll("details")) one.open = false;
  document.querySelector('[name="view"]').click();
}"""


@dataclass
class Form:
    page: Page

    @property
    def group(self) -> Locator:
        return self.page.get_by_role("group", name="Chooser", exact=True)

    @property
    def status(self) -> Locator:
        return self.group.get_by_role("status", name="Recommendation", exact=True)

    @property
    def notice(self) -> Locator:
        return self.group.get_by_role("status", name="Notice", exact=True)

    @property
    def reasons(self) -> Locator:
        return self.group.locator(".chooser-reasons > li")

    @property
    def flips(self) -> Locator:
        return self.group.locator(".chooser-flips li")

    def box(self, name: str) -> Locator:
        return self.group.get_by_role("checkbox", name=name, exact=True)

    def strength(self, name: str) -> Locator:
        return self.group.get_by_role("combobox", name=f"{name}: how much", exact=True)

    def radio(self, question: str, answer: str) -> Locator:
        group = self.group.get_by_role("radiogroup", name=question, exact=True)
        return group.get_by_role("radio", name=answer)

    def answer(self, place: int, answer: int) -> Locator:
        asked = self.group.locator(f"#q-{QUESTIONS[place].code}")
        return asked.locator("input").nth(answer)

    def button(self, name: str) -> Locator:
        return self.group.get_by_role("button", name=name).locator("visible=true")

    def expect_outcome(self, outcome: str) -> None:
        expect(self.status).to_have_text(re.compile(rf"^{re.escape(outcome)} — "))


@pytest.fixture
def form(shared_page: Page, site: str) -> Form:
    """Show the chooser without an answer."""
    form = Form(shared_page)
    # A page that is laid out anew would bring the last answers of the visit back.
    if "/choose/" in shared_page.url:
        clear = form.button("Clear all")
        if clear.count():
            clear.click()
        form.page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = false)"
        )
    else:
        renew(shared_page, f"{site}choose/")
    form.expect_outcome("Session")
    return form


@pytest.fixture
def new_form(page: Page, site: str) -> Form:
    """Open the chooser in a new visit."""
    page.goto(f"{site}choose/")
    return Form(page)


def test_it_starts_with_a_session_and_says_why(new_form: Form) -> None:
    form = new_form
    expect(form.status).to_have_text("Session — nothing you told us asks for more")
    expect(form.reasons).to_have_count(2)
    expect(form.reasons.first).to_contain_text("Nothing you told us asks for more.")
    expect(form.flips).to_have_count(4)
    expect(form.group.get_by_role("radio", checked=True)).to_have_count(1)  # All five
    expect(form.group.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_the_answer_needs_no_python(browser: Browser) -> None:
    asked: list[str] = []
    with serving(SITE, asked) as address:
        context = browser.new_context(service_workers="block")
        form = Form(context.new_page())
        form.page.goto(f"{address}choose/")
        form.box("Microservices").check()
        form.expect_outcome("JWT")
        assert not [path for path in asked if "/assets/python/" in path]
        context.close()


def test_each_row_of_the_matrix_leads_to_what_it_recommends(form: Form) -> None:
    rows = form.page.get_by_role("table", name="Decision matrix").get_by_role("row")
    expect(rows).to_have_count(10)
    for place, rule in enumerate(MATRIX, start=1):
        row = rows.nth(place)
        expect(row.get_by_role("rowheader")).to_contain_text(rule.label)
        cells = row.get_by_role("cell")
        outcome = str(decide({rule.code: rule.usual}))
        expect(cells.nth(0)).to_have_text(rule.common)
        expect(cells.nth(1)).to_have_text(outcome)
        expect(cells.nth(3).get_by_role("link")).to_have_count(1)
        form.box(rule.label).check()
        form.expect_outcome(outcome)
        expect(form.reasons.first).to_contain_text(rule.why)
        expect(form.strength(rule.label)).to_have_value(rule.usual)
        form.box(rule.label).uncheck()
        expect(form.strength(rule.label)).to_be_hidden()
        expect(form.status).to_contain_text("nothing you told us")


def test_a_row_is_a_need_or_a_preference(form: Form) -> None:
    form.box("Microservices").check()
    form.box("Mobile app").check()
    form.box("Need immediate logout").check()
    form.expect_outcome("Hybrid")
    form.strength("Microservices").select_option("Preference")
    form.expect_outcome("Opaque token in a header")
    assert "microservices:prefer" in form.page.url
    expect(form.answer(1, 1)).to_be_checked()  # Several, and all can


def test_each_answer_of_the_first_five_questions_counts(form: Form) -> None:
    for place, question in enumerate(FIRST):
        for number, answer in enumerate(question.answers):
            form.answer(place, number).check()
            form.expect_outcome(decide(answer.given))
            if question.several:
                form.answer(place, number).uncheck()
        if not question.several:
            form.button("Clear all").click()


def test_more_questions_come_on_demand(form: Form) -> None:
    more = form.group.get_by_text("More questions", exact=True)
    expect(form.answer(7, 0)).to_be_hidden()
    more.click()
    form.radio(QUESTIONS[7].text, "Yes").check()
    form.expect_outcome("JWT")
    form.radio(QUESTIONS[6].text, "ASVS level 1").check()
    form.expect_outcome("Hybrid")
    expect(form.reasons.filter(has_text="cannot reach a verifier")).to_have_count(1)
    form.page.reload()
    expect(form.answer(7, 0)).to_be_visible()


def test_a_reason_has_its_proof_and_leads_back_to_the_question(form: Form) -> None:
    form.answer(0, 0).check()
    form.answer(2, 2).check()
    expect(form.status).to_have_text(
        "Opaque token in a header — decided by: logout must take effect at once, "
        "and an app calls it"
    )
    words = form.reasons.locator("> b").all_inner_texts()
    assert words == ["Need", "Transport", "Price"]
    need = form.reasons.first
    expect(need.get_by_role("link", name="Log out, then ask again")).to_be_visible()
    expect(need.get_by_role("link", name="ASVS v5.0.0-7.4.1")).to_be_visible()
    need.get_by_role("button", name="“Yes, it must”").click()
    expect(form.answer(0, 0)).to_be_focused()
    assert "#choice=" in form.page.url


def test_each_condition_sets_its_answer(form: Form) -> None:
    for place, answer in ((0, 0), (1, 0), (2, 0)):
        form.answer(place, answer).check()
    expect(form.flips).to_have_count(4)
    first = form.flips.first
    expect(first).to_have_text(
        "Hybrid if some services cannot reach your store (question 2)"
    )
    first.get_by_role("button").click()
    form.expect_outcome("Hybrid")
    expect(form.answer(1, 2)).to_be_checked()
    expect(form.group.get_by_role("heading", name="What would change")).to_be_focused()
    # Several conditions: each button sets one answer, and the last one is enough.
    for _ in range(4):
        jwt = form.flips.filter(has_text=re.compile("^JWT if"))
        if not jwt.count():
            break
        jwt.get_by_role("button").first.click()
    form.expect_outcome("JWT")


def test_the_costs_follow_the_answer(form: Form) -> None:
    row = form.page.locator("[data-way][aria-current]")
    expect(row).to_have_attribute("data-way", "session")
    form.box("Microservices").check()
    expect(row).to_have_attribute("data-way", "jwt")
    chosen = form.page.get_by_role("table", name="Price list").locator(
        "th[data-chosen]"
    )
    expect(chosen).to_have_text("JWT")


def test_the_record_is_copied_and_its_link_restores_the_answers(form: Form) -> None:
    form.answer(0, 0).check()
    form.box("Mobile app").check()
    form.button("Copy decision record").click()
    expect(form.button("Copy decision record")).to_have_attribute("data-done", "Copied")
    text = form.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# Authenticate with: Opaque token in a header\n")
    assert "1. Must a logout, a lock-out" in text
    assert "- State: 604 bytes a login" in text
    assert "- You operate: A store, and an introspection endpoint" in text
    link = re.search(r"\[The answers, restored\]\((.*)\)", text)
    assert link is not None
    assert link[1] == form.page.url
    form.button("Share link").click()
    expect(form.button("Share link")).to_have_attribute("data-done", "Copied")
    assert form.page.evaluate("navigator.clipboard.readText()") == form.page.url


def test_without_a_clipboard_the_record_is_opened(new_form: Form) -> None:
    form = new_form
    form.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(); }"
    )
    form.button("Copy decision record").click()
    expect(form.notice).to_have_text(
        "This browser does not allow copying here. The record is open and selected at "
        "the end of this page: copy it there."
    )
    record = form.group.get_by_label("Decision record in Markdown")
    expect(record).to_be_visible()
    expect(record).to_contain_text("# Authenticate with: Session")
    expect(record).to_be_focused()
    selected = form.page.evaluate("getSelection().toString()")
    assert selected.strip() == (record.text_content() or "").strip()


def test_the_example_of_the_outcome_is_downloaded(form: Form) -> None:
    link = form.group.get_by_role("link", name="Download the example (.zip)")
    for profile in PROFILES:
        said = {
            "session": "web",
            "bff": "spa",
            "opaque": "mobile",
            "jwt": "sso",
            "hybrid": "both",
        }[profile.code]
        assert decide(read(said)) is profile.outcome
        label = next(rule.label for rule in MATRIX if rule.code == said)
        form.box(label).check()
        form.expect_outcome(profile.outcome)
        with form.page.expect_download() as download:
            link.locator("visible=true").click()
        assert download.value.suggested_filename == f"{profile.example}.zip"
        assert download.value.path().read_bytes()[:2] == b"PK"
        form.box(label).uncheck()


def test_the_url_keeps_the_answers_and_can_be_shared(
    form: Form, browser: Browser
) -> None:
    form.box("Mobile app").check()
    form.answer(0, 1).check()
    form.expect_outcome("Opaque token in a header")
    assert form.page.url.endswith("choose/#choice=mobile,logout:prefer")
    other = Form(browser.new_page())
    other.page.goto(form.page.url)
    other.expect_outcome("Opaque token in a header")
    expect(other.box("Mobile app")).to_be_checked()
    expect(other.answer(0, 1)).to_be_checked()
    other.page.reload()
    other.expect_outcome("Opaque token in a header")
    other.page.close()


def test_older_links_lead_to_an_answer(page: Page, site: str) -> None:
    form = Form(page)
    for old, outcome in (
        ("spa,mobile,logout", "Hybrid"),
        ("many-services,minutes,online", "JWT"),
        ("browsers,at-once,shared-store", "Session"),
    ):
        page.goto(f"{site}#")
        page.goto(f"{site}choose/#choice={old}")
        form.expect_outcome(outcome)
        expect(form.notice).to_have_text("")


def test_a_link_with_unknown_answers_names_them(page: Page, site: str) -> None:
    page.goto(f"{site}choose/#choice=mobile,gone,<b>")
    form = Form(page)
    form.expect_outcome("Opaque token in a header")
    expect(form.notice).to_contain_text("The link names gone, ")
    expect(form.group.locator(".chooser-notice b")).to_have_count(0)


def test_back_and_forward_undo_and_redo_answers(form: Form) -> None:
    form.box("Mobile app").check()
    form.expect_outcome("Opaque token in a header")
    form.box("Traditional web app").check()
    form.expect_outcome("Hybrid")
    form.page.go_back()
    form.expect_outcome("Opaque token in a header")
    expect(form.box("Traditional web app")).not_to_be_checked()
    form.page.go_forward()
    form.expect_outcome("Hybrid")


def test_a_link_to_a_heading_keeps_the_answers(new_form: Form) -> None:
    form = new_form
    form.box("Mobile app").check()
    form.expect_outcome("Opaque token in a header")
    form.page.locator("#how-the-rules-decide .headerlink").click()
    form.page.wait_for_url("**/#how-the-rules-decide")
    form.page.wait_for_load_state("networkidle")
    expect(form.box("Mobile app")).to_be_checked()
    form.expect_outcome("Opaque token in a header")


def test_going_back_to_the_chooser_restores_the_answers(new_form: Form) -> None:
    form = new_form
    form.box("Mobile app").check()
    tabs = form.page.get_by_role("navigation", name="Tabs")
    tabs.get_by_role("link", name="Overview").click()
    expect(form.page.get_by_role("heading", level=1)).to_contain_text("JWT vs session")
    form.page.go_back()
    form.expect_outcome("Opaque token in a header")
    expect(form.box("Mobile app")).to_be_checked()


def test_clear_all_empties_the_form_and_the_address(form: Form) -> None:
    form.box("Mobile app").check()
    form.answer(4, 0).check()
    form.button("Clear all").click()
    expect(form.group.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(form.status).to_contain_text("nothing you told us asks for more")
    assert form.page.url.endswith("choose/#choice")
    expect(form.button("Clear all")).to_have_count(0)
    expect(form.answer(0, 0)).to_be_focused()


def test_only_a_new_outcome_is_announced(form: Form) -> None:
    form.page.evaluate(COUNT_CHANGES)
    form.box("Microservices").check()
    form.expect_outcome("JWT")
    form.box("SSO across domains").check()
    form.box("Microservices").uncheck()
    expect(form.status).to_contain_text("other companies' sites take part")
    told = form.page.evaluate("window.told")
    assert told == ["JWT — decided by: services verify on their own"]


def test_one_question_at_a_time_by_keyboard(form: Form) -> None:
    page = form.page
    form.group.get_by_role("radio", name="One at a time").check()
    expect(form.answer(0, 0)).to_be_visible()
    expect(form.answer(1, 0)).to_be_hidden()
    form.answer(0, 0).focus()
    page.keyboard.press("Space")
    form.expect_outcome("Session")
    expect(form.group.get_by_text("Question 1 of 5")).to_be_visible()
    expect(form.button("Back")).to_be_disabled()
    form.button("Next question").press("Enter")
    expect(form.answer(1, 0)).to_be_focused()
    # A folded question shows its answer.
    expect(form.answer(0, 0)).to_be_visible()
    expect(form.answer(0, 1)).to_be_hidden()
    form.answer(0, 0).focus()
    expect(form.group.get_by_text("Question 1 of 5")).to_be_visible()
    form.group.get_by_role("radio", name="All five").check()
    expect(form.answer(4, 1)).to_be_visible()


def test_the_answer_stays_on_the_screen(form: Form) -> None:
    for width, height in ((1280, 800), (390, 844)):
        form.page.set_viewport_size({"width": width, "height": height})
        form.page.evaluate("scrollTo(0, 1500)")
        expect(form.status).to_be_in_viewport()
        form.page.get_by_role(
            "heading", name="How the rules decide"
        ).scroll_into_view_if_needed()
    form.page.evaluate("scrollTo(0, 0)")


def test_what_is_focused_is_not_under_the_answer(form: Form) -> None:
    form.page.set_viewport_size({"width": 390, "height": 844})
    form.page.evaluate("scrollTo(0, 1500)")
    edge = form.group.locator(".ruling")

    def is_clear_of_it() -> bool:
        bar, own = edge.bounding_box(), target.bounding_box()
        assert bar is not None
        assert own is not None
        return bar["y"] + bar["height"] <= own["y"] < 844

    # The first one is not the one that has the focus already.
    for target in (form.box("Microservices"), form.answer(0, 0), form.answer(4, 0)):
        target.focus()
        wait_for(is_clear_of_it, "a place below the answer")


def test_it_fits_a_small_phone_with_large_targets(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{site}choose/#choice=spa,logout,microservices,simple")
    form = Form(page)
    form.expect_outcome("Hybrid")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    small = form.group.locator(
        ".ask label, .chooser-switch label, .action-button, .chooser-matrix label, "
        "summary, .cost-field input, select"
    )
    page.evaluate(OPEN)
    for target in small.all():
        box = target.bounding_box()
        if box is not None:
            assert box["height"] >= 44, target.inner_html()
    for link in form.group.locator(".reason a, .flip").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24


def test_it_is_a_list_and_tables_without_javascript(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}choose/")
    for name in ("Decision matrix", "Price list", "What each way costs at this load"):
        expect(page.get_by_role("table", name=name)).to_be_visible()
    for number in page.locator("auth-chooser input:visible").all():
        expect(number).not_to_be_editable()  # the load that the bars are drawn for
    for question in FIRST:
        expect(page.get_by_text(question.text)).to_be_visible()
    expect(page.locator(".ask-why").first).to_be_visible()
    expect(page.get_by_role("status", name="Recommendation")).to_be_visible()
    expect(page.locator(".chooser-answers noscript p")).to_be_visible()
    context.close()


def test_an_answer_keeps_the_focus_and_the_element(form: Form) -> None:
    form.page.evaluate("document.querySelector('auth-chooser').mark = true")
    form.box("Mobile app").focus()
    form.page.keyboard.press("Space")
    form.expect_outcome("Opaque token in a header")
    form.page.wait_for_load_state("networkidle")
    assert form.page.evaluate("document.querySelector('auth-chooser').mark")
    expect(form.box("Mobile app")).to_be_focused()
