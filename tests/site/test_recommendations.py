"""Every recommendation on every page is what the chooser says.

A page marks what it recommends with a comment, which names the requirements and the
code of the outcome: `<!-- chooser: web, mobile = hybrid; logout = session -->`.
"""

import re
from pathlib import Path

import pytest

from examples.chooser.decide import decide, read
from examples.chooser.rules import PROFILES

DOCS = Path(__file__).parents[2] / "docs"
MARK = re.compile(r"<!-- chooser: ([^>]*) -->")
CODES = {profile.code: profile.outcome for profile in PROFILES}
PAGES = {page.relative_to(DOCS).as_posix(): page for page in DOCS.rglob("*.md")}

RECOMMENDS = re.compile(
    r"Choose a \[|the first choice|the better choice|is the way when|"
    r"you need no token|hybrid pays when|is also the answer|must verify on its own"
)
"""Phrases that recommend; a paragraph with one of them needs a mark."""

SCENARIOS = {
    "when-jwt.md": {"Rotate the keys"},
    "when-sessions.md": set[str](),
}
"""Maps pages of scenarios to the sections that recommend nothing."""


def text_of(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def marks(text: str) -> list[tuple[str, str]]:
    """List the requirements and the outcome of each mark."""
    parts = [part for mark in MARK.findall(text) for part in mark.split(";")]
    return [
        (said.strip(), code.strip())
        for said, _, code in (p.partition("=") for p in parts)
    ]


CASES = [(page, *mark) for page in sorted(PAGES) for mark in marks(text_of(page))]


@pytest.mark.parametrize(("page", "said", "code"), CASES)
def test_the_chooser_agrees_with_the_page(page: str, said: str, code: str) -> None:
    assert decide(read(said)) == CODES[code], f"{page} recommends another outcome."


def unmarked(blocks: list[str]) -> list[str]:
    return [block for block in blocks if not MARK.search(block)]


def blocks(text: str) -> list[str]:
    """Split a page into paragraphs, items of lists and rows of tables."""
    return re.split(r"\n(?:\s*\n|(?=- |\d\. |\|))", text)


@pytest.mark.parametrize("page", PAGES)
def test_what_sounds_like_a_recommendation_is_marked(page: str) -> None:
    found = [block for block in blocks(text_of(page)) if RECOMMENDS.search(block)]
    if page == "choose/index.md":  # it explains the rules themselves
        return
    assert unmarked(found) == []


def test_each_rule_of_the_overview_is_marked() -> None:
    table = text_of("index.md").partition("caption: Rules -->")[2]
    rows = [line for line in table.partition("\n\n\n")[0].split("\n") if "| " in line]
    rows = rows[1 : rows.index(next(one for one in rows if "| Aspect" in one))]
    assert len(rows) >= 5
    assert unmarked(rows) == []
    for row in rows:
        said = row.split("|")[2].strip()
        for _, code in marks(row):
            assert CODES[code].startswith(said), row


def test_each_item_of_the_conclusion_is_marked() -> None:
    sections = text_of("conclusion.md").split("\n## ")
    chosen = [one for one in sections if one.startswith("Choose ")]
    assert len(chosen) == 3
    items = [b for one in chosen for b in blocks(one) if b.startswith("- ")]
    assert len(items) >= 9
    assert unmarked(items) == []


@pytest.mark.parametrize("page", SCENARIOS)
def test_each_scenario_is_marked(page: str) -> None:
    sections = text_of(page).split("\n## ")[1:]
    chosen = [s for s in sections if s.partition("\n")[0] not in SCENARIOS[page]]
    assert len(chosen) >= 4
    assert unmarked(chosen) == []


def test_a_mark_is_read_and_its_lack_is_seen() -> None:
    text = "- Choose a [JWT](x.md). <!-- chooser: web, mobile = hybrid; = session -->"
    assert marks(text) == [("web, mobile", "hybrid"), ("", "session")]
    assert unmarked(["- Choose a [JWT](x.md)."])
