"""Write server panels: the story that the build recorded, and the controls."""

import asyncio
import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from snippets.build_cache import cached, examples_key
from snippets.listing import REFERENCES
from snippets.recorder import freshly_imported
from snippets.sections import SnippetError

type Turn = dict[str, Any]
"""What `examples.panel.browser_server` calls a `Turn`."""

TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
TABLES = {
    "jar": ("Cookie jar", "The jar is empty."),
    "held": ("Held by the app", "The app holds nothing."),
    "thief": ("Held by the thief", "Nothing yet."),
    "store": ("Store", "No row."),
}
"""The name of each table, and what it says without rows."""
METHODS = ("GET", "POST", "DELETE", "PUT", "HEAD")
HINT = (
    "Names in braces, such as {password}, stand for values that the sender holds, and "
    "a header whose value is missing is left out. Cookies from the jar are added. "
    "Ctrl+Enter sends."
)
RECORDED = (
    "Recorded when this page was built.<span> Press a button, and the server runs "
    "here. Nothing leaves your machine.</span>"
)


class Panels:
    """Writes the server panels of one build.

    Args:
        root: the checkout.

    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._key = examples_key(root)

    def panel(self, name: str, decoder: str) -> str:
        """Return a panel as one line of HTML; it needs no script to be read.

        Args:
            name: of the scenario, as `SCENARIOS` of the examples has it.
            decoder: the address of the decoder, as seen from the page.

        Raises:
            SnippetError: there is no scenario of this name.

        """
        story, turns = self.story(name)
        by_site = any(one["who"] == "site" for one in story["presets"])
        stranger = "Other site" if by_site else "Thief"
        view = View(decoder, stranger)
        data = {
            "server": story["server"],
            "presets": story["presets"],
            "steps": story["steps"],
            "opening": story["opening"],
            "turns": turns,
        }
        element = (
            f'<div class="live-host"><server-panel id="{name}" role="group" '
            f'aria-label="{escape(story["name"])}" data-kind="{story["kind"]}" '
            f'data-decoder="{escape(decoder)}" data-stranger="{stranger}" '
            f'data-panel="{escape(json.dumps(data))}">'
            f'<div class="panel-top">{top(story)}{chips(story["presets"])}</div>'
            f"{form(name, stranger)}"
            f'<p class="panel-note" role="status">{RECORDED}</p>'
            '<div class="panel-problem"></div>'
            f'<div class="panel-body"><div>{actors(stranger)}'
            f"{view.exchanges(turns, story['opening'])}</div></div>"
            f'<p class="panel-lesson"><b>What the story shows.</b> '
            f"{escape(story['lesson'])}</p>"
            '<p class="panel-announcer" role="status" aria-label="Last exchange"></p>'
            "</server-panel></div>"
        )
        return element.translate(REFERENCES)

    def story(self, name: str) -> tuple[dict[str, Any], list[Turn]]:
        """Return a scenario of the examples, and what its server did when it ran.

        Raises:
            SnippetError: there is no scenario of this name; the message lists others.

        """
        with freshly_imported(self.root):
            stories = importlib.import_module("examples.panel.scenarios").SCENARIOS
            if name not in stories:
                near = ", ".join(get_close_matches(name, stories) or stories)
                sentence = f"There is no scenario '{name}'; near names are: {near}."
                raise SnippetError(sentence)
            story = asdict(stories[name])

            def record() -> str:
                server = importlib.import_module("examples.panel.browser_server")
                return json.dumps(asyncio.run(server.record(name)))

            turns = json.loads(cached(self.root, f"story-{name}", self._key, record))
        return story, turns


def top(story: dict[str, Any]) -> str:
    """Return the panel's head, with the controls of the story."""
    steps = "".join(
        f'<button type="button" class="action-button panel-step" data-act="{act}" '
        f'aria-label="{label}"><i class="sign sign--go" aria-hidden="true"></i>'
        "</button>"
        for act, label in (("back", "Previous step"), ("on", "Next step"))
    )
    return (
        f'<div class="panel-head"><p class="panel-title"><span class="kind">'
        f'<i class="sign sign--{story["kind"]}" aria-hidden="true"></i>'
        f"{escape(story['name'])}</span></p>"
        f'<div class="panel-story" role="group" '
        f'aria-label="Scenario: {escape(story["story"])}">'
        '<button type="button" class="action-button action-button--main" '
        'data-act="play">Play scenario</button>'
        f'{steps}<span class="panel-count">{story["opening"]} of '
        f"{len(story['steps'])}</span>"
        '<button type="button" class="action-button action-button--minor panel-step" '
        'data-act="start" aria-label="Start over" title="Start over">'
        '<i class="sign sign--again" aria-hidden="true"></i></button></div>'
        '<small class="panel-run">recorded run</small></div>'
    )


