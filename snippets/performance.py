"""Register the macros of the performance page, whose figures come from the data."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Protocol

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from snippets import charts
from snippets.chart_data import WAYS
from snippets.measured import Measured, number

COLUMNS = {
    "Requests a second": "requests_per_s",
    "p50, ms": "p50_ms",
    "p95, ms": "p95_ms",
    "p99, ms": "p99_ms",
    "Processor, µs": "cpu_us",
    "Redis commands": "redis_commands",
    "Bytes in": "request_bytes",
    "Bytes out": "response_bytes",
    "RSS, MiB": "rss_mib",
}


class Env(Protocol):
    """Describe what the macros use of the MkDocs-Macros plugin."""

    page: Page
    project_dir: str

    def macro(self, v: Callable[..., str], name: str = "") -> Callable[..., str]:
        """Register a function as a macro."""
        ...


def register(env: Env) -> None:
    """Register the macros of the page."""
    root = Path(env.project_dir)

    def measured(name: str, over: str = "") -> str:
        return Measured(root).shown(name, over)

    def chart(name: str, alt: str) -> str:
        address = get_relative_url(f"assets/charts/{name}.svg", env.page.url)
        return charts.figure(root, name, address, alt)

    def run_note() -> str:
        return note(Measured(root).data)

    def macro_table() -> str:
        return servers(Measured(root).data)

    def versions_table() -> str:
        return versions(Measured(root).data)

    # Imported late, because it imports the examples, and a test's site has its own.
    def model_error() -> str:
        from snippets import model_check  # noqa: PLC0415

        return model_check.shown(Measured(root))

    for macro in (measured, chart, run_note, macro_table, versions_table, model_error):
        env.macro(macro)


def note(data: dict[str, Any]) -> str:
    """Write where, when and how a run measured, and how well it repeats another run."""
    machine, date = data["machine"], shown_date(data["date"])
    text = (
        f"Run on {date} with `{data['command']}` in {number(data['seconds'])} seconds, "
        f"on {number(machine['cores'])} cores of {escape(machine['cpu'])}, "
        f"{number(machine['memory_gib'])} GiB, {escape(machine['system'])}."
    )
    if data["quick"]:
        text += " **This was a quick run: its figures are rough.**"
    if "earlier" in data:
        text += " " + agreement(data["earlier"])
    return text


def agreement(earlier: dict[str, Any]) -> str:
    """Write how closely the ratios of two runs agree."""
    return (
        f"Of its {number(earlier['ratios'])} ratios, half are within "
        f"{percent(earlier['median_difference'])} of those of an earlier run "
        f"({shown_date(earlier['date'])}), and nine of ten within "
        f"{percent(earlier['nine_of_ten_within'])}. The one that differs most "
        f"(`{earlier['largest_in']}`) does by {percent(earlier['largest_difference'])}."
    )


def servers(data: dict[str, Any]) -> str:
    """Write the figures of every server under load."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Server", *COLUMNS))
    body = "".join(
        line(f"{framework}, {label}", ways[way])
        for framework, ways in data["macro"].items()
        for way, label in WAYS.items()
    )
    return (
        "<details><summary>All servers under load</summary><table>"
        "<caption>All servers under load</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></details>"
    )


def line(name: str, figures: dict[str, Any]) -> str:
    """Write the row of one server."""
    cells = "".join(
        f'<td class="align-right">{number(figures[leaf]["median"])}</td>'
        for leaf in COLUMNS.values()
    )
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def versions(data: dict[str, Any]) -> str:
    """Write the versions of all software that took part."""
    rows: list[dict[str, str | float]] = [
        {"Part": name, "Version": version} for name, version in data["versions"].items()
    ]
    table = charts.table("Versions", rows)
    return (
        f"<details><summary>The versions that were measured</summary>{table}</details>"
    )


def shown_date(text: str) -> str:
    """Write a date for people."""
    return datetime.fromisoformat(text).strftime("%-d %B %Y")


def percent(part: float) -> str:
    """Write a fraction as a percentage."""
    return f"{number(part * 100)} %"
