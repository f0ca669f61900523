"""The stage as the build writes it, from a real run of both servers."""

import html
import json
import re
from pathlib import Path

import pytest

from snippets import home

ROOT = Path(__file__).parents[2]


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
