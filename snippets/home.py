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
from snippets.sections import SnippetError

type Scene = dict[str, Any]
"""What `examples.panel.two_servers.record` gives for one step."""

NAMES = {"session": "Session", "jwt": "JWT"}


def stage(root: Path) -> str:
    """Return the stage as one line of HTML; it needs no script to be read."""
    recording: dict[str, Any] = json.loads(
        cached(root, "two-servers", examples_key(root), lambda: record(root))
    )
    scene: Scene = recording["scenes"][recording["opening"]]
    *steps, wait = recording["story"]
    buttons = "".join(
        button(step, f'<span class="stage-number" aria-hidden="true">{number}</span>')
        for number, step in enumerate(steps, start=1)
    )
    element = (
        '<div class="live-host"><two-servers role="group" '
        'aria-label="Two servers, one thief" '
        f'data-recording="{escape(json.dumps(recording))}">'
        '<div class="stage-top"><h2 id="two-servers">Two servers, one thief'
        '<a class="headerlink" href="#two-servers" title="Link to this section">&para;'
        "</a></h2>"
        "<p>Both run in this page. Each button acts on both.</p>"
        '<button type="button" class="stage-again" data-action="start">'
        '<i class="sign sign--again" aria-hidden="true"></i>Start again</button></div>'
        f'<div class="stage-controls">{buttons}{clock(scene, wait)}</div>'
        f'<div class="stage-lanes">{"".join(lane(kind, scene) for kind in NAMES)}</div>'
        '<p class="stage-note" role="status">Recorded when this guide was built. '
        "Press a button and the two servers run here. Nothing leaves your machine.</p>"
        f"<noscript>{WITHOUT_SCRIPT}</noscript></two-servers></div>"
    )
    return element.translate(REFERENCES)


WITHOUT_SCRIPT = (
    '<p class="stage-note">Recorded when this guide was built. To run the servers '
    "here, allow JavaScript. All the rest of this page works without it.</p>"
)


def record(root: Path) -> str:
    """Return the recording as JSON, from a run of the checkout's servers."""
    with freshly_imported(root):
        servers = importlib.import_module("examples.panel.two_servers")
        return json.dumps(asyncio.run(servers.record()))


def button(step: dict[str, str], number: str = "") -> str:
    """Return the button that takes a step of the story."""
    return (
        f'<button type="button" class="stage-button" data-action="{step["action"]}">'
        f"{number}{escape(step['label'])}</button>"
    )


def clock(scene: Scene, wait: dict[str, str]) -> str:
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
        f'cy="10" r="8"/></svg>{labels}</div>{button(wait)}</div>'
    )


def percent(scene: Scene, seconds: float) -> float:
    """Return a place on the scale."""
    scale: float = scene["scale"]
    return round(min(100.0, 100 * seconds / scale), 2)


def width(scene: Scene, kind: str) -> float:
    """Return how much of the scale a credential's life takes."""
    life = scene[kind]["life"]
    begin, end = (percent(scene, life[name]) for name in ("begin", "end"))
    return round(end - begin, 2)


def lane(kind: str, scene: Scene) -> str:
    """Return one server: what the user holds, what it stores, what the thief gets."""
    shown = scene[kind]
    held, thief = shown["held"], shown["thief"]
    rows = "".join(
        f'<li data-change="{row["change"]}"><span>{escape(row["text"])}</span></li>'
        for row in shown["rows"]
    )
    empty = f'<li class="rows-empty"><span>{escape(shown["empty"])}</span></li>'
    return (
        f'<section class="stage-lane" data-kind="{kind}" aria-label="{NAMES[kind]}">'
        '<p class="stage-kind"><span class="kind">'
        f'<i class="sign sign--{kind}" aria-hidden="true"></i>{NAMES[kind]}</span>'
        '<small class="stage-run">recorded run</small></p>'
        f'{row("You (alice) hold")}<div class="stage-held" '
        f'data-state="{held["state"]}"><p class="credential">{parts(held["parts"])}</p>'
        f"<p>{escape(held['note'])}</p></div></div>"
        f'{row("Server stores")}<ul class="rows">{rows or empty}</ul></div>'
        f'{row("Thief gets")}<div class="stage-loot"><p class="stage-copy">'
        '<i class="sign sign--thief" aria-hidden="true"></i>'
        f'<span class="credential">{parts(thief["parts"])}</span></p>'
        f'<p class="outcome" role="status" aria-label="{NAMES[kind]}: the thief" '
        f'data-outcome="{thief["outcome"]}">'
        f'<i class="sign sign--{thief["outcome"]}" aria-hidden="true"></i>'
        f"<strong>{escape(thief['verdict'])}</strong>"
        f"<small>{escape(thief['evidence'])}</small></p></div></div>"
        f'{row("Why", " stage-why")}<p aria-live="polite">{escape(shown["why"])}</p>'
        "</div></section>"
    )


def row(name: str, kind: str = "") -> str:
    """Open a row of a lane; the rows of both lanes line up."""
    return f'<div class="stage-cell{kind}"><p class="stage-name">{name}</p>'


def door(root: Path, name: str) -> str:
    """Return a piece of what lies behind one of the three doors, as inline HTML.

    Args:
        root: the checkout.
        name: `chooser` for the kinds that it recommends, `decoder` for a token that is
            refused, `attacks` for how many of the pages' cells attack and defend.

    """
    makers = {"chooser": _kinds, "decoder": _refused_token, "attacks": _attacks}
    return f'<span class="door-piece">{makers[name](root)}</span>'


def _kinds(_root: Path) -> str:
    return "".join(
        f'<span class="kind" data-kind="{kind}">'
        f'<i class="sign sign--{kind}" aria-hidden="true"></i>{name}</span>'
        for kind, name in {**NAMES, "hybrid": "Hybrid"}.items()
    )


def _refused_token(root: Path) -> str:
    made = cached(root, "door", examples_key(root), lambda: _refuse_token(root))
    token, refusal = json.loads(made)
    short = [f"{part[:8]}…" for part in token.split(".")]
    return (
        f'<span class="credential credential--token">{parts(short)}</span> '
        f"<span>{escape(refusal)}</span>"
    )


def _refuse_token(root: Path) -> str:
    """Issue a token, verify it 4 minutes after its expiry, and return both as JSON."""
    with freshly_imported(root):
        tokens = importlib.import_module("examples.auth.tokens")
        clock = importlib.import_module("examples.auth.clock").ManualClock(
            1_800_000_000
        )
        key = importlib.import_module("examples.demos.published_key").KEY
        issuer = tokens.Tokens(key, "https://id.example", "shop", clock)
        token = issuer.issue("alice")
        clock.advance(seconds=issuer.lifetime + 240)
        try:
            issuer.verify(token)
        except tokens.TokenError as refusal:
            return json.dumps([token, str(refusal)])
    raise SnippetError("examples/auth/tokens.py: An expired token was accepted.")


def _attacks(root: Path) -> str:
    pages = "".join(page.read_text("utf-8") for page in (root / "docs").rglob("*.md"))
    breaches, refusals = (
        pages.count(f'shows="{shown}"') for shown in ("breach", "refusal")
    )
    return (
        '<span class="door-breach"><i class="sign sign--breach" aria-hidden="true"></i>'
        f"{breaches} attacks succeed</span>"
        '<span class="door-blocked"><i class="sign sign--blocked" aria-hidden="true">'
        f"</i>{refusals} are refused</span>"
    )


def parts(texts: list[str]) -> str:
    """Return the parts of a credential, each in an element of its own."""
    return "".join(f"<b>{escape(text)}</b>" for text in texts)
