"""The macros of the performance page, on the data that is checked in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from examples.chooser.rules import PROFILES
from examples.costs.cost_model import WAYS
from snippets import model_check, performance
from snippets.cost_form import FIELDS, MEASURES, MORE, bar, costs_of, form, shown
from snippets.measured import DATA, Measured
from tests.snippets.conftest import Build, Write

ROOT = Path(__file__).parents[2]

PAGE = """# Page

{{ measured("micro.pyjwt.hs256.verify.us") }}

{{ chart("cpu", alt="Bars") }}

{{ run_note() }}

{{ macro_table() }}

{{ versions_table() }}

{{ model_error() }}
"""


@pytest.fixture
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / DATA).read_text(encoding="utf-8"))
    return found


def test_a_page_shows_what_was_measured(
    site: Build, write: Write, tmp_path: Path, data: dict[str, Any]
) -> None:
    write(str(DATA), json.dumps(data))
    write("docs/folder/page.md", PAGE)
    site()
    html = (tmp_path / "site/folder/page/index.html").read_text(encoding="utf-8")
    value = data["micro"]["pyjwt"]["hs256"]["verify"]["us"]["median"]
    assert f'<data value="{value:.5g}">' in html
    assert '<img src="../../assets/charts/cpu.svg" alt="Bars">' in html
    assert f"with <code>{data['command']}</code> in" in html
    for caption in ("All servers under load", "Versions", "Model and measurement"):
        assert f"<caption>{caption}</caption>" in html
    assert "{{" not in html


def test_the_page_says_when_the_run_was_quick(data: dict[str, Any]) -> None:
    warning = "**This was a quick run: its figures are rough.**"
    assert warning in performance.note(data | {"quick": True})
    assert warning not in performance.note(data | {"quick": False})


def test_two_runs_are_compared_where_there_are_two(data: dict[str, Any]) -> None:
    data.pop("earlier", None)
    assert "earlier run" not in performance.note(data)
    earlier = {
        "date": "2026-01-02T03:04:05+00:00",
        "ratios": 76,
        "median_difference": 0.021,
        "nine_of_ten_within": 0.08,
        "largest_difference": 0.2,
        "largest_in": "micro.a.ratio",
    }
    note = performance.note(data | {"earlier": earlier})
    assert note.endswith(
        "Of its 76 ratios, half are within 2.1 % of those of an earlier run "
        "(2 January 2026), and nine of ten within 8 %. The one that differs most "
        "(`micro.a.ratio`) does by 20 %."
    )


def test_each_server_and_way_has_a_row(data: dict[str, Any]) -> None:
    html = performance.servers(data)
    assert html.count('scope="row"') == 5 * len(data["macro"])


def test_the_form_names_each_field_and_hands_over_the_model() -> None:
    html = form(Measured(ROOT), PROFILES, "An error.")
    for field in (*FIELDS, *MORE):
        assert f'<label for="cost-{field.name}">{field.label}</label>' in html
        assert (f'aria-label="{field.label}: slider"' in html) == (field in FIELDS)
    assert "\n" not in html
    assert "<p>An error. The model" in html
    assert html.count('<th scope="row">') == len(WAYS)
    assert html.count("<rect ") == len(WAYS) * len(MEASURES)
    given = re.search(r'data-model="([^"]*)"', html)
    assert given is not None
    model = json.loads(given[1].replace("&quot;", '"'))
    assert model["costs"] == vars(costs_of(Measured(ROOT)))
    assert model["ways"].keys() == WAYS.keys()


def test_the_model_is_compared_with_larger_stores_too(
    tmp_path: Path, data: dict[str, Any], write: Write
) -> None:
    steps = {
        "at_1000": (1_000, 900),
        "at_10000": (10_000, 660),
        "at_100000": (100_000, 600),
    }
    data["memory"]["session"] = {"each_bytes": 600} | {
        name: {"count": count, "each_bytes": each}
        for name, (count, each) in steps.items()
    }
    write(str(DATA), json.dumps(data))
    found = model_check.points(Measured(tmp_path))
    assert found[0].name == "10,000 sessions, bytes"
    assert found[0].error == pytest.approx(60 / 660)
    assert "Token with 200 permissions, bytes" in model_check.shown(Measured(tmp_path))


def test_each_measure_has_an_error_that_was_measured() -> None:
    sentence = model_check.sentence(Measured(ROOT))
    errors = re.findall(r'(\w[\w-]*) <data value="([\d.]+)">', sentence)
    assert [name for name, _ in errors] == [
        "memory",
        "bandwidth",
        "look-ups",
        "processor",
        "wait",
    ]
    assert all(float(error) < model_check.BOUND for _, error in errors)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("memory_bytes", 12, "12 bytes"),
        ("memory_bytes", 3 * 2**30, "3 GiB"),
        ("bandwidth_bytes_per_s", 2048, "2 KiB/s"),
        ("exposure_s", 0, "next request"),
        ("exposure_s", 60, "up to 60 s"),
        ("exposure_s", 900, "up to 15 min"),
        ("exposure_s", 86400, "up to 24 h"),
        ("cpu_cores", 0.5, "0.5 cores"),
        ("wait_ms", 1, "1 ms"),
        ("money", 1234.4, "1,234"),
    ],
)
def test_measures_are_written_for_people(name: str, value: float, text: str) -> None:
    assert shown(name, value) == text


def test_a_bar_of_nothing_is_empty() -> None:
    none = {"money": 0.0}
    assert 'width="0.0%"' in bar("money", none, {"jwt": none, "session": none})
