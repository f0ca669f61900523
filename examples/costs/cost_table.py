"""Write the cost model's estimates as a table and a sentence for a page."""

from typing import TypedDict

from examples.costs.cost_model import (
    HOUR,
    Costs,
    Estimate,
    Estimates,
    Workload,
    estimate,
)


class Answer(TypedDict):
    """The rows of the page's table, and its summary in one sentence."""

    rows: list[list[str]]
    summary: str


class CostModel:
    """Calculate for a page, with plain values in and out."""

    def calculate(
        self, workload: dict[str, float], costs: dict[str, float]
    ) -> Answer | dict[str, str]:
        """Return the table and its summary, or an `error` about a wrong number."""
        try:
            load = Workload(**workload)
        except ValueError as error:
            return {"error": str(error)}
        found = estimate(load, Costs(**costs))
        return {"rows": rows(found), "summary": summary(load, found)}


def rows(found: Estimates) -> list[list[str]]:
    """Write the table's rows: a heading, then JWT, session and hybrid."""
    ways = (found["jwt"], found["session"], found["hybrid"])
    return [
        ["Memory of the store", *(shown_bytes(way["memory_bytes"]) for way in ways)],
        ["Store commands per second", *(shown(way["queries_per_s"]) for way in ways)],
        [
            "Credentials on the wire",
            *(f"{shown_bytes(way['bandwidth_bytes_per_s'])}/s" for way in ways),
        ],
        ["A stolen credential works for", *(_exposure(way) for way in ways)],
        ["Meets the deadline", *(_met(way) for way in ways)],
    ]


def summary(load: Workload, found: Estimates) -> str:
    """Summarise what decides between the three."""
    jwt, session, hybrid = found["jwt"], found["session"], found["hybrid"]
    wire = jwt["bandwidth_bytes_per_s"] - session["bandwidth_bytes_per_s"]
    if not jwt["meets_deadline"]:
        return (
            f"A plain JWT misses the deadline: it works for {_exposure(jwt)} after "
            f"you notice a theft, but you allow {shown_seconds(load.deadline_s)}. "
            f"The hybrid meets the deadline with {shown(hybrid['queries_per_s'])} "
            f"store commands per second, and the session with "
            f"{shown(session['queries_per_s'])}."
        )
    saved = session["queries_per_s"] - jwt["queries_per_s"]
    return (
        f"All three meet the deadline. A plain JWT sends the store "
        f"{shown(abs(saved))} {'fewer' if saved >= 0 else 'more'} commands per second "
        f"than the session, and {shown_bytes(abs(wire))}/s "
        f"{'more' if wire >= 0 else 'less'} over the network."
    )


def _exposure(way: Estimate) -> str:
    seconds = way["exposure_s"]
    return shown_seconds(seconds) if seconds else "0 seconds"


def _met(way: Estimate) -> str:
    return "yes" if way["meets_deadline"] else "no"


def shown(value: float) -> str:
    """Write a number with three digits, or as a whole number from 100 on."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004


def shown_bytes(value: float) -> str:
    """Write bytes in the largest unit that gives at least 1."""
    for unit in ("bytes", "KiB", "MiB"):
        if value < 1024:  # noqa: PLR2004
            return f"{shown(value)} {unit}"
        value /= 1024
    return f"{shown(value)} GiB"


def shown_seconds(value: float) -> str:
    """Write seconds as seconds or minutes below 120 of them, else as hours."""
    for limit, size, unit in ((120, 1, "seconds"), (120 * 60, 60, "minutes")):
        if value < limit:
            return f"{shown(value / size)} {unit}"
    return f"{shown(value / HOUR)} hours"
