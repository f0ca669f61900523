import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.jose.parsing import MAX_DEPTH, ParseError, check_unicode, parse_object

EMPTY = 'The claims are empty: write a JSON object such as {"sub": "a"}.'
TWICE = "The claims repeat the name 'a': keep one."
LONE = "The claims hold the lone surrogate U+D800, which is not a character: remove it."
DEEP = "The claims are nested deeper than 64 levels at character {}: flatten them."

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**250), 10**250)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def refusal(text: str) -> str:
    with pytest.raises(ParseError) as error:
        parse_object(text, "The claims")
    return str(error.value)


@given(st.dictionaries(st.text(), VALUES))
def test_the_parser_reads_every_text_that_json_writes(value: dict[str, object]) -> None:
    assert parse_object(json.dumps(value), "The claims") == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", EMPTY),
        (" \n", EMPTY),
        ("[]", "The claims must be a JSON object, but are an array."),
        ('"a"', "The claims must be a JSON object, but are a string."),
        ("true", "The claims must be a JSON object, but are a boolean."),
        ("null", "The claims must be a JSON object, but are null."),
        ("1", "The claims must be a JSON object, but are a number."),
        ("1.5", "The claims must be a JSON object, but are a number."),
        (
            '{"a": 1,\n "b" 2}',
            "The claims are not JSON: line 2, column 6 is '2' "
            "(Expecting ':' delimiter).",
        ),
        (
            '{"a": 1',
            "The claims are not JSON: line 1, column 8 is the end "
            "(Expecting ',' delimiter).",
        ),
        (
            "\u00a0",
            "The claims are not JSON: line 1, column 1 is '\\xa0' (Expecting value).",
        ),
        ('{"a": 1, "a": 2}', TWICE),
        ('{"x": [{"a": 1, "\\u0061": 2}]}', TWICE),
        ('{"a": NaN}', "The claims hold NaN, which is not JSON: write a number."),
        (
            '{"a": -Infinity}',
            "The claims hold -Infinity, which is not JSON: write a number.",
        ),
        (
            '{"a": 1e999}',
            "The claims hold '1e999', which is too large for a number: quote it.",
        ),
        pytest.param(
            '{"a": ' + "9" * 5000 + "}",
            "The claims hold an integer of 5000 digits: quote it.",
            id="huge",
        ),
        ('{"a": "\\ud800"}', LONE),
        ('{"\\ud800": 1}', LONE),
        ('{"a": "\ud800"}', LONE),
        pytest.param("[" * 100_000, DEEP.format(65), id="deep array"),
        pytest.param('{"a":' * 65, DEEP.format(64 * 5 + 1), id="deep object"),
    ],
)
def test_invalid_json_is_refused_with_the_reason(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_brackets_inside_strings_do_not_count_as_depth() -> None:
    text = json.dumps({"a": '[{"\\' * 1000})
    assert len(parse_object(text, "The claims")["a"]) == 4000


def test_the_deepest_allowed_nesting_is_read() -> None:
    text = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert "a" in parse_object(f'{{"a": {text}}}', "The claims")


def test_the_depth_check_is_linear() -> None:
    start = time.perf_counter()
    refusal('{"a": "' + '\\"' * 500_000)
    assert time.perf_counter() - start < 5


def test_a_surrogate_pair_is_one_character() -> None:
    assert parse_object('{"a": "\\ud83d\\ude00"}', "The claims") == {"a": "😀"}
    check_unicode("😀", "The key's characters")
