"""The data file: of its schema, complete, without secrets, and all that pages cite."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from bench.libraries.__main__ import WITHHELD, changes, every_cell
from bench.libraries.attacks import ATTACKS
from bench.libraries.requirements import REQUIREMENTS
from examples.libraries.catalogue import ENTRIES, LIBRARIES

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/data/libraries.schema.json").read_text("utf-8"))
PAGES = sorted((ROOT / "docs/libraries").glob("*.md"))
CITED = re.compile(r"\{\{.*?\}\}|```.*?```|\]\([^)]*\)|`[^`]*`", re.DOTALL)
TYPED = re.compile(
    r"\d[\d.,]*\s*(?:%|times|seconds?|minutes?|hours?|days?|years?|bytes\b(?! from))"
    r"|\bversion \d|\bCVE-|(?<![.\d])(?<!section )\b\d+\.\d+"
)


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (ROOT / "docs/data/libraries.json").read_text("utf-8")
    )
    return found


def test_the_data_fits_its_schema(data: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    faults = Draft202012Validator(SCHEMA).iter_errors(data)
    assert [f"{list(fault.path)}: {fault.message[:200]}" for fault in faults] == []


@pytest.mark.parametrize("part", SCHEMA["required"])
def test_the_schema_refuses_what_lacks_a_part(data: dict[str, Any], part: str) -> None:
    broken = {name: value for name, value in data.items() if name != part}
    assert list(Draft202012Validator(SCHEMA).iter_errors(broken))


def test_the_data_is_of_this_list_of_attacks_and_libraries(
    data: dict[str, Any],
) -> None:
    """`make libraries` writes the file anew after a change of either list."""
    attacks = [one.name for one in ATTACKS]
    assert [one["name"] for one in data["attacks"]] == attacks
    assert data["requirements"] == [dict(one) for one in REQUIREMENTS]
    assert [row["name"] for row in data["rows"]] == [one.name for one in ENTRIES]
    for row, entry in zip(data["rows"], ENTRIES, strict=True):
        assert tuple(row["settings"]) == entry.settings
        for part in row["settings"].values():
            assert list(part["cells"]) == attacks


def test_it_is_large_enough(data: dict[str, Any]) -> None:
    assert len({one.package for one in LIBRARIES}) >= 15
    assert len(data["attacks"]) >= 20


def test_no_cell_is_broken(data: dict[str, Any]) -> None:
    cells = [c for c in every_cell(data) if c[3]["outcome"] == "broken"]
    assert cells == []


def test_each_cell_with_a_result_has_evidence(data: dict[str, Any]) -> None:
    without = [
        cell[:3]
        for cell in every_cell(data)
        if cell[3]["outcome"] not in ("none", "broken")
        and not cell[3]["evidence"]
        and not cell[3].get("withheld")
    ]
    assert without == []


def test_a_weakness_that_is_not_public_has_no_recipe(data: dict[str, Any]) -> None:
    rows = {one.name for one in ENTRIES}
    names = {one.name for one in ATTACKS}
    assert all(row in rows and name in names for row, name in WITHHELD)
    for row, _, name, cell in every_cell(data):
        if (row, name) in WITHHELD and cell["outcome"] in ("breach", "caution"):
            assert cell["withheld"] is True
            assert cell["evidence"] == []


def test_versions_are_those_of_the_lock_file(data: dict[str, Any]) -> None:
    lock = (ROOT / "requirements-libraries.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.M))
    versions = {row["package"]: row["version"] for row in data["rows"]}
    versions.pop("")
    assert versions == {name: pinned[name] for name in versions}
    assert data["releases"].keys() == versions.keys()
    for name, release in data["releases"].items():
        assert release["version"] == versions[name]
        assert release["date"]


def test_the_data_names_no_path_and_no_whole_secret(data: dict[str, Any]) -> None:
    text = json.dumps(data)
    assert re.findall(r"/work/|/tmp/|/home/|/root/|127\.0\.0\.1:\d+", text) == []
    # A whole token has three parts, and a whole session id has no ellipsis.
    assert re.findall(r"eyJ[\w-]+\.eyJ", text) == []
    assert re.findall(r"(?:ession|session_?id|token)=[\w-]{16,}", text) == []


def test_changes_are_told(data: dict[str, Any]) -> None:
    assert list(changes(data, data)) == []
    other = json.loads(json.dumps(data))
    row = other["rows"][0]
    row["version"] = "0.0"
    cell = row["settings"]["quick-start"]["cells"]["copied-after-logout"]
    cell |= {"outcome": "breach", "words": "Works"}
    # Figures of time and size may vary.
    row["settings"]["quick-start"]["cells"]["cpu"]["words"] = "99 times"
    assert list(changes(data, other)) == [
        f"  {row['title']}: version {data['rows'][0]['version']} → 0.0",
        f"  {row['name']} (quick-start) copied-after-logout: held, Dead at once → "
        "breach, Works",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_prose_cites_the_data_and_types_no_result(page: Path) -> None:
    assert TYPED.findall(CITED.sub("", page.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "typed", ["alive for 31 days", "accepted 8 times", "in version 3", "CVE-1", "3.1.3"]
)
def test_a_typed_result_would_be_found(typed: str) -> None:
    assert TYPED.search(CITED.sub("", typed))


def outcomes(data: dict[str, Any], attack: str, *wanted: str) -> set[str]:
    """Name the kinds of rows that have one of these outcomes in their quick start."""
    return {
        row["page"]
        for row in data["rows"]
        if row["settings"]["quick-start"]["cells"][attack]["outcome"] in wanted
    }


def test_the_sentences_above_the_tables_hold(data: dict[str, Any]) -> None:
    for row in data["rows"]:
        for part in row["settings"].values():
            for attack in data["attacks"]:
                outcome = part["cells"][attack["name"]]["outcome"]
                if attack["group"] == "forged" or attack["name"] == "expired":
                    assert outcome != "breach"
        copied = row["settings"]["quick-start"]["cells"]["copied-after-logout"]
        if row["kind"] == "session":
            assert copied["outcome"] == "held"
        if row["kind"] == "signed cookie":
            assert copied["outcome"] == "breach"
    assert outcomes(data, "at-rest", "held") == {"knox", "own-servers"}
    assert outcomes(data, "csrf", "held") == {"django", "own-servers"}
    assert len(outcomes(data, "exp-missing", "caution")) > 5
    assert len(outcomes(data, "password-change", "breach", "caution")) > 5
    assert outcomes(data, "slow-write", "breach")


def test_each_library_has_a_page(data: dict[str, Any]) -> None:
    pages = {page.stem for page in PAGES} - {"index"}
    assert pages == {row["page"] for row in data["rows"]}
