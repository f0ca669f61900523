import json
from pathlib import Path

import pytest

from snippets.measured import DATA, Measured, number, unit_of
from snippets.sections import SnippetError
from tests.snippets.conftest import Write


@pytest.fixture
def measured(write: Write, tmp_path: Path) -> Measured:
    figure = {"median": 61.234, "low": 60, "high": 70}
    tree = {
        "command": "make <bench>",
        "micro": {"verify": {"us": figure, "ratio": {**figure, "median": 0.25}}},
        "count": 1234567,
    }
    write(str(DATA), json.dumps(tree))
    return Measured(tmp_path)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("micro.verify.us", '<data value="61.234">61.2 µs</data>'),
        ("micro.verify.ratio", '<data value="0.25">0.25 times</data>'),
        ("count", '<data value="1.2346e+06">1,234,567</data>'),
        ("command", "make &lt;bench&gt;"),
    ],
)
def test_a_figure_is_shown_with_its_unit(
    measured: Measured, name: str, shown: str
) -> None:
    assert measured.shown(name) == shown


def test_one_figure_is_divided_by_another(measured: Measured) -> None:
    shown = measured.shown("count", over="micro.verify.us")
    assert shown == '<data value="20161">20,161 times</data>'


@pytest.mark.parametrize(
    ("name", "part"), [("micro.sign.us", "sign"), ("count.us", "us")]
)
def test_a_figure_that_was_not_measured_fails_the_build(
    measured: Measured, name: str, part: str
) -> None:
    with pytest.raises(SnippetError) as caught:
        measured.shown(name)
    sentence = f"'{name}' was not measured: there is no '{part}'."
    assert str(caught.value) == f"{DATA}: {sentence}"


def test_missing_data_fails_the_build_with_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(SnippetError, match="There is no such file; run make bench"):
        Measured(tmp_path)


def test_numbers_have_three_digits() -> None:
    values = (0, 2.0, 0.25, 61.234, 123.6, 12345.6, 0.00012)
    shown = ["0", "2", "0.25", "61.2", "124", "12,346", "0.0001"]
    assert [number(value) for value in values] == shown


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.p50_ms", "ms"),
        ("a.requests_per_s", "requests a second"),
        ("a.each_bytes", "bytes"),
        ("a.median_difference", ""),
        ("a.lifetime_s", "s"),
        ("a.entries", ""),
    ],
)
def test_a_name_ends_with_its_unit(name: str, unit: str) -> None:
    assert unit_of(name) == unit
