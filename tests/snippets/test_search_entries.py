"""The search finds a live cell by its name."""

from snippets.search_entries import of_cells

HTML = (
    '<p>x</p><div class="live-host"><live-cell id="revoke" name="Say &quot;no&quot;" '
    'data-program="demos/a"></live-cell></div>'
    '<live-cell id="two" name="Two"></live-cell>'
)


def test_each_cell_has_an_entry_with_its_address() -> None:
    first, second = of_cells(HTML, "jwt/", "JWT")
    assert first["location"] == "jwt/#revoke"
    assert first["title"] == 'Run it: Say "no"'
    assert "“JWT”" in first["text"]
    assert second["location"] == "jwt/#two"


def test_a_page_without_cells_adds_nothing() -> None:
    assert of_cells("<p>text</p>", "faq/", "FAQ") == []
