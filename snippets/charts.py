"""Write the charts of the performance page, each with its table."""

import json
from html import escape
from pathlib import Path

from snippets.build_cache import cached, key
from snippets.chart_data import CHARTS, Row
from snippets.measured import DATA, number
from snippets.sections import SnippetError


def draw_all(root: Path) -> dict[str, str]:
    """Return each chart as SVG by its name; unchanged data is not drawn again."""

    def make() -> str:
        # Altair takes half a second to import, and most builds find the charts drawn.
        from snippets import chart_styles  # noqa: PLC0415

        data = json.loads((root / DATA).read_text(encoding="utf-8"))
        return json.dumps({name: chart_styles.draw(name, data) for name in CHARTS})

    charts: dict[str, str] = json.loads(
        cached(root, "charts", key(root, [root / DATA]), make)
    )
    return charts


def figure(root: Path, name: str, address: str, alt_text: str) -> str:
    """Write one chart, and the table of its figures, as one line of HTML.

    Raises:
        SnippetError: there is no chart of this name.

    """
    if name not in CHARTS:
        raise SnippetError(
            f"There is no chart '{name}'; there are: {', '.join(CHARTS)}."
        )
    data = json.loads((root / DATA).read_text(encoding="utf-8"))
    title = escape(CHARTS[name].title)
    return (
        f'<figure class="picture"><img src="{address}" alt="{escape(alt_text)}">'
        f"<figcaption>{title}</figcaption></figure>"
        f"<details><summary>The figures of this chart</summary>"
        f"{table(title, CHARTS[name].rows(data))}</details>"
    )


def table(caption: str, rows: list[Row]) -> str:
    """Write the rows of a chart as a table."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in rows[0])
    lines = "".join(f"<tr>{''.join(map(cell, row.values()))}</tr>" for row in rows)
    return (
        f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


def cell(value: str | float) -> str:
    """Write one cell of a table, with numbers aligned to the right."""
    if isinstance(value, str):
        return f"<td>{escape(value)}</td>"
    return f'<td class="align-right">{number(value)}</td>'
