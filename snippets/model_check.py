"""Compare the cost model with what was measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from examples.costs.cost_model import Costs, Workload, estimate, quantity
from snippets import charts, cost_form
from snippets.measured import Measured, number

BOUND = 0.25
"""Limits the error of the model on each measured point, as a fraction."""

LEAST_ENTRIES = 10_000


@dataclass(frozen=True)
class Point:
    """Hold one value that was measured and that the model predicts.

    Args:
        measure: what the model predicts, such as "Processor".
        name: which value it is.
        measured: the value.
        model: what the model says.

    """

    measure: str
    name: str
    measured: float
    model: float

    @property
    def error(self) -> float:
        """Return the error of the model, as a fraction of the measured value."""
        return abs(self.model - self.measured) / self.measured


def points(measured: Measured) -> list[Point]:
    """List the measured values that the model predicts but was not fitted to."""
    costs = cost_form.costs_of(measured)
    return [
        *stores(measured.data, costs),
        *tokens(measured.data, costs),
        *lists(measured.data, costs),
        *commands(measured.data, costs),
        *processor(measured, costs),
        *waits(measured, costs),
    ]


def stores(data: dict[str, Any], costs: Costs) -> Iterator[Point]:
    """Compare the memory of smaller stores; the model was fitted to the largest."""
    steps = [one for one in data["memory"]["session"].values() if isinstance(one, dict)]
    for step in steps[:-1]:
        if step["count"] >= LEAST_ENTRIES:
            load = Workload(users=step["count"])
            model = estimate(load, costs)["session"]["memory_bytes"]
            taken = step["count"] * step["each_bytes"]
            yield Point("Memory", f"{step['count']:,} sessions, bytes", taken, model)


def tokens(data: dict[str, Any], costs: Costs) -> Iterator[Point]:
    """Compare the bytes that a token adds to a request, by its permissions."""
    for step, size in data["scale"]["tokens"]["eddsa"].items():
        count = step.removeprefix("with_")
        if count != step:
            yield Point(
                "Bandwidth",
                f"Token with {count} permissions, bytes",
                size + len(cost_form.BEARER),
                quantity(Workload(permissions=float(count)), costs, "token_bytes"),
            )


def lists(data: dict[str, Any], costs: Costs) -> Iterator[Point]:
    """Compare the length of the denylist."""
    for one in data["scale"]["denylist"].values():
        load = Workload(
            token_lifetime_s=one["lifetime_s"], log_outs_per_hour=one["an_hour"]
        )
        yield Point(
            "Memory",
            f"Denylist at {one['an_hour']:,} log-outs an hour, {one['lifetime_s']:,} s",
            one["entries"],
            quantity(load, costs, "denied"),
        )


def commands(data: dict[str, Any], costs: Costs) -> Iterator[Point]:
    """Compare the Redis commands of many users, as if all happened in one second."""
    mixed, steps = data["scale"]["mixed"], data["scale"]["commands"]
    load = Workload(
        users=mixed["users"],
        requests_per_s=mixed["users"] * mixed["requests"],
        token_lifetime_s=1 / mixed["refreshes"],
        log_outs_per_hour=mixed["log_outs"] * 3600,
    )
    found = estimate(load, costs)
    for way, step in (("session", "session_log_in"), ("hybrid", "jwt_log_in")):
        yield Point(
            "Look-ups",
            f"Commands of {mixed['users']} users, {way}",
            mixed[f"{way}_commands"],
            found[way]["lookups_per_s"] + mixed["users"] * steps[step],
        )


def processor(measured: Measured, costs: Costs) -> Iterator[Point]:
    """Compare the processor time of each framework; the model takes the middle one."""
    load = Workload(requests_per_s=1)
    found = estimate(load, costs)
    for framework in measured.data["macro"]:
        for way, name in (("session", "session"), ("jwt", "jwt"), ("hybrid", "api")):
            taken = measured.value(f"macro.{framework}.{name}.added.cpu_us")
            model = found[way]["cpu_cores"] * 1_000_000
            yield Point("Processor", f"{framework}, {way}, µs a request", taken, model)


def waits(measured: Measured, costs: Costs) -> Iterator[Point]:
    """Compare the time of a request with the store further away than beside it."""
    value = measured.value
    for place in ("half", "two"):
        way_there = value(f"latency.{place}.round_trip_ms")
        longer = Workload(store_ms=way_there - value("latency.near.round_trip_ms"))
        found = estimate(longer, costs)
        for way, name in (("session", "session"), ("jwt", "jwt"), ("hybrid", "api")):
            yield Point(
                "Wait",
                f"Request at {number(way_there)} ms from the store, {way}, ms",
                value(f"latency.{place}.{name}.p50_ms"),
                value(f"latency.near.{name}.p50_ms") + found[way]["wait_ms"],
            )


def sentence(measured: Measured) -> str:
    """Write the largest error of each measure in one sentence."""
    worst: dict[str, float] = {}
    found = points(measured)
    for point in found:
        worst[point.measure] = max(point.error, worst.get(point.measure, 0))
    said = ", ".join(
        f"{measure.lower()} "
        f'<data value="{error:.4f}">{number(round(error * 100, 1))} %</data>'
        for measure, error in worst.items()
    )
    return (
        f"The largest error of this model on {len(found)} measured points, by measure: "
        f"{said}."
    )


def shown(measured: Measured) -> str:
    """Write the largest errors, and all of them in a table."""
    rows: list[dict[str, str | float]] = [
        {
            "Measure": point.measure,
            "Point": point.name,
            "Measured": point.measured,
            "Model": round(point.model, 1),
            "Error, %": round(point.error * 100, 1),
        }
        for point in points(measured)
    ]
    return (
        f"<p>{sentence(measured)} A test keeps each below "
        f'<data value="{BOUND}">{number(BOUND * 100)} %</data>.</p>'
        "<details><summary>The model beside the measured points</summary>"
        f"{charts.table('Model and measurement', rows)}</details>"
    )
