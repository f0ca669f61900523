"""The chooser, answered by hand, by keyboard and by its address."""

import re
from dataclasses import dataclass

import pytest
from examples.chooser.chooser import MATRIX, QUESTIONS, Chooser
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visit import renew
from tests.redis_servers import wait_for

# Counts the answers of Python, each before the page hears it.
COUNT_REPLIES = """
window.replies = 0;
window.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    this.port1.addEventListener("message", ({ data }) => {
      if (data.type === "reply") window.replies += 1;
    });
  }
};
"""
COUNT_CHANGES = """() => {
  window.changes = 0;
  window.before = window.replies;
  const status = document.querySelector('[aria-label="Recommendation"]');
  const watch = new MutationObserver((found) => { window.changes += found.length; });
  watch.observe(status, { childList: true, subtree: true, characterData: true });
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
    def alert(self) -> Locator:
        return self.group.get_by_role("alert")

    def box(self, name: str) -> Locator:
        return self.group.get_by_role("checkbox", name=name, exact=True)

    def radio(self, question: str, answer: str) -> Locator:
        group = self.group.get_by_role("radiogroup", name=question, exact=True)
        return group.get_by_role("radio", name=answer, exact=True)

    def clear(self) -> None:
        self.group.get_by_role("button", name="Clear all").click()
        expect(self.status).to_be_empty()

    def expect_choice(self, choice: str) -> None:
        expect(self.status).to_have_text(re.compile(rf"^\s*{choice}\b"))


@pytest.fixture
def form(shared_page: Page, site: str) -> Form:
    """Show the chooser without an answer; Python may run already."""
    form = Form(shared_page)
    # A page that is laid out anew would bring the last answers of the visit back.
    if "/choose/" in shared_page.url:
        form.clear()
    else:
        renew(shared_page, f"{site}choose/")
    return form


@pytest.fixture
def new_form(page: Page, site: str) -> Form:
    """Open the chooser in a new visit."""
    page.goto(f"{site}choose/")
    return Form(page)


def test_each_row_of_the_matrix_leads_to_its_recommendation(form: Form) -> None:
    rows = form.page.get_by_role("table", name="Decision matrix").get_by_role("row")
    expect(rows).to_have_count(10)
    for place, row in enumerate(MATRIX, start=1):
        cells = rows.nth(place).get_by_role("cell")
        expect(cells.nth(0)).to_have_text(row.label)
        expect(cells.nth(1)).to_have_text(str(row.favours))
        expect(cells.nth(4).get_by_role("link")).to_have_count(1)
        form.box(row.label).check()
        form.expect_choice(str(row.favours))
        expect(form.status).to_contain_text(row.why)
        form.box(row.label).uncheck()
        expect(form.status).to_be_empty()


def test_each_question_is_a_radiogroup(form: Form) -> None:
    for question in QUESTIONS:
        expect(form.radio(question.label, "Not decided")).to_be_checked()
        for answer in question.answers:
            form.radio(question.label, answer.label).check()
        form.expect_choice(Chooser().recommend([answer.code])["choice"])
        form.radio(question.label, "Not decided").check()
        expect(form.status).to_be_empty()


def test_the_advice_gives_reasons_costs_and_an_example(form: Form) -> None:
    for name in ("Microservices", "Need immediate logout"):
        form.box(name).check()
    form.expect_choice("Hybrid")
    advice = Chooser().recommend(["microservices", "logout"])
    for text in advice["reasons"]:
        expect(form.status).to_contain_text(text)
    for text in [*advice["prices"], advice["example"]]:
        expect(form.group).to_contain_text(text)
    for option in advice["options"]:
        part = form.page.locator(".chooser-option", has_text=option["con"][-1])
        expect(part.get_by_role("heading")).to_have_text(option["choice"])
        for text in option["pro"] + option["con"]:
            expect(part).to_contain_text(text)
    form.radio("The store of your team", "None that all servers reach").check()
    expect(form.group).to_contain_text("needs a store that every server can reach")


def test_the_url_keeps_the_answers_and_can_be_shared(
    form: Form, browser: Browser
) -> None:
    form.box("Mobile app").check()
    form.radio("Kinds of clients", "Browsers and others").check()
    form.expect_choice("Hybrid")
    assert form.page.url.endswith("choose/#choice=mobile,mixed")
    other = Form(browser.new_page())
    other.page.goto(form.page.url)
    other.expect_choice("Hybrid")
    expect(other.box("Mobile app")).to_be_checked()
    expect(other.radio("Kinds of clients", "Browsers and others")).to_be_checked()
    expect(other.radio("Compliance", "Not decided")).to_be_checked()
    other.page.reload()
    other.expect_choice("Hybrid")
    other.page.close()


def test_back_and_forward_undo_and_redo_answers(form: Form) -> None:
    form.box("Mobile app").check()
    form.expect_choice("JWT")
    form.box("Traditional web app").check()
    form.expect_choice("Hybrid")
    form.page.go_back()
    form.expect_choice("JWT")
    expect(form.box("Traditional web app")).not_to_be_checked()
    form.page.go_back()
    expect(form.status).to_be_empty()
    expect(form.box("Mobile app")).not_to_be_checked()
    form.page.go_forward()
    form.page.go_forward()
    form.expect_choice("Hybrid")


def test_a_link_to_a_heading_keeps_the_answers(new_form: Form) -> None:
    form = new_form
    form.box("Mobile app").check()
    form.expect_choice("JWT")
    form.page.locator("#decision-matrix .headerlink").click()
    form.page.wait_for_url("**/#decision-matrix")
    form.page.wait_for_load_state("networkidle")
    expect(form.box("Mobile app")).to_be_checked()
    form.expect_choice("JWT")


def test_going_back_to_the_chooser_restores_the_answers(
    new_form: Form,
) -> None:
    form = new_form
    form.box("Mobile app").check()
    form.expect_choice("JWT")
    tabs = form.page.get_by_role("navigation", name="Tabs")
    tabs.get_by_role("link", name="Overview").click()
    expect(form.page.get_by_role("heading", level=1)).to_contain_text("JWT vs session")
    form.page.go_back()
    form.expect_choice("JWT")
    expect(form.box("Mobile app")).to_be_checked()


def test_clear_all_empties_the_form_and_the_address(form: Form) -> None:
    form.box("Mobile app").check()
    form.radio("Compliance", "ASVS level 1: logout ends all use").check()
    form.expect_choice("Hybrid")
    form.clear()
    expect(form.group.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(form.radio("Compliance", "Not decided")).to_be_checked()
    assert form.page.url.endswith("choose/#choice")


def test_a_link_with_unknown_answers_names_them(page: Page, site: str) -> None:
    page.goto(f"{site}choose/#choice=mobile,gone,<b>")
    form = Form(page)
    form.expect_choice("JWT")
    notice = form.group.get_by_role("status", name="Notice", exact=True)
    expect(notice).to_contain_text("The link names gone, ")


def test_an_unchanged_recommendation_is_not_announced_again(
    page: Page, site: str
) -> None:
    page.add_init_script(COUNT_REPLIES)
    page.goto(f"{site}choose/")
    form = Form(page)
    form.radio("Number of services", "Many, or run by others").check()
    form.expect_choice("JWT")
    form.page.evaluate(COUNT_CHANGES)
    # The arrow keys pass answers that count for nothing yet, and end at another one.
    form.radio("Compliance", "Not decided").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        form.page.keyboard.press(key)
    wait_for(lambda: form.page.evaluate("replies > before"), "an answer of Python")
    form.expect_choice("JWT")
    assert form.page.evaluate("window.changes") == 0


def test_answers_survive_a_failed_download_and_retry_works(
    lenient_page: Page, site: str
) -> None:
    form = Form(lenient_page)
    lenient_page.route("**/assets/python/**", lambda route: route.abort())
    lenient_page.goto(f"{site}choose/")
    form.box("Mobile app").check()
    expect(form.alert).to_contain_text("Python could not be loaded: ")
    expect(form.alert).to_contain_text(
        "Your answers are kept: check the connection and press Retry."
    )
    expect(form.box("Mobile app")).to_be_checked()
    lenient_page.unroute("**/assets/python/**")
    form.group.get_by_role("button", name="Retry").click()
    form.expect_choice("JWT")
    expect(form.alert).to_have_count(0)


def test_progress_is_shown_while_python_loads(lenient_page: Page, site: str) -> None:
    form = Form(lenient_page)
    lenient_page.route("**/assets/python/**", lambda _: None)
    lenient_page.goto(f"{site}choose/")
    form.box("Mobile app").check()
    progress = form.group.locator(".chooser-progress")
    expect(progress).to_contain_text("Loading Python: ")
    expect(form.alert).to_have_count(0)


def test_the_matrix_is_shown_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}choose/")
    expect(page.get_by_role("table", name="Decision matrix")).to_be_visible()
    expect(page.locator(".chooser-form")).to_be_hidden()
    expect(page.locator("auth-chooser noscript p")).to_be_visible()
    context.close()


def test_an_answer_keeps_the_focus_and_the_element(form: Form) -> None:
    form.page.evaluate("document.querySelector('auth-chooser').mark = true")
    form.box("Mobile app").focus()
    form.page.keyboard.press("Space")
    form.expect_choice("JWT")
    form.page.wait_for_load_state("networkidle")
    assert form.page.evaluate("document.querySelector('auth-chooser').mark")
    expect(form.box("Mobile app")).to_be_focused()
