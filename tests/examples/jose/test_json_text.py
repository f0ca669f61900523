import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.jose.json_text import (
    JsonNumber,
    JsonObject,
    all_duplicates,
    escape_invisible,
    indented_runs,
    one_line,
    read_json,
    to_python,
)
from examples.jose.parsing import ParseError


def text_of(json_text: str) -> str:
    return "".join(text for _, text in indented_runs(read_json(json_text, "They")))


@pytest.mark.parametrize(
    "number", ["9007199254740993", "1.0", "1e400", "-0", "-0.0", "1E+2", "0.10"]
)
def test_numbers_stay_as_they_are_written(number: str) -> None:
    assert text_of(number) == number


def test_order_and_duplicates_stay() -> None:
    source = '{"b": 1, "a": [true, null, {}], "b": 2, "c": {"d": 1, "d": 1}, "e": []}'
    value = read_json(source, "They")
    assert one_line(value).replace(" ", "") == source.replace(" ", "")
    assert all_duplicates(value) == ["b", "c.d"]
    assert all_duplicates(read_json('[[{"a":1,"a":2}]]', "They")) == ["[][].a"]
    assert isinstance(value, JsonObject)
    assert value.get("b") == JsonNumber("2")
    assert ("b" in value, "z" in value, value.get("z")) == (True, False, None)


def test_indented_text_is_split_by_the_kind_of_value() -> None:
    value = read_json('{"a": ["x", 1, null]}', "They")
    assert indented_runs(value) == [
        ("plain", "{\n  "),
        ("key", '"a"'),
        ("plain", ": "),
        ("plain", "[\n    "),
        ("string", '"x"'),
        ("plain", ",\n    "),
        ("number", "1"),
        ("plain", ",\n    "),
        ("literal", "null"),
        ("plain", "\n  ]"),
        ("plain", "\n}"),
    ]


def test_plain_gives_the_values_that_python_would_parse() -> None:
    value = read_json('{"a": [1, 1.5, "x", true], "a": {"b": null}}', "They")
    assert to_python(value) == {"a": {"b": None}}
    assert to_python(read_json('[1, 1.5, "x", true]', "They")) == [1, 1.5, "x", True]
    assert to_python(JsonNumber("1e400")) == math.inf
    assert to_python(JsonNumber("9" * 400)) == math.inf
    assert to_python(JsonNumber("9007199254740993")) == 9007199254740993


def test_invisible_characters_are_escaped() -> None:
    source = json.dumps("a\u202e\u0000\x7f\u200b\u00a0é\u05d0\U0001f600\ud800")
    assert text_of(source) == (
        r'"a\u202e\u0000\u007f\u200b\u00a0é' + "\u05d0\U0001f600" + r'\ud800"'
    )
    assert escape_invisible("\U000e0041") == r"\udb40\udc41"


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "1 2", "[" * 65])
def test_invalid_json_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ParseError, match=r"^They "):
        read_json(text, "They")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_formatted_text_has_the_same_value(value: object) -> None:
    source = json.dumps(value)
    assert json.loads(text_of(source)) == value
    assert json.loads(one_line(read_json(source, "They"))) == value
