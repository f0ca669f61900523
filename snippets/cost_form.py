"""Write the cost model into its page: its fields, and bars that need no script."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from statistics import median
from typing import Any

from examples.costs.cost_model import (
    QUANTITIES,
    WAYS,
    Costs,
    Estimate,
    Workload,
    estimate,
)
from snippets.measured import Measured, number

BEARER = "Authorization: Bearer \r\n"
COOKIE = "Cookie: __Host-session=\r\n"
CLAIM = '"permissions":[]'


@dataclass(frozen=True)
class Field:
    """Describe one number that the reader can change.

    Args:
        name: the attribute of the workload.
        label: what the number is, with its unit.
        least: the smallest number of the slider.
        most: the largest number of the slider, None for a field without one.

    """

    name: str
    label: str
    least: float = 0
    most: float | None = None


FIELDS = (
    Field("users", "Users logged in", 100, 1_000_000),
    Field("requests_per_s", "Requests a second", 1, 10_000),
    Field("token_lifetime_s", "Token lifetime, seconds", 60, 86_400),
    Field("services", "Services that check", 1, 30),
    Field("store_ms", "Way to the store, ms", 0.1, 100),
)
MORE = (
    Field("permissions", "Permissions in a token"),
    Field("log_outs_per_hour", "Log-outs an hour"),
    Field("price_gib", "Price of 1 GiB of store, a month"),
    Field("price_core", "Price of 1 core, a month"),
    Field("price_gb", "Price of 1 GB of incoming traffic"),
)
MEASURES = {
    "memory_bytes": "Memory of the store",
    "lookups_per_s": "Look-ups a second",
    "bandwidth_bytes_per_s": "Bandwidth",
    "cpu_cores": "Processor",
    "wait_ms": "Wait, each request",
    "money": "Money a month",
    "exposure_s": "Exposure after logout",
}
SHORT = {
    "session": "Session",
    "opaque": "Opaque token",
    "jwt": "JWT",
    "hybrid": "Hybrid",
}


def costs_of(measured: Measured) -> Costs:
    """Read the costs from the data, the bytes from those of its first framework."""
    value, data = measured.value, measured.data
    macro = next(iter(data["macro"]))
    steps = {
        name: value(f"scale.commands.{name}") for name in data["scale"]["commands"]
    }
    cookie = value(f"macro.{macro}.session.added.request_bytes")

    def cpu(way: str) -> float:
        frameworks = data["macro"]
        found = [float(value(f"macro.{one}.{way}.added.cpu_us")) for one in frameworks]
        return median(found)

    return Costs(
        session_bytes=value("memory.session.each_bytes"),
        refresh_bytes=value("memory.refresh_token.each_bytes"),
        denied_bytes=value("memory.denied.each_bytes"),
        session_queries=steps["session_request"],
        hybrid_queries=steps["hybrid_request"],
        refresh_queries=steps["refresh"],
        revoke_queries=steps["revoke"] + steps["jwt_log_out"],
        session_end_queries=steps["session_log_out"],
        jwt_end_queries=steps["jwt_log_out"],
        session_cpu_us=cpu("session"),
        jwt_cpu_us=cpu("jwt"),
        hybrid_cpu_us=cpu("api"),
        cookie_bytes=cookie,
        opaque_bytes=cookie - len(COOKIE) + len(BEARER),
        bearer_bytes=value(f"macro.{macro}.jwt.added.request_bytes"),
        permission_bytes=value("scale.permission_bytes"),
        claim_bytes=len(CLAIM),
    )


def sizes(measured: Measured, outcome: str) -> dict[str, str]:
    """Write what an outcome stores, asks and sends, from what was measured."""
    costs = costs_of(measured)
    session = f"{figure(costs.session_bytes)} bytes a login"
    tokens = f"{figure(costs.refresh_bytes)} bytes a login, for its refresh token"
    token = figure(costs.bearer_bytes)
    ask = figure(costs.session_queries)
    return {
        "session": {
            "state": session, "lookups": ask, "bytes": figure(costs.cookie_bytes),
        },
        "bff": {
            "state": f"{session}, and the tokens that it holds",
            "lookups": f"{ask}, and one for its tokens",
            "bytes": f"{figure(costs.cookie_bytes)}; {token} from the backend on",
        },
        "opaque": {
            "state": session, "lookups": ask, "bytes": figure(costs.opaque_bytes),
        },
        "jwt": {
            "state": tokens, "lookups": "0", "bytes": f"{token} without permissions",
        },
        "hybrid": {
            "state": f"{tokens}; {figure(costs.denied_bytes)} a revoked token",
            "lookups": figure(costs.hybrid_queries),
            "bytes": f"{figure(costs.cookie_bytes)} for pages, {token} for the API",
        },
    }[outcome]  # fmt: skip


def figure(value: float) -> str:
    """Write a measured number."""
    return f'<data value="{value:.5g}">{number(value)}</data>'


def form(measured: Measured, profiles: Iterable[Any], error: str) -> str:
    """Write the element as one line of HTML; a script makes it work.

    Args:
        measured: what the benchmark measured.
        profiles: the outcomes of the chooser.
        error: a sentence about the error of the model.

    """
    costs, load = costs_of(measured), Workload()
    found = estimate(load, costs)
    data = {"quantities": QUANTITIES, "ways": WAYS, "costs": asdict(costs)}
    sliders = "".join(field(one, getattr(load, one.name)) for one in FIELDS)
    more = "".join(field(one, getattr(load, one.name)) for one in MORE)
    names = {one.way: one for one in reversed(list(profiles))}
    options = "".join(
        f'<option value="{way}">Compare with: {SHORT[way]}</option>' for way in WAYS
    )
    lines = "".join(row(names[way], found[way], found) for way in WAYS)
    heads = "".join(f'<th scope="col">{name}</th>' for name in MEASURES.values())
    return (
        '<cost-model role="group" aria-label="Cost model" '
        f'data-model="{escape(json.dumps(data))}"><div class="cost-fields">'
        f'<h2 id="costs">What it costs</h2>{sliders}'
        f'<details class="cost-more"><summary>More numbers and prices</summary>{more}'
        "<p>The prices are placeholders in your currency: enter your provider's. "
        "Credentials travel with requests, so they are incoming traffic.</p>"
        '</details></div><div class="cost-bars">'
        '<p class="cost-problem" role="status" aria-label="Cost problem"></p>'
        '<table class="chooser-table"><caption>What each way costs at this load'
        "</caption><thead><tr>"
        '<th scope="col"><select aria-label="Compare with" autocomplete="off">'
        f'<option value="">Compare with: all</option>{options}</select></th>{heads}'
        f"</tr></thead><tbody>{lines}</tbody></table>"
        f"<p>{error} The model leaves out log-ins and the "
        "processor time of refreshes. A session at a backend counts as a session.</p>"
        "</div></cost-model>"
    )


def field(one: Field, value: float) -> str:
    """Write the field of a number, and its slider if it has one."""
    name = f"cost-{one.name}"
    number = (
        f'<label for="{name}">{one.label}</label><input id="{name}" '
        f'name="{one.name}" type="number" min="0" step="any" value="{value:g}" '
        'autocomplete="off" required readonly>'
    )
    if one.most is None:
        return f'<div class="cost-field">{number}</div>'
    return (
        f'<div class="cost-field" data-least="{one.least:g}" data-most="{one.most:g}">'
        f'{number}<input type="range" min="0" max="100" step="1" autocomplete="off" '
        f'aria-label="{one.label}: slider"></div>'
    )


def row(profile: Any, found: Estimate, every: dict[str, Estimate]) -> str:  # noqa: ANN401
    """Write the measures of one way, each with a bar against the largest."""
    cells = "".join(
        f'<td data-measure="{name}" data-label="{label}"><span>'
        f"{shown(name, found[name])}</span>{bar(name, found, every)}</td>"
        for name, label in MEASURES.items()
    )
    return (
        f'<tr data-kind="{profile.kind}" data-way="{profile.way}"><th scope="row">'
        f'<span class="kind"><i class="sign sign--{profile.code}" aria-hidden="true">'
        f"</i><span>{escape(profile.outcome)}</span></span></th>{cells}</tr>"
    )


def bar(name: str, found: Estimate, every: dict[str, Estimate]) -> str:
    """Write a bar; an SVG, because the page allows no style of its own."""
    largest = max(one[name] for one in every.values())
    share = 100 * found[name] / largest if largest else 0
    return (
        '<svg aria-hidden="true" focusable="false"><rect x="1" y="1" height="8" rx="2" '
        f'width="{share * 0.98:.1f}%"/></svg>'
    )


def shown(name: str, value: float) -> str:
    """Write a measure for people, as the page's script does."""
    if name == "exposure_s":
        return duration(value) if value else "next request"
    if name == "memory_bytes":
        return in_bytes(value)
    if name == "bandwidth_bytes_per_s":
        return f"{in_bytes(value)}/s"
    unit = {"cpu_cores": " cores", "wait_ms": " ms"}.get(name, "")
    return f"{figures(value)}{unit}"


def figures(value: float) -> str:
    """Write a number with three digits, or as a whole number from 100 on."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004


def in_bytes(value: float) -> str:
    """Write bytes in the largest unit that gives at least 1."""
    for unit in ("bytes", "KiB", "MiB"):
        if value < 1024:  # noqa: PLR2004
            return f"{figures(value)} {unit}"
        value /= 1024
    return f"{figures(value)} GiB"


def duration(value: float) -> str:
    """Write seconds as seconds or minutes below 120 of them, else as hours."""
    for limit, size, unit in ((120, 1, "s"), (7200, 60, "min")):
        if value < limit:
            return f"up to {figures(value / size)} {unit}"
    return f"up to {figures(value / 3600)} h"
