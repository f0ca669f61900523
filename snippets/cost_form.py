"""Write the cost model into its page: its fields, and a table that needs no script."""

import json
from dataclasses import asdict, dataclass
from html import escape

from examples.costs.cost_model import Costs, Workload, estimate
from examples.costs.cost_table import rows, summary
from snippets.measured import Measured

HEAD = ("Per application", "JWT", "Session", "Hybrid")
WITHOUT_SCRIPT = (
    "<noscript><p>The fields need JavaScript, since the model runs as Python in your "
    "browser. The table shows what it says for these numbers.</p></noscript>"
)


@dataclass(frozen=True)
class Field:
    """Describe one number that the reader can change.

    Args:
        name: the attribute of the workload.
        label: what the number is, with its unit.
        least: the smallest number of the slider.
        most: the largest number of the slider.

    """

    name: str
    label: str
    least: float
    most: float


FIELDS = (
    Field("users", "Users logged in", 1, 10_000_000),
    Field("requests_per_s", "Requests a second", 1, 100_000),
    Field("token_lifetime_s", "Token lifetime, seconds", 10, 86_400),
    Field("deadline_s", "Revocation deadline, seconds", 0, 86_400),
    Field("permissions", "Permissions in a token", 0, 300),
    Field("log_outs_per_hour", "Log-outs an hour", 0, 1_000_000),
)


def costs_of(measured: Measured) -> Costs:
    """Read the costs from the data, the bytes from those of its first framework."""
    value = measured.value
    macro = next(iter(measured.data["macro"]))
    steps = {
        name: value(f"scale.commands.{name}")
        for name in measured.data["scale"]["commands"]
    }

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
        cookie_bytes=value(f"macro.{macro}.session.added.request_bytes"),
        bearer_bytes=value(f"macro.{macro}.jwt.added.request_bytes"),
        permission_bytes=value("scale.permission_bytes"),
    )


def form(measured: Measured) -> str:
    """Write the element as one line of HTML; a script makes it work."""
    costs, load = costs_of(measured), Workload()
    found = estimate(load, costs)
    fields = "".join(field(one, getattr(load, one.name)) for one in FIELDS)
    given = escape(json.dumps(asdict(costs)))
    return (
        '<div class="live-host"><cost-model role="group" aria-label="Cost model" '
        f'data-costs="{given}">{WITHOUT_SCRIPT}<div class="cost-form">{fields}</div>'
        '<p class="cost-summary" role="status" aria-label="Summary">'
        f"{escape(summary(load, found))}</p>{table(rows(found))}</cost-model></div>"
    )


def field(one: Field, value: float) -> str:
    """Write the field of a number, and its slider."""
    bounds = f'data-least="{one.least:g}" data-most="{one.most:g}"'
    name = f"cost-{one.name}"
    return (
        f'<div class="cost-field" {bounds}><label for="{name}">{one.label}</label>'
        f'<input id="{name}" name="{one.name}" type="number" min="0" step="any" '
        f'value="{value:g}" autocomplete="off" required>'
        f'<input type="range" min="0" max="100" step="1" autocomplete="off" '
        f'aria-label="{one.label}: slider"></div>'
    )


def table(lines: list[list[str]]) -> str:
    """Write the estimates as a table."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in HEAD)
    body = "".join(
        f'<tr><th scope="row">{escape(line[0])}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in line[1:])
        + "</tr>"
        for line in lines
    )
    return (
        f"<table><caption>Estimate</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
