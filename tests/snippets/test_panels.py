"""Panels as the build writes them, recorded from the real servers."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import Abort

from examples.panel.scenarios import SCENARIOS
from snippets.panels import Panels, View, macro
from snippets.sections import SnippetError
from tests.snippets.conftest import Build, Write

CHECKOUT = Path(__file__).parents[2]
DECODER = "../tools/decoder/"
TURNS = re.compile(r'<div class="panel-turn([^"]*)"([^>]*)>')


@pytest.fixture(scope="module")
def panels() -> Panels:
    return Panels(CHECKOUT)


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "\n", html))


def data(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        unescape(re.findall(r'data-panel="([^"]*)"', html)[0])
    )
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_panel_is_one_line_that_tells_its_story_without_a_script(
    panels: Panels, name: str
) -> None:
    html, story = panels.panel(name, DECODER), SCENARIOS[name]
    assert "\n" not in html
    told = data(html)["turns"]
    assert len(told) == len(story.steps) == len(TURNS.findall(html))
    read = text(html).replace("\n", "")
    assert all(turn["says"] in read for turn in told)
    assert story.lesson in read
    assert [one["label"] for one in data(html)["presets"]] == [
        one.label for one in story.presets
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_opens_on_one_step_and_marks_the_later_ones(
    panels: Panels, name: str
) -> None:
    rows = TURNS.findall(panels.panel(name, DECODER))
    opening = SCENARIOS[name].opening
    current = [place for place, row in enumerate(rows, 1) if "aria-current" in row[1]]
    assert current == [opening]
    later = [place for place, row in enumerate(rows, 1) if "later" in row[0]]
    assert later == list(range(opening + 1, len(rows) + 1))


def test_the_thief_has_a_lifeline_from_the_theft_on(panels: Panels) -> None:
    rows = TURNS.findall(panels.panel("session", DECODER))
    assert ["data-theft" in row[1] for row in rows] == [False] * 2 + [True] * 4


def test_a_token_is_cut_coloured_and_leads_to_the_decoder(panels: Panels) -> None:
    html = panels.panel("jwt", DECODER)
    turn = data(html)["turns"][5]
    token = turn["state"]["thief"][0]["value"]
    header, payload, signature = (f"<b>{part[:8]}…</b>" for part in token.split("."))
    link = f'href="{DECODER}#token={token}">{header}{payload}{signature}</a>'
    assert html.count(link) == 2  # what the thief holds, and the wire


def test_a_session_shows_the_removed_cookie_with_its_flags(panels: Panels) -> None:
    html = panels.panel("session", DECODER)
    [row] = re.findall(r"<tr data-gone>.*?</tr>", html)
    assert "<b>__Host-session</b>" in row
    assert "<li>SameSite=Lax</li>" in row
    [cookie] = data(html)["turns"][5]["state"]["jar"]
    assert cookie["value"] not in row


def test_two_refresh_tokens_of_one_login_look_different(panels: Panels) -> None:
    html = panels.panel("refresh", DECODER)
    [new, copied] = re.findall(
        r'<b>refresh token</b> <span class="panel-opaque"><b>(.*?)</b><b>(.*?)</b>',
        html,
    )
    assert new[0] == copied[0]
    assert new[1] != copied[1]


def test_rows_say_what_became_of_them(panels: Panels) -> None:
    html = panels.panel("refresh", DECODER)
    assert html.count('<tr data-change="removed">') == 3


def test_text_of_a_server_is_no_markup() -> None:
    view = View(DECODER, "Thief")
    turn = {
        "who": "alice",
        "does": "<i>",
        "request": "GET /<b>",
        "status": 200,
        "says": "200: <u>",
        "outcome": "breach",
        "verdict": "Is <s>, x",
        "clock": "",
        "milliseconds": 1.0,
        "arrows": [],
    }
    assert not re.search("<[ius]>", view.turn(1, turn))
    assert view.with_tokens('<a "b">') == '&lt;a "b"&gt;'


def test_a_theft_has_no_wire_and_no_verdict() -> None:
    state = {"jar": [], "held": [], "thief": [], "store": [], "asked": "not asked"}
    turn = {"state": state, "outcome": "none", "exchange": None, "clock": "08:00:16"}
    html = View(DECODER, "Thief").hold(turn)
    assert "No request." in html
    assert "0 rows, not asked" in html
    assert "outcome" not in html


def test_a_page_contains_the_panel(site: Build, write: Write, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(CHECKOUT / "examples")
    write("docs/index.md", '# Page\n\n{{ server_panel("session") }}\n\nAfter *it*.\n')
    with pytest.raises((Abort, SnippetError)):  # no page uses the other sections
        site()
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert html.count("<server-panel") == html.count("</server-panel>") == 1
    assert 'data-decoder="tools/decoder/"' in html
    assert "<p>After <em>it</em>.</p>" in html


def test_an_unknown_scenario_is_refused(panels: Panels) -> None:
    message = "There is no scenario 'sessions'; near names are: session."
    with pytest.raises(SnippetError, match=re.escape(message)):
        panels.panel("sessions", DECODER)


def test_the_macro_has_its_name_and_asks_for_the_decoder() -> None:
    server_panel = macro(CHECKOUT, lambda: "here/")
    assert server_panel.__name__ == "server_panel"
    assert 'data-decoder="here/"' in server_panel("csrf")
