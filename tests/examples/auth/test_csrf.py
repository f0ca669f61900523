import pytest

from examples.auth.csrf import (
    ELSEWHERE,
    CsrfError,
    check_csrf,
    check_origin,
    csrf_token,
)

HOST = {"Host": "shop.example"}


def test_the_token_is_bound_to_the_session() -> None:
    token = csrf_token("one")
    assert len(token) == 64
    check_csrf("one", token)
    assert csrf_token("two") != token


@pytest.mark.parametrize(
    "given", ["", "0" * 64, "é", "\udc80", csrf_token("two"), csrf_token("one").upper()]
)
def test_another_token(given: str) -> None:
    with pytest.raises(CsrfError) as error:
        check_csrf("one", given)
    assert str(error.value) == (
        "The X-CSRF-Token is not that of this session: "
        "send the csrf_token of the last log-in."
    )


def test_no_token() -> None:
    with pytest.raises(CsrfError) as error:
        check_csrf("one", None)
    assert str(error.value) == (
        "The header X-CSRF-Token is missing: send the csrf_token in it."
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://shop.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_own_origin(headers: dict[str, str]) -> None:
    check_origin(HOST | headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://shop.example"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "https://shop.example:444"},
        {"Origin": "https://shop.example.evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
    ],
)
def test_another_origin(headers: dict[str, str]) -> None:
    with pytest.raises(CsrfError) as error:
        check_origin(HOST | headers)
    assert str(error.value) == ELSEWHERE
