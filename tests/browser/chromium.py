"""Starts the machine's own Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The same engine without a window, which takes a third less processor time, goes first.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Without a crash reporter, the one without a window ends a page whose WebAssembly
    # reads outside its memory; a browser with a window raises an error in it.
    "--enable-crash-reporter",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless browser; raise `FileNotFoundError` when there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise FileNotFoundError(
            f"None of {', '.join(NAMES)} is on PATH: run make setup-test."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