def chips(presets: list[dict[str, Any]]) -> str:
    """Return the buttons that send a request at once."""
    buttons = "".join(
        '<button type="button" class="action-button panel-chip" '
        f'data-who="{one["who"]}" data-preset="{number}">'
        f"{escape(one['label'])}</button>"
        for number, one in enumerate(presets)
    )
    return (
        f'<div class="panel-chips" role="group" aria-label="Send a request">{buttons}'
        '<button type="button" class="action-button panel-edit" data-act="edit" '
        'aria-expanded="false">Edit request</button></div>'
    )


def form(name: str, stranger: str) -> str:
    """Return the form of a request; a script shows it."""
    plain = 'autocomplete="off" autocapitalize="off" spellcheck="false"'

    def field(label: str, control: str) -> str:
        place = f"{name}-{label.lower().replace(' ', '-')}"
        return (
            f'<div class="panel-field"><label for="{place}">{label}</label>'
            f"{control.format(f'id="{place}" {plain}')}</div>"
        )

    def choice(*names: str) -> str:
        options = "".join(f"<option>{one}</option>" for one in names)
        return f"<select {{}}>{options}</select>"

    return (
        '<form class="panel-form" hidden>'
        f"{field('Method', choice(*METHODS))}"
        f"{field('Path', '<input type="text" {}>')}"
        f"{field('Sent by', choice('Alice', stranger))}"
        f"{field('Headers', '<textarea rows="2" {}></textarea>')}"
        f"{field('Body', '<textarea rows="2" {}></textarea>')}"
        f'<p role="alert" id="{name}-alert" hidden></p>'
        f'<p class="panel-hint">{HINT}</p>'
        '<button type="submit" class="action-button action-button--main">Send</button>'
        '<button type="button" class="action-button action-button--minor" '
        'data-act="fill">Fill in the last request</button>'
        "</form>"
    )


def actors(stranger: str) -> str:
    """Return the heads of the four lifelines."""
    heads = "".join(
        f'<span class="panel-actor" data-actor="{actor}"><i>{sign}</i>{word}</span>'
        for actor, sign, word in (
            ("thief", '<i class="sign sign--thief"></i>', stranger),
            ("client", "A", "Alice"),
            ("server", "S", "Server"),
            ("store", "#", "Store"),
        )
    )
    return f'<div class="panel-actors" aria-hidden="true">{heads}</div>'


