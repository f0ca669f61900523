"""Tables get captions, roles, and what a card needs in place of a head."""

import re

import markdown
import pytest

from snippets import tables

WIDE = """
| Aspect | Session | JWT | Price | Proof |
|---|---|--:|---|---|
| State | On the *server* | 3 | Session | [Read](#read) |
| Storage | An id |  | none | [Log in](#log) |
"""
NARROW = "| Part | Version |\n|---|---|\n| mkdocs | 1.6 |\n"


def html_of(text: str) -> str:
    return markdown.markdown(text, extensions=["tables"])


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<!-- caption: Quick comparison -->\n<table>\n<thead>",
            "<table><caption>Quick comparison</caption>\n<thead>",
        ),
        (
            "<!-- caption: A --><table><!-- caption: B -->\n\n<table>",
            "<table><caption>A</caption><table><caption>B</caption>",
        ),
        ("<!-- caption: A -->\n<p>x</p>\n<table>", None),
        ("<!-- A -->\n<table>", None),
        ("<table>", None),
    ],
)
def test_a_comment_before_a_table_is_its_caption(
    html: str, expected: str | None
) -> None:
    assert tables.captioned(html) == (expected or html)


def test_a_wide_table_keeps_its_roles_when_it_becomes_cards() -> None:
    html = tables.with_cards(html_of(WIDE))
    for role, count in (
        ("table", 1),
        ("rowgroup", 2),
        ("row", 3),
        ("columnheader", 5),
        ("cell", 10),
    ):
        assert html.count(f' role="{role}"') == count


def test_each_cell_knows_its_column_and_its_kind() -> None:
    html = tables.with_cards(html_of(WIDE))
    assert '<td role="cell">State</td>' in html
    assert (
        '<td role="cell" data-label="Session" data-kind="session">'
        "On the <em>server</em></td>" in html
    )
    assert (
        '<td role="cell" data-label="JWT" data-kind="jwt" '
        'style="text-align: right;">3</td>' in html
    )
    assert '<td role="cell" data-proof><a href="#read">Read</a></td>' in html


def test_a_head_that_the_rows_go_on_with_stays_with_them() -> None:
    html = html_of(WIDE.replace("Aspect", "Can you show that …"))
    row = '<td role="cell" data-label="Can you show that …">State</td>'
    assert row in tables.with_cards(html)


def test_a_cell_that_names_a_kind_has_its_sign() -> None:
    html = tables.with_cards(html_of(WIDE))
    signs = re.findall(r'data-kind="(\w+)"><i class="sign sign--(\w+)"', html)
    # Two heads, and one answer.
    assert signs == [("session", "session"), ("jwt", "jwt"), ("session", "session")]


@pytest.mark.parametrize(
    "html",
    [
        html_of(NARROW),
        '<table><thead><tr><th scope="col">ms</th><th scope="col">p50</th>'
        '<th scope="col">p95</th></tr></thead><tbody><tr><td>1</td><td>2</td>'
        "<td>3</td></tr></tbody></table>",
        "<p>no table</p>",
    ],
)
def test_narrow_tables_and_figures_stay_tables(html: str) -> None:
    assert tables.with_cards(html) == html


def test_a_caption_stays() -> None:
    html = tables.captioned(html_of(f"<!-- caption: Rules -->\n{WIDE}"))
    assert "<caption>Rules</caption>" in tables.with_cards(html)
