"""The data of the performance page fits its schema, and the page tells the same."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from snippets.measured import Measured
from snippets.model_check import BOUND, points

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs/data/performance.json"
PAGE = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs/data/performance.schema.json").read_text())
OWN = re.compile(r"\{\{.*?\}\}|```.*?```|\]\([^)]*\)|`[^`]*`", re.DOTALL)
UNITS = (
    r"[µmn]?s|seconds?|minutes?|bytes?|characters?|[KMG]i?B|%|times|requests?"
    r"|commands?|entries|permissions?|cores?|percent"
)


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def test_the_data_fits_its_schema(data: dict[str, Any]) -> None:
    validator = Draft202012Validator(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize("spoil", ["micro", "quick", "machine"])
def test_the_schema_refuses_what_lacks_a_part(data: dict[str, Any], spoil: str) -> None:
    broken = {name: part for name, part in data.items() if name != spoil}
    assert list(Draft202012Validator(SCHEMA).iter_errors(broken))


def test_the_data_names_no_host_and_no_path(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    assert re.findall(r"127\.0\.0\.1|localhost|(?<![\w.])/\w+", text) == []
    assert set(data["machine"]) == {"cpu", "cores", "memory_gib", "system"}


def test_no_figure_is_typed_by_hand() -> None:
    own = OWN.sub("", PAGE)
    assert re.findall(rf"\d[\d.,]*\s*(?:{UNITS})(?!\w)", own) == []


@pytest.mark.parametrize("typed", ["took 61 µs", "2.5 times", "4,096 bytes", "20 %"])
def test_a_typed_figure_would_be_found(typed: str) -> None:
    assert re.search(rf"\d[\d.,]*\s*(?:{UNITS})(?!\w)", OWN.sub("", typed))


def test_the_figures_support_the_words_of_the_table(data: dict[str, Any]) -> None:
    def median(name: str) -> float:
        return float(Measured(ROOT).value(name))

    for name in data["macro"]:
        macro = f"macro.{name}"
        assert median(f"{macro}.jwt_to_session.added_request_bytes") > 2
        assert median(f"{macro}.jwt.redis_commands") == 0
        assert median(f"{macro}.session.redis_commands") >= 1
        assert median(f"{macro}.api.redis_commands") >= 1
    assert median("memory.refresh_token.each_bytes") > median(
        "memory.session.each_bytes"
    )
    assert median("memory.denied.each_bytes") < median("memory.session.each_bytes")
    assert median("micro.pyjwt.hs256.verify.ratio") < 1
    assert median("latency.two.lookup_ms") > median("latency.near.lookup_ms") + 3


def test_a_jwt_costs_the_processor_no_more_than_a_session(data: dict[str, Any]) -> None:
    assert not data["quick"], "A quick run is too rough for a verdict: run make bench."
    for ways in data["macro"].values():
        assert ways["jwt_to_session"]["cpu_us"]["median"] < 1


def test_the_model_is_near_what_was_measured() -> None:
    found = points(Measured(ROOT))
    assert len(found) > 15
    assert [point for point in found if point.error > BOUND] == []