class View:
    """Writes turns, as docs/assets/panel/timeline.js does in the page.

    Args:
        decoder: the address of the decoder, as seen from the page.
        stranger: the name of the first lifeline.

    """

    def __init__(self, decoder: str, stranger: str) -> None:
        self.decoder = decoder
        self.names = {
            "alice": "Alice",
            "thief": "Thief",
            "site": "Other site",
            "clock": "Clock",
        }
        self.stranger = stranger

    def exchanges(self, turns: list[Turn], opening: int) -> str:
        """Return the list of all turns, with what is held after the opening one.

        Turns after that one are marked, so that a page with scripts tells no end.
        """
        items, theft = [], False
        for number, turn in enumerate(turns, start=1):
            theft = theft or turn["who"] in {"thief", "site"}
            later = " panel-later" if number > opening else ""
            current = ' aria-current="step"' if number == opening else ""
            hold = self.hold(turn) if number == opening else ""
            items.append(
                f'<li><div class="panel-turn{later}" data-outcome="{turn["outcome"]}"'
                f"{' data-theft' if theft else ''}{current}>"
                f"{self.turn(number, turn)}</div>{hold}</li>"
            )
        start = '<ol class="panel-turns" role="list" aria-label="Exchanges">'
        return f"{start}{''.join(items)}</ol>"

    def turn(self, number: int, turn: Turn) -> str:
        """Return what one row of the timeline holds."""
        drawn = "".join(
            f'<i class="panel-arrow" data-way="{one["way"]}"'
            f"{' data-back' if one['back'] else ''}"
            f"{' data-stop' if one['stop'] else ''}>{escape(one['label'])}</i>"
            for one in turn["arrows"]
        )
        tag = request = ""
        time = turn["clock"]
        if turn["outcome"] != "none":
            tag = (
                f'<span class="panel-tag" data-outcome="{turn["outcome"]}">'
                f'<i class="sign sign--{turn["outcome"]}" aria-hidden="true"></i>'
                f"{escape(turn['verdict'].partition(',')[0])}</span> "
            )
        if turn["request"]:
            request = f"<code>{escape(turn['request'])}</code> "
            time = f"{turn['milliseconds']} ms"
        return (
            f'<span class="panel-diagram" aria-hidden="true">{drawn}</span>'
            '<span class="panel-what"><span class="panel-line">'
            f'<span class="panel-number" aria-hidden="true">{number}</span> '
            f"<b>{self.names[turn['who']]}</b> "
            f'<span class="panel-does">{escape(turn["does"])}</span> '
            f"{request}{tag}"
            f'<span class="panel-time">{time}</span></span> '
            f'<span class="panel-says">{said(turn)}</span></span>'
        )

    def hold(self, turn: Turn) -> str:
        """Return what everybody held after a turn, and what went over the wire."""
        state = turn["state"]
        tables = {name: self.table(name, state) for name in TABLES}
        outcome = (
            f'<p class="outcome" data-outcome="{turn["outcome"]}">'
            f'<i class="sign sign--{turn["outcome"]}" aria-hidden="true"></i>'
            f"<strong>{escape(turn['verdict'])}</strong></p>"
            if turn["outcome"] != "none"
            else ""
        )
        return (
            f'<div class="panel-hold"><div>{tables["held"]}{tables["jar"]}</div>'
            f"<div>{tables['thief']}{outcome}</div>"
            f"<div>{tables['store']}</div>"
            '<div><p class="panel-caption">On the wire'
            f"<small>{turn['clock']}</small></p>"
            '<pre class="panel-wire" role="region" aria-label="On the wire" '
            f'tabindex="0">{self.with_tokens(wire(turn))}</pre></div></div>'
        )

    def table(self, name: str, state: dict[str, Any]) -> str:
        """Return one table of what is held."""
        words, empty = TABLES[name]
        if name == "thief":
            words = f"Held by the {self.stranger.lower()}"
        rows, note = state[name], ""
        if name == "store":
            note = f"<small>{escape(counted(state))}</small>"
        body = "".join(self.row(one) for one in rows)
        return (
            f'<table class="panel-table" aria-label="{words}">'
            f'<caption class="panel-caption">{words}{note}</caption>'
            "<thead><tr><th>What</th><th>Time left</th></tr></thead><tbody>"
            f"{body or f'<tr><td colspan="2" class="panel-empty">{empty}</td></tr>'}"
            "</tbody></table>"
        )

    def row(self, one: dict[str, Any]) -> str:
        """Return one row of a table."""
        flags = "".join(f"<li>{escape(flag)}</li>" for flag in one["flags"])
        return (
            f"<tr{f' data-change="{one["change"]}"' if one['change'] else ''}"
            f"{' data-gone' if one['gone'] else ''}><td>"
            f"<b>{escape(one['name'])}</b> {self.value(one['value'])}"
            f"{f' <small>{escape(one["note"])}</small>' if one['note'] else ''}"
            f"{f'<ul class="panel-flags">{flags}</ul>' if flags else ''}</td>"
            f"<td>{escape(one['left'])}</td></tr>"
        )

    def value(self, text: str) -> str:
        """Return a credential in few letters; a token leads to the decoder."""
        if TOKEN.fullmatch(text):
            return self.with_tokens(text)
        parts = "".join(f"<b>{escape(short(part))}</b>" for part in text.split("."))
        return f'<span class="panel-opaque">{parts}</span>' if text else ""

    def with_tokens(self, text: str) -> str:
        """Return text with each token abbreviated, in colours, and linked."""
        return "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        at = 0
        for found in TOKEN.finditer(text):
            yield escape(text[at : found.start()], quote=False)
            parts = "".join(f"<b>{short(part)}</b>" for part in found[0].split("."))
            yield (
                f'<a class="credential credential--token" target="_blank" '
                f'rel="noopener" title="Open in the decoder, in a new tab" '
                f'href="{self.decoder}#token={quote(found[0])}">{parts}</a>'
            )
            at = found.end()
        yield escape(text[at:], quote=False)


def said(turn: Turn) -> str:
    """Return the sentence of a turn, with its status in bold."""
    status, colon, rest = turn["says"].partition(":")
    if not turn["status"]:
        return escape(turn["says"])
    return f"<b>{status}</b>{colon}{escape(rest)}"


def wire(turn: Turn) -> str:
    """Return the request and the response of a turn as text."""
    one = turn["exchange"]
    if one is None:
        return "No request."
    asked = f"{one['request']}\n\n{one['request_body']}".strip()
    return f"{asked}\n\n{one['response']}\n\n{one['response_body']}".strip()


def counted(state: dict[str, Any]) -> str:
    """Return how many rows the store has, and how often it was asked."""
    count = sum(one["change"] != "removed" for one in state["store"])
    return f"{count} row{'' if count == 1 else 's'}, {state['asked']}"


def short(text: str) -> str:
    """Return the beginning of a credential, without the name of its cookie."""
    value = text.partition("=")[2] or text
    return f"{value[:8]}…" if len(value) > 9 else value  # noqa: PLR2004


def macro(root: Path, decoder: Callable[[], str]) -> Callable[[str], str]:
    """Return the macro `server_panel`.

    Args:
        root: the checkout.
        decoder: gives the decoder's address, as seen from the present page.

    """
    panels = Panels(root)

    def server_panel(scenario: str) -> str:
        return panels.panel(scenario, decoder())

    return server_panel
