"""Whatever code a reader runs, the page says how it ended and the next run works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cells import cell, press, run, traceback_of, write

TITLE = "Sign a token"
JS = "import asyncio, js\nfrom pyodide.ffi import create_proxy\n"
REFUSED = "Cannot assign to read only property"
TOO_DEEP = "Python ended: the code calls itself more deeply than this browser allows."


@pytest.fixture(scope="module")
def home(browser: Browser, site: str) -> Iterator[Page]:
    """Keep one page for all: each test must leave it as good as it was."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}jwt/")
    yield page
    context.close()


@pytest.fixture
def target(home: Page) -> Iterator[Locator]:
    """Give a cell; afterwards its next run must work in the same page."""
    target = cell(home, TITLE)
    yield target
    if target.get_by_role("button", name="Stop").is_enabled():
        press(target, "Stop")
    write(target, "print('alive')")
    assert run(target) == "alive\n"


def start(target: Locator, code: str) -> None:
    write(target, code)
    press(target, "Run")
    expect(target).to_have_attribute("data-state", "running")


def fails(target: Locator, code: str, message: str) -> None:
    write(target, code)
    run(target, "failed")
    expect(target.get_by_role("alert")).to_contain_text(message)


def ends(target: Locator, code: str, sentence: str) -> str:
    write(target, code)
    printed = run(target)
    expect(target.get_by_role("status")).to_contain_text(sentence)
    return printed


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time\ntime.sleep(60)",
        "import asyncio\nawait asyncio.sleep(60)",
        f"{JS}await js.Promise.new(create_proxy(lambda *_: None))",
        f"{JS}js.close()\nwhile True: pass",
        "class E(Exception):\n def __str__(self):\n  while True: pass\nraise E",
    ],
)
def test_stop_ends_code_that_would_run_forever(target: Locator, code: str) -> None:
    start(target, code)
    press(target, "Stop")
    expect(target).to_have_attribute("data-state", "stopped")
    expect(target.get_by_role("status")).to_contain_text("variables of this page are")


FAILURES = {
    "bytearray(2 * 1024**3)": "OverflowError",
    "[0] * 2**29": "MemoryError",
    "def f(n): return f(n + 1)\nf(0)": "RecursionError",
    "class A:\n def __eq__(a, b): return a == b\nA() == A()": "RecursionError",
    "import json\njson.loads('[' * 100_000)": TOO_DEEP,
    "import sys\nsys.setrecursionlimit(10**6)\nclass A:\n"
    " def __eq__(a, b): return a == b\nA() == A()": TOO_DEEP,
    "compile('(' * 100_000 + ')' * 100_000, 'x', 'eval')": "too many nested",
    "compile('-' * 1_000_000 + '1', 'x', 'eval')": "MemoryError: Parser stack",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise GeneratorExit": "GeneratorExit",
    "import os\nos._exit(1)": "Python ended: Program terminated with exit(1)",
    "import os\nos.abort()": "Python ended: ",
    "import ctypes\nctypes.string_at(0xFFFFFFFF)": "Python ended: memory access",
    "input('Name? ')": "input('Name? ') cannot ask in this page: write the value",
    "import sys\nsys.stdin.readline()": "sys.stdin has nothing to read in this page",
    "import sys\nlist(sys.stdin)": "sys.stdin has nothing to read in this page",
    r"x = '\ud800'.encode()": "UnicodeEncodeError",
    "raise ValueError('first\\nsecond')": "ValueError: first\nsecond",
    "error = ValueError('v')\nerror.add_note('noted')\nraise error": "ValueError: v",
    "class E(Exception):\n def __str__(self): raise self\nraise E": "<exception str()",
    "class M(type):\n __module__ = property(lambda c: 1 / 0)\n"
    "class E(Exception, metaclass=M): pass\nraise E": "whose text is unreadable",
    "raise SystemExit.__base__('z')": "BaseException: z",
    "return 5": "SyntaxError: 'return' outside function",
}


@pytest.mark.parametrize("code", FAILURES)
def test_a_failed_run_gives_the_reason(target: Locator, code: str) -> None:
    fails(target, code, FAILURES[code])


def test_python_restarts_after_it_runs_out_of_memory(target: Locator) -> None:
    fails(target, "held = [0]\nwhile True: held.extend(held)", "MemoryError")
    status = target.get_by_role("status")
    expect(status).to_contain_text("Python was restarted.")
    assert ends(target, "print('held' in globals())", "1 line") == "False\n"


