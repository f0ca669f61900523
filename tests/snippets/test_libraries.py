"""The macros of the pages on libraries, on a small data file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from snippets.libraries import DATA, Libraries, meets
from snippets.sections import SnippetError
from tests.snippets.conftest import Build, Write

EXCHANGE = {"who": "thief", "request": "GET /me\nCookie: a=…", "response": "200 <b>"}


def cell(outcome: str, words: str, *evidence: dict[str, str]) -> dict[str, Any]:
    return {"outcome": outcome, "words": words, "evidence": list(evidence)}


@pytest.fixture
def data() -> dict[str, Any]:
    none = cell("none", "No refresh tokens")
    quick = {"copy": cell("breach", "Works <ever>", EXCHANGE), "reuse": none}
    safest = {"copy": cell("held", "Dead", {"note": "It *stops*."}), "reuse": none}
    own = {"copy": cell("caution", "Later") | {"withheld": True}, "reuse": none}
    row = {"framework": "Flask", "kind": "session", "page": "flask"}
    return {
        "date": "2026-01-02",
        "command": "make libraries",
        "python": "3.13.0",
        "attacks": [
            {"name": "copy", "group": "out", "title": "Copied", "question": "Alive?"},
            {"name": "reuse", "group": "ref", "title": "Reused", "question": "Seen?"},
        ],
        "requirements": [
            {"name": "logout", "title": "Sign-out counts", "attacks": ["copy"]}
        ],
        "rows": [
            row
            | {
                "name": "flask",
                "title": "Flask & co",
                "package": "flask",
                "version": "3.1",
                "settings": {
                    "quick-start": {"text": "as it is", "cells": quick},
                    "safest": {"text": "with flags", "cells": safest},
                },
            },
            row
            | {
                "name": "own",
                "title": "Own",
                "page": "own-servers",
                "package": "",
                "version": "",
                "settings": {"quick-start": {"text": "as it is", "cells": own}},
            },
        ],
        "releases": {
            "flask": {
                "version": "3.1",
                "date": "2026-02-19",
                "advisories": [
                    {"id": "A", "what": "x", "fixed": "3.0", "source": "https://a"},
                    {"id": "B", "what": "y", "fixed": "", "source": "https://b"},
                ],
            }
        },
    }


@pytest.fixture
def libraries(tmp_path: Path, write: Write, data: dict[str, Any]) -> Libraries:
    write(DATA, json.dumps(data))
    return Libraries(tmp_path)


PAGE = """# Page

{{ library_filter() }}

{{ library_legend() }}

{{ library_note() }}

{{ library_table("out", "Sign-out") }}

- The result is {{ library_cell("flask", "copy") }}.
- Safest: {{ library_cell("flask", "copy", "safest") }}.

{{ library_facts("flask") }}

{{ library_results("flask") }}
"""


def test_the_macros_make_a_page(
    site: Build, write: Write, tmp_path: Path, libraries: Libraries
) -> None:
    assert libraries.data
    write("docs/libraries/flask.md", PAGE)
    site()
    html = (tmp_path / "site/libraries/flask/index.html").read_text("utf-8")
    assert "{{" not in html
    assert "<p><library-filter" not in html
    assert "2 attacks on 1 packages in 2 set-ups" in html
    assert '<a class="library-cell library-cell--inline" data-outcome="breach"' in html
    assert 'href="./#flask--copy"' in html
    assert 'id="flask--copy"' in html
    assert "GET /me&#10;Cookie: a=…</code>" in html
    assert "200 &lt;b&gt;" in html
    assert "It *stops*." in html


def test_a_cell_says_its_outcome_without_colour(libraries: Libraries) -> None:
    table = libraries.table("out", "Sign-out")
    assert '<span class="library-mark">Attack succeeded: </span>Works &lt;ever' in table
    assert '<span class="library-mark">Refused: </span>Dead</a>' in table
    assert "Quick start</span>" in table
    assert 'href="flask/#flask--copy"' in table
    # A row with one setting needs no label for it.
    assert ">Caution: </span>Later</a></td>" in table


def test_a_table_leaves_out_rows_that_take_no_part(libraries: Libraries) -> None:
    assert "data-row" not in libraries.table("ref", "Refresh")


def test_a_table_says_why_a_cell_has_no_result(
    tmp_path: Path, write: Write, data: dict[str, Any]
) -> None:
    cells = data["rows"][1]["settings"]["quick-start"]["cells"]
    cells["reuse"] = cell("held", "Seen")
    cells["copy"] = cell("none", "No copy")
    data["attacks"][0]["group"] = "ref"
    write(DATA, json.dumps(data))
    table = Libraries(tmp_path).table("ref", "Refresh")
    none = 'data-outcome="none" data-setting="quick-start">No copy</span>'
    assert none in table


def test_the_filter_knows_what_each_setting_meets(libraries: Libraries) -> None:
    assert 'data-kind="session" data-quick-start="" data-safest="logout"' in (
        libraries.filter()
    )


@pytest.mark.parametrize(
    ("outcomes", "met"),
    [
        (["held"], True),
        (["held", "none", "info"], True),
        (["none", "info"], False),
        (["held", "caution"], False),
        (["breach"], False),
    ],
)
def test_what_meets_a_requirement(outcomes: list[str], met: bool) -> None:
    cells = {str(i): {"outcome": one} for i, one in enumerate(outcomes)}
    assert meets(cells, [*cells, "not there"]) == met


def test_facts_have_date_and_advisories(
    libraries: Libraries, data: dict[str, Any]
) -> None:
    text = libraries.facts("flask")
    assert text.startswith("Tested: `flask` 3.1, released on 19 February 2026. ")
    assert text.endswith("[A](https://a): x (fixed in 3.0); [B](https://b): y.")
    release = libraries.data["releases"]["flask"]
    release |= {"date": None, "advisories": []}
    assert libraries.facts("flask") == (
        "Tested: `flask` 3.1, released on an unknown day. "
        "We found no advisory on its sessions or tokens."
    )
    assert libraries.facts("own-servers") == libraries.note()
    assert data["date"] == libraries.data["date"]


def test_a_weakness_that_is_not_public_has_no_evidence(libraries: Libraries) -> None:
    assert "We found no public report of this" in libraries.results("own-servers")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda one: one.table("nothing", "x"), "no group of attacks named 'nothing'"),
        (lambda one: one.row("nothing"), "no row named 'nothing'"),
        (lambda one: one.results("nothing"), "no rows for the page 'nothing'"),
        (
            lambda one: one.cell("flask", "nothing", "safest"),
            "The row 'flask' has no cell 'nothing' in 'safest'.",
        ),
    ],
)
def test_a_wrong_name_ends_the_build(
    libraries: Libraries, call: Callable[[Libraries], object], message: str
) -> None:
    with pytest.raises(SnippetError, match=message):
        call(libraries)
