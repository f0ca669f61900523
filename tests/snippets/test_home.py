"""The stage as the build writes it, from a real run of both servers."""

import html
import json
import re
from pathlib import Path

import pytest

from snippets import home
from snippets.sections import SnippetError
from tests.snippets.conftest import Write

ROOT = Path(__file__).parents[2]
CLOCK = """
class ManualClock:
    def __init__(self, now): ...
    def advance(self, seconds): ...
"""
CARELESS = """
class TokenError(Exception): ...
class Tokens:
    lifetime = 900
    def __init__(self, *settings): ...
    def issue(self, user): return "a.b.c"
    def verify(self, token): return {}
"""


@pytest.fixture(scope="module")
def stage() -> str:
    return home.stage(ROOT)


def test_it_is_one_line_and_shows_the_opening_scene(stage: str) -> None:
    assert "\n" not in stage
    found = re.findall(r'data-recording="(.*?)"', stage)
    recording = json.loads(html.unescape(found[0]))
    opening = recording["scenes"][recording["opening"]]
    assert len(recording["scenes"]) == len(recording["story"]) + 1
    for button in recording["story"]:
        assert f'data-action="{button["action"]}"' in stage
        assert f"{button['label']}</button>" in stage
    for kind in ("session", "jwt"):
        shown = opening[kind]
        for text in (shown["thief"]["verdict"], shown["why"], shown["rows"][0]["text"]):
            assert html.escape(text) in stage


def test_each_life_lies_on_the_scale(stage: str) -> None:
    lives = re.findall(r'x="([\d.]+)%" width="([\d.]+)%"/>', stage)
    assert len(lives) == 2
    assert all(float(x) + float(width) <= 100 for x, width in lives)


def test_each_door_shows_a_piece_of_what_lies_behind_it() -> None:
    for name in ("Session", "JWT", "Hybrid"):
        assert f"</i>{name}</span>" in home.door(ROOT, "chooser")
    assert "UTC, 4 minutes ago." in home.door(ROOT, "decoder")
    found = re.findall(r"</i>(\d+) (\w+) ", home.door(ROOT, "attacks"))
    assert [word for _, word in found] == ["attacks", "are"]
    pages = "".join(page.read_text() for page in (ROOT / "docs").rglob("*.md"))
    assert sum(int(count) for count, _ in found) == pages.count(", shows=")


def test_a_door_needs_a_token_that_is_refused(tmp_path: Path, write: Write) -> None:
    write("examples/__init__.py", "")
    for room in ("auth", "demos"):
        write(f"examples/{room}/__init__.py", "")
    write("examples/auth/clock.py", CLOCK)
    write("examples/auth/tokens.py", CARELESS)
    write("examples/demos/published_key.py", "KEY = b''")
    with pytest.raises(SnippetError, match="An expired token was accepted"):
        home.door(tmp_path, "decoder")


def test_a_server_that_stores_nothing_says_so() -> None:
    scene = {
        "session": {
            "held": {"state": "none", "parts": [], "note": "No cookie."},
            "rows": [],
            "thief": {
                "parts": [],
                "outcome": "none",
                "verdict": "Nothing stolen yet",
                "evidence": "",
            },
            "why": "",
            "empty": "No session.",
        }
    }
    assert "No session." in home.lane("session", scene)
