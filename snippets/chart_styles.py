"""Draw the charts of the performance page: their marks and colours."""

from collections.abc import Callable
from typing import Any, Literal

import altair as alt
import vl_convert

from snippets import chart_data
from snippets.chart_data import CHARTS
from snippets.pictures import describe

INK, GRID = "#1f2937", "#d5d9e0"
BLUE, ORANGE, GREEN, VIOLET, GREY = (
    *("#0b62c4", "#b45309", "#14703a", "#6d28d9", "#4b5563"),
)
DARK = {
    INK: "#e5e7eb",
    GRID: "#3a4150",
    BLUE: "#8ab8ff",
    ORANGE: "#f5b26b",
    GREEN: "#6fd197",
    VIOLET: "#c4a7ff",
    GREY: "#a3abb8",
}
"""Maps each colour to its twin on a dark page."""

COLORS = dict(
    [
        *[("Session", BLUE), ("JWT", ORANGE), ("Token", ORANGE), ("Other", GREY)],
        *[
            ("No authentication", GREY),
            ("Hybrid, /web", GREEN),
            ("Hybrid, /api", VIOLET),
        ],
        *[("Refresh token", ORANGE), ("Denied", VIOLET)],
        *[("RS256", ORANGE), ("EdDSA, ES256", BLUE), ("HS256", VIOLET)],
    ]
)
"""Maps a series to the colour that it has in every chart."""

# A phone shows a chart at this size, in pixels; a larger page enlarges it.
WIDTH, HEIGHT = 300, 190
LEGEND = alt.Legend(orient="top", title="", columns=3, columnPadding=14)
POWERS = [10.0**power for power in range(-1, 7)]
"""Lists the grid lines of a logarithmic scale."""


# A browser's font may be wider than the one that measured the labels.
ROOM = {"left": 14, "right": 8, "top": 4, "bottom": 4}


def draw(name: str, data: dict[str, Any]) -> str:
    """Return one chart as SVG whose colours follow the page from light to dark.

    Args:
        name: of the chart, a key of `CHARTS` and of `MARKS`.
        data: what the benchmark measured.

    """
    words = CHARTS[name]
    rows = alt.InlineData(values=words.rows(data))
    chart = MARKS[name](alt.Chart(rows, width=WIDTH, height=HEIGHT))
    svg = vl_convert.vegalite_to_svg(styled(chart).to_json())
    dark = "".join(
        f'[fill="{light}"]{{fill:{other}}}[stroke="{light}"]{{stroke:{other}}}'
        for light, other in DARK.items()
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{dark}}}</style>"
    described = describe(svg, {"title": words.title, "description": words.description})
    return described.replace("</desc>", f"</desc>{style}", 1)


def styled(chart: alt.Chart | alt.LayerChart) -> alt.Chart | alt.LayerChart:
    """Make a chart transparent, and give it the colours that have a dark twin."""
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


def points(chart: alt.Chart) -> alt.Chart:
    """Draw operations as points, because a log scale has no zero for bars."""
    larger = chart.properties(height=240)
    result: alt.Chart = larger.mark_point(filled=True, size=60, opacity=1).encode(
        alt.X("Microseconds:Q")
        .scale(type="log")
        .axis(values=[10, 30, 100, 300, 1000])
        .title("Microseconds, log scale"),
        alt.Y("Operation:N").sort("x").title(None).axis(labelLimit=180, grid=True),
        color(chart, "Kind"),
    )
    return result


def groups(chart: alt.Chart) -> alt.Chart:
    """Draw a bar for each way, grouped by framework."""
    order = list(chart_data.WAYS.values())
    result: alt.Chart = (
        chart.properties(height=300)
        .mark_bar()
        .encode(
            alt.X("Microseconds:Q").title(
                "Processor time of one request, microseconds"
            ),
            alt.Y("Framework:N").title(None),
            alt.YOffset("Way:N").sort(order),
            color(chart, "Way"),
        )
    )
    return result


def limits(chart: alt.Chart) -> alt.LayerChart:
    """Draw how a token grows, and the limits on its size."""
    rules = alt.Chart(
        alt.InlineData(
            values=[
                {"at": 4096, "what": "largest cookie"},
                {"at": 8192, "what": "common header limit"},
            ]
        )
    )
    line = rules.mark_rule(strokeDash=[5, 4], color=INK).encode(alt.Y("at:Q"))
    text = rules.mark_text(align="left", dx=4, dy=-7, color=INK).encode(
        alt.Y("at:Q"), alt.X(value=0), alt.Text("what:N")
    )
    lines = curve(chart, "Permissions", "Characters", "Algorithm")
    return alt.LayerChart(layer=[lines, line, text])


def growth(chart: alt.Chart) -> alt.Chart:
    """Draw memory against entries on logarithmic scales."""
    return curve(chart, "Entries", "MiB", "Stored", scale="log")


def distance(chart: alt.Chart) -> alt.Chart:
    """Draw the time of a request against the distance of its store."""
    return curve(chart, "Added round trip\\, ms", "Median request\\, ms", "Way")


def curve(
    chart: alt.Chart,
    x: str,
    y: str,
    series: str,
    scale: Literal["linear", "log"] = "linear",
) -> alt.Chart:
    """Draw a line for each series, with its own colour and shape of points."""
    names = names_of(chart, series)
    ticks = {"values": POWERS} if scale == "log" else {"tickCount": 5}
    plain_x, plain_y = x.replace("\\", ""), y.replace("\\", "")
    result: alt.Chart = chart.mark_line(point={"size": 40}).encode(
        alt.X(f"{x}:Q").scale(type=scale).axis(**ticks).title(plain_x),
        alt.Y(f"{y}:Q").scale(type=scale).axis(**ticks).title(plain_y),
        color(chart, series),
        alt.Shape(f"{series}:N", legend=LEGEND, scale=alt.Scale(domain=names)),
    )
    return result


def names_of(chart: alt.Chart, field: str) -> list[str]:
    """List the series in the order of the rows."""
    return list(dict.fromkeys(row[field] for row in chart.data.values))


def color(chart: alt.Chart, field: str) -> alt.Color:
    """Give each series its colour, in the order of the rows."""
    names = names_of(chart, field)
    scale = alt.Scale(domain=names, range=[COLORS[name] for name in names])
    return alt.Color(f"{field}:N", scale=scale, legend=LEGEND)


MARKS: dict[str, Callable[[alt.Chart], alt.Chart | alt.LayerChart]] = {
    "operations": points,
    "cpu": groups,
    "token-size": limits,
    "memory": growth,
    "latency": distance,
}
"""How each chart of `CHARTS` is drawn."""