ENDINGS = {
    "import sys\nsys.exit()": "Ended by sys.exit() in",
    "import sys\nsys.exit(3)": "Ended by sys.exit(3) in",
    "import sys\nsys.exit('no\\nway')": r"Ended by sys.exit('no\nway') in",
    "class E:\n def __repr__(self): return 1 / 0\nraise SystemExit(E())": "Ended",
    "pass": "without output.",
    "del __builtins__": "without output.",
    "import builtins\nbuiltins.print = builtins.list = None": "without output.",
    "import builtins\nfor name in list(vars(builtins)):\n"
    " if name != 'delattr': delattr(builtins, name)": "without output.",
    "import sys\nsys.stdout = sys.stderr = None\nprint('x')": "without output.",
    "import sys\nsys.stdout.close()": "without output.",
    "import os\nos.close(1)\nos.close(2)": "without output.",
    "import json\njson.dumps = json.loads = None": "without output.",
    "import linecache\nlinecache.cache = None": "without output.",
    "import sys\nsys.modules.clear()": "without output.",
    "import sys\nsys.setrecursionlimit(40)": "without output.",
    "import asyncio\nasyncio.get_event_loop().close()": "without output.",
    f"{JS}js.postMessage('hi')": "without output.",
    f"{JS}js.self.onmessage = None": "without output.",
    f"{JS}js.Object.freeze(js.globalThis)": "without output.",
}


@pytest.mark.parametrize("code", ENDINGS)
def test_a_finished_run_says_how_it_ended(target: Locator, code: str) -> None:
    ends(target, code, ENDINGS[code])


MISCHIEF = {
    "js.close()\nawait asyncio.sleep(60)": "Python ended: its worker was closed.",
    "js.MessagePort.prototype.postMessage = None": REFUSED,
    "js.Array.prototype.push = None": REFUSED,
    "js.JSON.parse = None": REFUSED,
    "js.JSON = None": REFUSED,
    "js.Promise.prototype.then = None": REFUSED,
    "js.Map.prototype.get = None": REFUSED,
    "js.Map = None": REFUSED,
    "js.setTimeout = None": REFUSED,
    "js.Uint8Array.prototype.set = None": REFUSED,
    "js.Object.prototype.fault = 'x'": "object is not extensible",
    "js.JSON.parse('{')": "SyntaxError",
    "js.AbortSignal.abort(42).throwIfAborted()": '"""42"""',
    "js.AbortSignal.abort(js.Object.create(js.JSON.parse('null'))).throwIfAborted()": (
        "thrown as an error"
    ),
    "await js.Promise.reject(js.Error.new('no'))": "Error: no",
    "await js.Promise.reject(7)": "A promise was rejected with 7",
}


@pytest.mark.parametrize("code", MISCHIEF)
def test_an_attack_on_javascript_ends_with_a_message(
    target: Locator, code: str
) -> None:
    fails(target, JS + code, MISCHIEF[code])


def test_errors_of_callbacks_are_printed(target: Locator) -> None:
    code = (
        "js.setTimeout(create_proxy(lambda: 1 / 0), 1)\n"
        "js.reportError(js.Error.new('reported'))\n"
        "js.Promise.reject(js.Error.new('nobody waits'))\n"
        "await asyncio.sleep(0.1)"
    )
    printed = ends(target, JS + code, "lines")
    assert "ZeroDivisionError" in printed
    assert "Uncaught reported\n" in printed
    assert "nobody waits" in printed


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("for _ in range(100_000): print('x' * 99)", "100,000 lines."),
        ("for i in range(1_000_000): print(i)", "1,000,000 lines."),
        ("import os\nfor _ in range(10): os.write(1, b'x' * 999_999)", "1 line."),
    ],
)
def test_a_flood_of_output_is_cut_and_counted(
    target: Locator, code: str, sentence: str
) -> None:
    printed = ends(target, code, sentence)
    assert len(printed) < 200_200
    assert "\n[Output cut: the first 200,000 characters are shown" in printed


def test_a_huge_message_is_cut(target: Locator) -> None:
    fails(target, "raise ValueError('m' * 10_000_000)", "ValueError: mmm")
    printed = traceback_of(target)
    assert "characters cut]" in printed
    assert len(printed) < 21_000
    assert len(target.get_by_role("alert").inner_text()) < 1_100


def test_invisible_characters_are_shown(target: Locator) -> None:
    code = r"print('a\ud800b', 'c\x00\x1b[31m\r\b\x7fd', 'e\u202ef\tg\r')"
    shown = r"a\ud800b c\x00\x1b[31m\x0d\x08\x7fd e\u202ef" + "\tg\r\n"
    assert ends(target, code, "1 line") == shown
    fails(target, r"raise ValueError('\ud800')", r"\ud800")
    assert r"\ud800" in traceback_of(target)


def test_output_without_a_line_end_stays_with_its_cell(target: Locator) -> None:
    code = (
        "import os, sys\nprint('a', end='')\nsys.stderr.write('b')\nos.write(1, b'c')"
    )
    assert sorted(ends(target, code, "1 line.")) == ["a", "b", "c"]
    assert (
        ends(target, "import sys\nsys.stdout.buffer.write(b'\\xff')", "1 line") == "�"
    )


