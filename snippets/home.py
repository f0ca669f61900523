"""Write the home page's stage: two servers and one thief, recorded from a real run."""

import asyncio
import importlib
import json
from html import escape
from pathlib import Path
from typing import Any

from snippets.build_cache import cached, examples_key
from snippets.listing import REFERENCES
from snippets.recorder import freshly_imported

type Scene = dict[str, Any]
"""What `examples.panel.two_servers.record` gives for one step."""

OPENING = 3
"""The scene that a reader sees first: after logout, where the two servers differ."""
BUTTONS = {
    "log-in": "Log in",
    "copy": "A thief copies the credential",
    "log-out": "Log out",
}
NAMES = {"session": "Session", "jwt": "JWT"}
EMPTY = {"session": "No session.", "jwt": "Nothing about alice."}


def stage(root: Path) -> str:
    """Return the stage as one line of HTML; it needs no script to be read."""
    scenes: list[Scene] = json.loads(
        cached(root, "two-servers", examples_key(root), lambda: record(root))
    )
    scene = scenes[OPENING]
    buttons = "".join(
        f'<button type="button" class="stage-button" data-action="{action}">'
        f'<span class="stage-number" aria-hidden="true">{number}</span>{label}</button>'
        for number, (action, label) in enumerate(BUTTONS.items(), start=1)
    )
    element = (
        '<div class="live-host"><two-servers role="group" '
        'aria-label="Two servers, one thief" '
        f'data-scenes="{escape(json.dumps(scenes))}">'
        '<div class="stage-top"><h2 id="two-servers">Two servers, one thief</h2>'
        "<p>Both run in this page. Each button acts on both.</p>"
        '<button type="button" class="stage-again" data-action="start">'
        '<i class="sign sign--again" aria-hidden="true"></i>Start again</button></div>'
        f'<div class="stage-controls">{buttons}{clock(scene)}</div>'
        f'<div class="stage-lanes">{"".join(lane(kind, scene) for kind in NAMES)}</div>'
        '<p class="stage-note" role="status">Recorded when this guide was built. '
        "Press a button and the two servers run here. Nothing leaves your machine.</p>"
        "</two-servers></div>"
    )
    return element.translate(REFERENCES)


def record(root: Path) -> str:
    """Return the recorded scenes as JSON, from a run of the checkout's servers."""
    with freshly_imported(root):
        servers = importlib.import_module("examples.panel.two_servers")
        return json.dumps(asyncio.run(servers.record()))


def clock(scene: Scene) -> str:
    """Return the clock and the lives of both credentials on one scale."""
    lives = "".join(
        f'<rect class="stage-life stage-life--{kind}" y="{4 + 8 * line}" height="4" '
        f'x="{percent(scene, scene[kind]["life"]["begin"])}%" '
        f'width="{width(scene, kind)}%"/>'
        for line, kind in enumerate(NAMES)
    )
    labels = "".join(
        f'<span class="stage-end stage-end--{kind}">'
        f"{escape(scene[kind]['life']['label'])}</span>"
        for kind in NAMES
    )
    return (
        '<div class="stage-clock"><p><span>Clock</span> '
        f"<output>{scene['clock']}</output></p>"
        '<div class="stage-scale"><svg aria-hidden="true" focusable="false">'
        '<rect class="stage-track" y="4" width="100%" height="4"/>'
        '<rect class="stage-track" y="12" width="100%" height="4"/>'
        f'{lives}<circle class="stage-now" cx="{percent(scene, scene["now"])}%" '
        f'cy="10" r="8"/></svg>{labels}</div>'
        '<button type="button" class="stage-button" data-action="wait">+15 min</button>'
        "</div>"
    )


def percent(scene: Scene, seconds: float) -> float:
    """Return a place on the scale, which grows with the time that has passed."""
    whole: float = max(SCALE, scene["now"] * 1.15)
    return round(min(100.0, 100 * seconds / whole), 2)


def width(scene: Scene, kind: str) -> float:
    """Return how much of the scale a credential's life takes."""
    life = scene[kind]["life"]
    begin, end = (percent(scene, life[name]) for name in ("begin", "end"))
    return round(end - begin, 2)


SCALE = 20 * 60
"""Seconds that the scale shows at least."""


def lane(kind: str, scene: Scene) -> str:
    """Return one server: what the user holds, what it stores, what the thief gets."""
    shown = scene[kind]
    held, thief = shown["held"], shown["thief"]
    rows = "".join(
        f'<li data-change="{row["change"]}"><span>{escape(row["text"])}</span></li>'
        for row in shown["rows"]
    )
    empty = f'<li class="rows-empty"><span>{EMPTY[kind]}</span></li>'
    return (
        f'<section class="stage-lane" data-kind="{kind}" aria-label="{NAMES[kind]}">'
        f'<h3><span class="kind"><i class="sign sign--{kind}" aria-hidden="true"></i>'
        f'{NAMES[kind]}</span><small class="stage-run">recorded run</small></h3>'
        '<div class="stage-cell"><h4>You hold</h4><div class="stage-held" '
        f'data-state="{held["state"]}"><p class="credential">{parts(held["parts"])}</p>'
        f"<p>{escape(held['note'])}</p></div></div>"
        '<div class="stage-cell"><h4>Server stores</h4>'
        f'<ul class="rows">{rows or empty}</ul></div>'
        '<div class="stage-cell"><h4>Thief gets</h4><div class="stage-loot">'
        f'<p class="stage-copy"><i class="sign sign--thief" aria-hidden="true"></i>'
        f'<span class="credential">{parts(thief["parts"])}</span></p>'
        f'<p class="outcome" role="status" aria-label="{NAMES[kind]}: the thief" '
        f'data-outcome="{thief["outcome"]}">'
        f'<i class="sign sign--{thief["outcome"]}" aria-hidden="true"></i>'
        f"<strong>{escape(thief['verdict'])}</strong>"
        f"<small>{escape(thief['evidence'])}</small></p></div></div>"
        f'<div class="stage-cell stage-why"><h4>Why</h4><p>{escape(shown["why"])}</p>'
        "</div></section>"
    )


def parts(texts: list[str]) -> str:
    """Return the parts of a credential, each in an element of its own."""
    return "".join(f"<b>{escape(text)}</b>" for text in texts)
