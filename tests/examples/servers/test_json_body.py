import pytest

from examples.servers.json_body import check_length, read_fields
from examples.servers.problems import ProblemError

JSON = "application/json"
LENGTH = "The field a must have 1 to 1000 characters."


def refusal(body: bytes, content_type: str = JSON) -> ProblemError:
    with pytest.raises(ProblemError) as error:
        read_fields(body, content_type, "a", "b")
    return error.value


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON; charset=utf-8"])
def test_fields_in_the_order_asked_for(content_type: str) -> None:
    body = '{"b": "é", "a": "1", "c": 2}'.encode()
    assert read_fields(body, content_type, "a", "b") == ["1", "é"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"null", b"\xff", b"[" * 9999, b"1" * 9999, b"NaN"],
)
def test_no_json_object(body: bytes) -> None:
    problem = refusal(body)
    assert (problem.status, problem.detail) == (400, "The body is not a JSON object.")


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN}',
        b'{"a": "x", "b": Infinity}',
        '{"a": "x", "b": "x"}'.encode("utf-16"),
        b"\xef\xbb\xbf{}",
    ],
)
def test_json_that_rfc_8259_does_not_allow(body: bytes) -> None:
    assert refusal(body).status == 400


@pytest.mark.parametrize("announced", ["10001", "99999999999999999999"])
def test_a_body_that_announces_its_length(announced: str) -> None:
    with pytest.raises(ProblemError) as error:
        check_length(announced)
    assert error.value.status == 413


@pytest.mark.parametrize("announced", [None, "", "0", "10000"])
def test_a_length_that_is_allowed(announced: str | None) -> None:
    check_length(announced)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/jsonx"])
def test_another_type(content_type: str) -> None:
    assert refusal(b"{}", content_type).status == 415


def test_too_long() -> None:
    problem = refusal(b" " * 10_001)
    assert problem.status == 413
    assert problem.detail == "The body is longer than 10000 bytes: send a shorter one."


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{}", "The field a must be a string, not None."),
        (b'{"a": 1}', "The field a must be a string, not 1."),
        (b'{"a": ""}', LENGTH),
        (
            b'{"a": "%s"}' % (b"x" * 1001),
            "The field a must have 1 to 1000 characters.",
        ),
        (b'{"a": "\\ud800"}', "The field a must be text, not half a character."),
        (b'{"a": "x"}', "The field b must be a string, not None."),
    ],
)
def test_wrong_fields(body: bytes, detail: str) -> None:
    problem = refusal(body)
    assert (problem.status, problem.detail) == (422, detail)