def test_a_leftover_task_prints_into_no_other_cell(target: Locator) -> None:
    code = (
        "import asyncio\n"
        "async def tick():\n"
        "    while True:\n"
        "        print('BEHIND')\n"
        "        await asyncio.sleep(0.01)\n"
        "task = asyncio.ensure_future(tick())\n"
        "print('first')"
    )
    assert ends(target, code, "Ran in your browser").startswith("first\n")
    code = "await asyncio.sleep(0.2)\nprint('second')\ntask.cancel()"
    assert ends(target, code, "Ran in your browser") == "second\n"


def test_a_worker_that_closes_between_two_runs_is_noticed(
    home: Page, target: Locator
) -> None:
    ends(target, f"{JS}js.setTimeout(create_proxy(js.close), 200)", "without output.")
    expect(home.locator("html")).to_have_attribute("data-python", "off")


def test_a_burst_of_clicks_runs_once(target: Locator) -> None:
    write(target, "import time\ntime.sleep(0.5)\nprint('once')")
    target.get_by_role("button", name="Run").evaluate(
        "button => { for (let i = 0; i < 50; i += 1) button.click() }"
    )
    expect(target).to_have_attribute("data-state", "done")
    expect(target.get_by_role("log")).to_have_text("once\n")


def test_cells_that_run_at_once_take_turns(home: Page, target: Locator) -> None:
    second = cell(home, "Read it without a key")
    write(target, "import time\ntime.sleep(0.5)\nprint('first')")
    write(second, "print('second')")
    press(target, "Run")
    press(second, "Run")
    expect(second).to_have_attribute("data-state", "loading")
    expect(second).to_have_attribute("data-state", "done")
    expect(target.get_by_role("log")).to_have_text("first\n")
    expect(second.get_by_role("log")).to_have_text("second\n")


def test_stop_also_cancels_a_waiting_cell(home: Page, target: Locator) -> None:
    second = cell(home, "Read it without a key")
    start(target, "while True: pass")
    press(second, "Run")
    press(second, "Stop")
    for stopped in (target, second):
        expect(stopped).to_have_attribute("data-state", "stopped")
    write(second, "print('again')")


def test_reset_while_running_stops_and_restores(target: Locator) -> None:
    start(target, "while True: pass")
    press(target, "Reset")
    expect(target).to_have_attribute("data-state", "idle")
    expect(target.get_by_role("status")).to_contain_text("The run was stopped")
    expect(target.get_by_role("textbox", name="Code")).to_contain_text(
        "import ManualClock"
    )


def test_run_and_stop_while_python_boots(lenient_page: Page, site: str) -> None:
    lenient_page.goto(f"{site}jwt/")
    target = cell(lenient_page, TITLE)
    press(target, "Run")
    expect(target).to_have_attribute("data-state", "loading")
    press(target, "Stop")
    expect(target).to_have_attribute("data-state", "stopped")
    press(target, "Run")
    expect(target).to_have_attribute("data-state", "done")


def test_leaving_stops_the_run_and_the_next_page_can_run(
    lenient_page: Page, site: str
) -> None:
    page = lenient_page
    page.goto(f"{site}jwt/")
    start(cell(page, TITLE), "while True: pass")
    page.get_by_role("link", name="Sessions", exact=True).first.click()
    assert run(cell(page, "Log in"))
    start(cell(page, "Log in"), "while True: pass")
    page.goto(f"{site}jwt/")
    press(cell(page, TITLE), "Reset")
    assert run(cell(page, TITLE))


def test_tabs_do_not_disturb_each_other(home: Page, target: Locator, site: str) -> None:
    start(target, "import asyncio\nawait asyncio.sleep(2)\nprint('first tab')")
    other = home.context.new_page()
    other.goto(f"{site}jwt/")
    start(cell(other, TITLE), "while True: pass")
    press(cell(other, TITLE), "Stop")
    expect(cell(other, TITLE)).to_have_attribute("data-state", "stopped")
    expect(target).to_have_attribute("data-state", "done")
    other.close()


def test_memory_stays_flat_over_many_runs(home: Page, target: Locator) -> None:
    write(target, "text = 'x' * 100_000\nprint(text)")
    run(target)
    devtools = home.context.new_cdp_session(home)

    def heap() -> float:
        devtools.send("HeapProfiler.collectGarbage")
        return float(devtools.send("Runtime.getHeapUsage")["usedSize"])

    def python_heap() -> float:
        size = ends(
            target, "import pyodide_js\nprint(pyodide_js._module.HEAP8.length)", "1"
        )
        return float(size)

    repeat(target, 10)
    before = heap(), python_heap()
    write(target, "text = 'x' * 100_000\nprint(text)")
    repeat(target, 100)
    after = heap(), python_heap()
    assert after[0] - before[0] < 1e6, (before, after)
    assert after[1] == before[1]


def repeat(target: Locator, times: int) -> None:
    target.evaluate(
        """async (cell, times) => {
          for (let i = 0; i < times; i += 1) {
            await cell.run();
            if (cell.state !== "done") throw new Error(cell.state);
          }
        }""",
        times,
    )
