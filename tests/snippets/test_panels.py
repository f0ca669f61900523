"""Panels and steps, recorded from the real examples."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from examples.panel.panel_requests import PRESETS, WALKS
from mkdocs.exceptions import Abort

from snippets.panels import Panels, change, macros
from snippets.sections import SnippetError
from tests.snippets.conftest import Build, Write

CHECKOUT = Path(__file__).parents[2]
WORDS = "\n".join(f"{number}. Word *{number}*." for number in range(1, 7))
PAGE = f"""
# Page

{{% call steps("jwt") %}}
{WORDS}
{{% endcall %}}

{{{{ server("fastapi_session") }}}}

After *it*.
"""


@pytest.fixture(scope="module")
def panels() -> Panels:
    return Panels(CHECKOUT)


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "\n", html))


@pytest.mark.parametrize("name", PRESETS)
def test_a_panel_is_one_line_with_presets_and_recording(
    panels: Panels, name: str
) -> None:
    html = panels.server(name)
    assert "\n" not in html
    [presets] = re.findall(r'data-presets="([^"]*)"', html)
    assert [one["label"] for one in json.loads(unescape(presets))] == [
        one.label for one in PRESETS[name]
    ]
    assert html.count("<li>") == len(WALKS[name])
    assert "HTTP/1.1 401 Unauthorized" in text(html)


def test_the_session_steps_show_where_the_store_changes(panels: Panels) -> None:
    parts = panels.steps("session", WORDS).split('<li class="step"')[1:]
    assert len(parts) == 6
    changed = [number for number, part in enumerate(parts, 1) if "Store after" in part]
    assert changed == [3, 6]
    assert "POST /login HTTP/1.1" in parts[0]
    assert "set-cookie: __Host-session=" in parts[3]
    [value] = re.findall(r"__Host-session=([\w-]+);", parts[3])
    assert f"Cookie: __Host-session={value}" in parts[4]
    assert "&quot;last_seen&quot;" not in parts[0]


def test_the_jwt_steps_show_the_token_that_was_issued(panels: Panels) -> None:
    parts = [text(part) for part in panels.steps("jwt", WORDS).split("<li ")[1:]]
    assert '"sub": "alice"' in parts[1]
    assert '"typ": "at+jwt"' in parts[2]
    [signature] = re.findall(r"Signature\s+([\w-]+)", parts[2])
    assert f'.{signature}"' in parts[3]
    assert f".{signature}" in parts[4]
    assert "HTTP/1.1 200 OK" in parts[5]


def test_a_page_contains_the_steps_and_the_panel(
    site: Build, write: Write, tmp_path: Path
) -> None:
    (tmp_path / "examples").symlink_to(CHECKOUT / "examples")
    write("docs/index.md", PAGE)
    with pytest.raises((Abort, SnippetError)):  # no page uses the other sections
        site()
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "<p>Word <em>6</em>.</p>" in html
    assert html.count('<li class="step"') == 6
    assert html.count("<server-panel") == html.count("</server-panel>") == 1
    assert "<p>After <em>it</em>.</p>" in html


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("session2", WORDS, "There is no flow 'session2'; near names are: session."),
        ("jwt", "1. One.", "The flow 'jwt' has 6 steps, not 1. Write one numbered"),
    ],
)
def test_wrong_steps_are_refused(
    panels: Panels, name: str, words: str, message: str
) -> None:
    with pytest.raises(SnippetError, match=re.escape(message)):
        panels.steps(name, words)


def test_an_unknown_server_is_refused(panels: Panels) -> None:
    with pytest.raises(SnippetError, match="near names are: fastapi_jwt"):
        panels.server("fastapi_jw")


def test_an_unchanged_store_is_shown_once() -> None:
    assert change("a", "a") == [("Store, before and after", "a")]


def test_the_macros_have_their_names() -> None:
    assert [macro.__name__ for macro in macros(CHECKOUT)] == ["server", "steps"]
