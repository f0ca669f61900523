"""A live cell runs, stops, resets and copies its code, and prints what it prints."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import cell, edit, press, run, traceback_of, write
from tests.browser.detour import Detour
from tests.browser.visit import renew


@pytest.fixture
def home(shared_page: Page, site: str) -> Page:
    """Show the home page as it is published; Python may run already."""
    renew(shared_page, f"{site}jwt/")
    return shared_page


def test_edited_code_runs_and_shares_variables_with_other_cells(home: Page) -> None:
    first, second = cell(home, "Sign a token"), cell(home, "Read it without a key")
    write(first, "answer = 41\nprint(answer)")
    assert run(first) == "41\n"
    expect(first).to_have_attribute("data-edited", "")
    write(second, "print(answer + 1)")
    assert run(second) == "42\n"


def test_an_attack_says_how_it_ended(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}security/")
    attack = cell(shared_page, "Try a word list")
    defence = cell(shared_page, "Take a random key")
    expect(attack).to_have_attribute("data-shows", "breach")
    run(attack)
    outcome = attack.locator(".outcome")
    expect(outcome).to_have_attribute("data-outcome", "breach")
    expect(outcome).to_have_text("Attack succeededthe secret is changeme.")
    expect(defence).to_have_attribute("data-shows", "refusal")
    run(defence)
    expect(defence.locator(".outcome")).to_have_attribute("data-outcome", "blocked")


def test_the_program_decides_how_an_attack_ended(shared_page: Page, site: str) -> None:
    renew(shared_page, f"{site}security/")
    defence = cell(shared_page, "Take a random key")
    code = defence.get_by_role("textbox", name="Code").inner_text()
    write(defence, code.replace("secret = new_secret()", 'secret = b"letmein"'))
    run(defence)
    outcome = defence.locator(".outcome")
    expect(outcome).to_have_attribute("data-outcome", "breach")
    expect(outcome).to_contain_text("the secret is letmein.")


def test_reset_restores_the_published_code(home: Page) -> None:
    target = cell(home, "Sign a token")
    code = target.get_by_role("textbox", name="Code")
    published = code.inner_text()
    write(target, "print('mine')")
    press(target, "Reset")
    expect(code).to_have_text(published, use_inner_text=True)
    assert target.get_attribute("data-edited") is None
    expect(target).to_have_attribute("data-state", "idle")


def test_copy_takes_the_code_as_it_stands(home: Page) -> None:
    target = cell(home, "Sign a token")
    write(target, "print('copied')")
    press(target, "Copy")
    expect(target.get_by_role("status")).to_have_text("Code copied.")
    assert home.evaluate("navigator.clipboard.readText()") == "print('copied')"


def test_traceback_names_the_readers_own_line(home: Page) -> None:
    target = cell(home, "Sign a token")
    write(target, "def fail():\n    return 1 / 0\n\nfail()\n")
    run(target, "failed")
    printed = traceback_of(target)
    expect(target.get_by_role("alert")).to_contain_text("ZeroDivisionError")
    expect(target.locator(".live-where")).to_have_text("Line 2: return 1 / 0")
    assert 'File "<Sign a token>", line 4, in <module>' in printed
    assert "    return 1 / 0\n" in printed
    assert "runner.py" not in printed
    assert "_pyodide" not in printed


def test_tracebacks_quote_the_lines_of_the_examples(home: Page) -> None:
    target = cell(home, "Sign a token")
    write(
        target,
        "from examples.auth.keys import check_secret\ncheck_secret(b'short', 'HS256')",
    )
    run(target, "failed")
    where = "Line 2: check_secret(b'short', 'HS256')"
    expect(target.locator(".live-where")).to_have_text(where)
    printed = traceback_of(target)
    assert 'site-packages/examples/auth/keys.py", line' in printed
    assert "raise WeakKeyError(" in printed


def test_syntax_errors_show_the_line(home: Page) -> None:
    target = cell(home, "Sign a token")
    write(target, "x = 1\nprint('never\n")
    run(target, "failed")
    expect(target.locator(".live-where")).to_have_text("Line 2: print('never")
    assert "line 2" in traceback_of(target)
    expect(target.get_by_role("alert")).to_contain_text("SyntaxError")


def test_output_arrives_while_the_code_still_runs(home: Page) -> None:
    target = cell(home, "Sign a token")
    # The code never ends by itself, so whatever is shown came while it ran.
    write(target, "import time\nwhile True:\n print('early')\n time.sleep(0.2)")
    press(target, "Run")
    expect(target.get_by_role("log")).to_contain_text("early")
    assert target.get_attribute("data-state") == "running"
    press(target, "Stop")
    expect(target).to_have_attribute("data-state", "stopped")


def test_stop_ends_an_endless_loop_and_the_next_run_works(home: Page) -> None:
    target = cell(home, "Sign a token")
    run(target)
    write(target, "while True: pass")
    press(target, "Run")
    expect(target).to_have_attribute("data-state", "running")
    assert home.evaluate("1 + 1") == 2, "The page does not answer beside the loop."
    press(target, "Stop")
    expect(target).to_have_attribute("data-state", "stopped")
    expect(target.get_by_role("status")).to_contain_text("variables of this page are")
    write(target, "print('again')")
    assert run(target) == "again\n"


@pytest.mark.parametrize("key", ["Control+Enter", "Meta+Enter", "Shift+Enter"])
def test_keys_in_the_editor_run_the_cell(home: Page, key: str) -> None:
    target = cell(home, "Sign a token")
    write(target, "print('by key')")
    edit(target).press(key)
    expect(target).to_have_attribute("data-state", "done")
    expect(target.get_by_role("log")).to_have_text("by key\n")


def test_what_is_typed_before_the_editor_is_there_is_kept(home: Page) -> None:
    target = cell(home, "Sign a token")
    target.get_by_role("textbox", name="Code").fill("print('early')")
    assert run(target) == "early\n"
    expect(target).to_have_attribute("data-editor", "")
    expect(target.get_by_role("textbox", name="Code")).to_have_text("print('early')")


def test_tab_leaves_the_editor_and_keys_do_not_leak(home: Page) -> None:
    target = cell(home, "Sign a token")
    code = edit(target)
    code.press("Control+a")
    # "s" and "/" open the theme's search when they reach the page.
    code.press_sequentially("s/f")
    expect(code).to_have_text("s/f")
    expect(home.get_by_role("textbox", name="Search")).not_to_be_focused()
    code.press("Tab")
    expect(code).not_to_be_focused()


def test_markup_in_output_stays_text(home: Page) -> None:
    target = cell(home, "Sign a token")
    write(target, "print('<img src=x onerror=alert(1)>')")
    assert run(target) == "<img src=x onerror=alert(1)>\n"
    assert target.get_by_role("log").locator("*").count() == 0


def test_one_python_serves_the_whole_visit(home: Page) -> None:
    first = cell(home, "Sign a token")
    run(first)
    home.evaluate("window.stillTheSameDocument = true")
    home.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(home).to_have_title("Session authentication - JWT or session?")
    target = cell(home, "Log in")
    write(target, "import sys\nprint('jwt' in sys.modules)")
    assert run(target) == "True\n"
    assert home.evaluate("window.stillTheSameDocument") is True


def test_a_failed_load_says_why_and_offers_retry(lenient_page: Page, site: str) -> None:
    cut = Detour(lenient_page, "**/assets/python/**")
    lenient_page.goto(f"{site}jwt/")
    target = cell(lenient_page, "Sign a token")
    write(target, "print('kept')")
    press(target, "Run")
    expect(target).to_have_attribute("data-state", "failed")
    expect(target.get_by_role("alert")).to_contain_text("Python could not be loaded")
    cut.end()
    press(target, "Retry")
    expect(target).to_have_attribute("data-state", "done")
    expect(target.get_by_role("log")).to_have_text("kept\n")
