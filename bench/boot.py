"""Measures how Python boots in the page, each way beside the other: `make bench`."""

import argparse
import json
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from bench.keystroke import keystrokes
from bench.shaped_server import slow_line
from tests.browser.cells import SAVE_DATA, cell, run, write
from tests.browser.chromium import chromium
from tests.browser.static_server import serving

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
WAYS = {"snapshot": "", "plain": "?boot=plain"}

BOOT = "performance.getEntriesByName('python-boot')[0].duration"
SOON = 2500  # milliseconds from the page's first sight to the reader's first click
CLICK_TO_DONE = """() => new Promise((resolve) => {
  const cell = document.querySelector("live-cell");
  const began = performance.now();
  new MutationObserver((_, watch) => {
    if (cell.dataset.state !== "done") return;
    watch.disconnect();
    resolve([performance.now() - began, performance.now()]);
  }).observe(cell, { attributeFilter: ["data-state"] });
  cell.querySelector(".action-button--main").click();
})"""
SIGN_AND_VERIFY = """
import time
from examples.demos.published_key import KEY
from examples.auth.tokens import Tokens
tokens = Tokens(KEY, issuer="i", audience="a")
began = time.perf_counter()
for _ in range(100):
    tokens.verify(tokens.issue("alice"))
print((time.perf_counter() - began) * 10)
"""


def visit(browser: Browser, address: str, *, prefetch: bool = False) -> Page:
    page = browser.new_context().new_page()
    if not prefetch:
        # Prefetching would hide a part of the boot that is to be measured.
        page.add_init_script(SAVE_DATA)
    page.goto(address)
    page.locator("live-cell[data-state]").first.wait_for()
    return page


def boots(browser: Browser, site: str, rounds: int) -> dict[str, list[float]]:
    """Take milliseconds from the first need of Python to ready, and to warm output."""
    found: dict[str, list[float]] = {"warm": [], "sign_and_verify": []}
    for _ in range(rounds):
        for way, query in WAYS.items():
            page = visit(browser, site + query)
            page.evaluate(CLICK_TO_DONE)
            found.setdefault(way, []).append(page.evaluate(BOOT))
            if way == "snapshot":
                found["warm"].append(page.evaluate(CLICK_TO_DONE)[0])
                write(cell(page, "Sign a token"), SIGN_AND_VERIFY)
                found["sign_and_verify"].append(float(run(cell(page, "Sign a token"))))
            page.context.close()
        page = visit(browser, site, prefetch=True)
        page.wait_for_timeout(SOON)
        clicked = page.evaluate(CLICK_TO_DONE)[0]
        found.setdefault("prefetched_click_to_output", []).append(clicked)
        found.setdefault("prefetched", []).append(page.evaluate(BOOT))
        page.context.close()
    return found


def cold_visits(browser: Browser, rounds: int) -> dict[str, list[float]]:
    """Take milliseconds from navigation to the first signed token, and bytes."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for way, query in WAYS.items():
            with slow_line(SITE) as (address, line):
                page = visit(browser, address + query)
                shown = page.evaluate(CLICK_TO_DONE)[1]
                found.setdefault(f"cold_{way}", []).append(shown)
                found.setdefault(f"bytes_{way}", []).append(line.sent)
                page.context.close()
    return found


def main() -> None:
    """Measure, print medians and ratios, and write them to build/bench/boot.json."""
    parser = argparse.ArgumentParser(prog="bench.boot", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with serving(SITE) as site, chromium() as browser:
        print(f"Python's boot in the page, {rounds} rounds, Chromium {browser.version}")
        taken = boots(browser, site, rounds) | cold_visits(browser, rounds)
        taken["keystroke_to_decoded"] = keystrokes(browser, site)
    medians = {name: round(median(values), 1) for name, values in taken.items()}
    ratios = {
        "boot": medians["snapshot"] / medians["plain"],
        "prefetched_boot": medians["prefetched"] / medians["plain"],
        "cold_visit": medians["cold_snapshot"] / medians["cold_plain"],
        "bytes": medians["bytes_snapshot"] / medians["bytes_plain"],
    }
    for name, value in medians.items():
        print(f"  {name:28} {value:12} {'bytes' if name.startswith('bytes') else 'ms'}")
    for name, value in ratios.items():
        print(f"  {name:28} {value:12.2f} of the plain way")
    target = ROOT / "build" / "bench" / "boot.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps({"medians": medians, "ratios": ratios, "taken": taken})
    )


if __name__ == "__main__":
    main()
