"""Compare the cost model with what was measured."""

from dataclasses import dataclass
from typing import Any

from examples.costs.cost_model import (
    Costs,
    Workload,
    bearer_bytes,
    denied_entries,
    estimate,
)
from snippets import charts
from snippets.cost_form import costs_of
from snippets.measured import Measured, number

BOUND = 0.2
"""Limits the error of the model on each measured point, as a fraction."""

LEAST_ENTRIES = 10_000
PREFIX = len("Authorization: Bearer \r\n")


@dataclass(frozen=True)
class Point:
    """Hold one value that was measured and that the model predicts."""

    name: str
    measured: float
    model: float

    @property
    def error(self) -> float:
        """Return the error of the model, as a fraction of the measured value."""
        return abs(self.model - self.measured) / self.measured


def points(measured: Measured) -> list[Point]:
    """List the measured values that the model predicts but was not fitted to."""
    costs = costs_of(measured)
    return [
        *stores(measured.data, costs),
        *tokens(measured.data, costs),
        *lists(measured.data),
        *commands(measured.data, costs),
    ]


def stores(data: dict[str, Any], costs: Costs) -> list[Point]:
    """Compare the memory of smaller stores; the model was fitted to the largest."""
    found = []
    steps = [one for one in data["memory"]["session"].values() if isinstance(one, dict)]
    for step in steps[:-1]:
        if step["count"] >= LEAST_ENTRIES:
            load = Workload(users=step["count"])
            model = estimate(load, costs)["session"]["memory_bytes"]
            taken = step["count"] * step["each_bytes"]
            found.append(Point(f"Bytes of {step['count']:,} sessions", taken, model))
    return found


def tokens(data: dict[str, Any], costs: Costs) -> list[Point]:
    """Compare the bytes that a token adds to a request, by its permissions."""
    return [
        Point(
            f"Bytes of a token with {count} permissions",
            size + PREFIX,
            bearer_bytes(float(count), costs),
        )
        for step, size in data["scale"]["tokens"]["eddsa"].items()
        if (count := step.removeprefix("with_")) != step
    ]


def lists(data: dict[str, Any]) -> list[Point]:
    """Compare the length of the denylist."""
    return [
        Point(
            f"Entries at {one['an_hour']:,} log-outs an hour, {one['lifetime_s']:,} s",
            one["entries"],
            denied_entries(
                Workload(
                    token_lifetime_s=one["lifetime_s"],
                    log_outs_per_hour=one["an_hour"],
                )
            ),
        )
        for one in data["scale"]["denylist"].values()
    ]


def commands(data: dict[str, Any], costs: Costs) -> list[Point]:
    """Compare the Redis commands of many users, as if all happened in one second."""
    mixed, steps = data["scale"]["mixed"], data["scale"]["commands"]
    load = Workload(
        users=mixed["users"],
        requests_per_s=mixed["users"] * mixed["requests"],
        token_lifetime_s=1 / mixed["refreshes"],
        log_outs_per_hour=mixed["log_outs"] * 3600,
    )
    found = estimate(load, costs)
    authenticator = {
        "session": mixed["users"] * steps["session_log_in"],
        "hybrid": mixed["users"] * steps["jwt_log_in"],
    }
    return [
        Point(
            f"Commands of {mixed['users']} users, {name}",
            mixed[f"{name}_commands"],
            found[name]["queries_per_s"] + authenticator[name],  # type: ignore[literal-required]
        )
        for name in authenticator
    ]


def shown(measured: Measured) -> str:
    """Write the largest error, and all of them in a table."""
    found = points(measured)
    worst = max(point.error for point in found)
    rows: list[dict[str, str | float]] = [
        {
            "Point": point.name,
            "Measured": point.measured,
            "Model": round(point.model, 1),
            "Error, %": round(point.error * 100, 1),
        }
        for point in found
    ]
    return (
        f"<p>On {len(found)} measured points the model is off by at most "
        f'<data value="{worst:.4f}">{number(worst * 100)} %</data>. A test keeps that '
        f'below <data value="{BOUND}">{number(BOUND * 100)} %</data>.</p>'
        "<details><summary>The model beside the measured points</summary>"
        f"{charts.table('Model and measurement', rows)}</details>"
    )
