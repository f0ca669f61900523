"""Draws the charts of the performance page as SVG, each with its table."""

import json
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from snippets import chart_data, chart_styles
from snippets.chart_data import Row
from snippets.chart_styles import CHARTS, DARK, GRID, HEIGHT, INK, WIDTH, Drawing
from snippets.measured import DATA, number
from snippets.pictures import describe
from snippets.sections import SnippetError

# A browser's font may be wider than the one that the labels were measured with.
ROOM = {"left": 14, "right": 8, "top": 4, "bottom": 4}


def draw_all(root: Path, folder: Path) -> list[Path]:
    """Draw each chart that is older than the data or this code; list all files."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.loads((root / DATA).read_text(encoding="utf-8"))
    code = (__file__, chart_data.__file__, chart_styles.__file__)
    sources = [root / DATA, *map(Path, code)]
    newest = max(source.stat().st_mtime for source in sources)
    targets = []
    for name, drawing in CHARTS.items():
        target = folder / f"{name}.svg"
        if not (target.exists() and target.stat().st_mtime > newest):
            target.write_text(drawn(drawing, data), encoding="utf-8")
        targets.append(target)
    return targets


def drawn(drawing: Drawing, data: dict[str, Any]) -> str:
    """Draw one chart, its colours following the page from light to dark."""
    chart = alt.Chart(
        alt.InlineData(values=drawing.rows(data)), width=WIDTH, height=HEIGHT
    )
    svg = vl_convert.vegalite_to_svg(styled(drawing.marks(chart)).to_json())
    dark = "".join(
        f'[fill="{light}"]{{fill:{other}}}[stroke="{light}"]{{stroke:{other}}}'
        for light, other in DARK.items()
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{dark}}}</style>"
    words = {"title": drawing.title, "description": drawing.description}
    return describe(svg, words).replace("</desc>", f"</desc>{style}", 1)


def styled(chart: alt.Chart | alt.LayerChart) -> alt.Chart | alt.LayerChart:
    """Give a chart no ground of its own, and the colours that have a dark twin."""
    axis = {"labelColor": INK, "titleColor": INK, "gridColor": GRID}
    axis |= {"domainColor": INK, "tickColor": INK}
    sizes = {"labelFontSize": 11, "titleFontSize": 11, "titlePadding": 8}
    result: alt.Chart | alt.LayerChart = (
        chart.properties(background="transparent", padding=ROOM)
        .configure_view(stroke=None)
        .configure_axis(**axis, **sizes, titleFontWeight="normal")
        .configure_legend(labelColor=INK, labelFontSize=11, symbolStrokeWidth=2)
        .configure_text(fontSize=10)
    )
    return result


def figure(root: Path, name: str, address: str, alt_text: str) -> str:
    """Write one chart with the table behind it as one line of HTML.

    Raises SnippetError if there is no chart of this name.
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
    """Write one cell: numbers stand under each other."""
    if isinstance(value, str):
        return f"<td>{escape(value)}</td>"
    return f'<td class="align-right">{number(value)}</td>'
