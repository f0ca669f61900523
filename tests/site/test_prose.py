"""Proselint finds no fault in the prose of the built pages; code is left out."""

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "site"
ARTICLE = re.compile(r"<article.*?>(.*)</article>", re.S)
LEFT = "pre|code|svg|script|style|table|details|server-panel"
CODE = re.compile(rf"<({LEFT})\b.*?</\1>", re.S)
# A word at the end of one block and at the start of the next is no repetition.
END = re.compile(r"</(?:p|li|dt|dd|h\d|div|span|summary|button|label)>")
TAG = re.compile(r"<[^>]+>")
# House style: straight quotes and the letter x where a section is named.
LEFT_OUT = (": typography.",)
PAGES = sorted(SITE.rglob("index.html"))


def prose(page: Path) -> str:
    """Return the text of a page without its code, tables and tools."""
    article = ARTICLE.search(page.read_text("utf-8"))
    assert article, f"{page} has no article."
    return unescape(TAG.sub("", END.sub(" |", CODE.sub("\n\n", article[1]))))


def faults(text: str, folder: Path) -> list[str]:
    """List what proselint finds in the text."""
    file = folder / "page.txt"
    file.write_text(text)
    command = ["proselint", "--output-format", "compact", "check", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines() + run.stderr.splitlines()
    return [line for line in lines if not any(rule in line for rule in LEFT_OUT)]


def test_a_fault_is_found(tmp_path: Path) -> None:
    assert "weasel_words.very" in faults("It is very good.", tmp_path)[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_prose_is_plain(page: Path, tmp_path: Path) -> None:
    assert faults(prose(page), tmp_path) == []
