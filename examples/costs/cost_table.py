"""The cost model as a page shows it: numbers in, a table and a sentence out."""

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
    """What the page shows: the table's rows, and one sentence."""

    rows: list[list[str]]
    summary: str


class CostModel:
    """The model, for a page: plain values in and out."""

    def calculate(
        self, workload: dict[str, float], costs: dict[str, float]
    ) -> Answer | dict[str, str]:
        """Return the table and a sentence, or what is wrong as `error`."""
        try:
            load = Workload(**workload)
        except ValueError as error:
            return {"error": str(error)}
        found = estimate(load, Costs(**costs))
        return {"rows": rows(found), "summary": summary(load, found)}


def rows(found: Estimates) -> list[list[str]]:
    """Write the table: what is compared, then JWT, session and hybrid."""
    ways = (found["jwt"], found["session"], found["hybrid"])
    return [
        ["Memory of the store", *(shown_bytes(way["memory_bytes"]) for way in ways)],
        ["Store commands a second", *(shown(way["queries_per_s"]) for way in ways)],
        [
            "Credentials on the wire",
            *(f"{shown_bytes(way['bandwidth_bytes_per_s'])}/s" for way in ways),
        ],
        ["A stolen credential works for", *(_exposure(way) for way in ways)],
        ["Meets the deadline", *(_met(way) for way in ways)],
    ]


def summary(load: Workload, found: Estimates) -> str:
    """Say in one sentence what decides."""
    jwt, session, hybrid = found["jwt"], found["session"], found["hybrid"]
    wire = jwt["bandwidth_bytes_per_s"] - session["bandwidth_bytes_per_s"]
    if not jwt["meets_deadline"]:
        return (
            f"A plain JWT misses the deadline: it works for {_exposure(jwt)} after a "
            f"theft is noticed, and you allow {shown_seconds(load.deadline_s)}. "
            f"The hybrid meets it with {shown(hybrid['queries_per_s'])} store commands "
            f"a second, the session with {shown(session['queries_per_s'])}."
        )
    saved = session["queries_per_s"] - jwt["queries_per_s"]
    return (
        f"All three meet the deadline. A plain JWT asks the store "
        f"{shown(abs(saved))} times a second {'less' if saved >= 0 else 'more'} than "
        f"the session, and sends {shown_bytes(abs(wire))}/s "
        f"{'more' if wire >= 0 else 'less'}."
    )


def _exposure(way: Estimate) -> str:
    seconds = way["exposure_s"]
    return shown_seconds(seconds) if seconds else "0 seconds"


def _met(way: Estimate) -> str:
    return "yes" if way["meets_deadline"] else "no"


def shown(value: float) -> str:
    """Write a number with three digits, or whole if it is large."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004


def shown_bytes(value: float) -> str:
    """Write bytes in the largest unit of which there is one."""
    for unit in ("bytes", "KiB", "MiB"):
        if value < 1024:  # noqa: PLR2004
            return f"{shown(value)} {unit}"
        value /= 1024
    return f"{shown(value)} GiB"


def shown_seconds(value: float) -> str:
    """Write seconds in the largest unit of which there is one."""
    for limit, size, unit in ((120, 1, "seconds"), (120 * 60, 60, "minutes")):
        if value < limit:
            return f"{shown(value / size)} {unit}"
    return f"{shown(value / HOUR)} hours"
