import asyncio

import pytest

from examples.auth.users import Users
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.browser_server import RunningServer
from examples.panel.panel_client import (
    Exchange,
    PanelClient,
    RequestFieldError,
    is_cross_site,
    read_headers,
    read_path,
)

JSON = "Content-Type: application/json"
LOGIN = '{"username": "alice", "password": "{password}"}'


def client(server: str) -> PanelClient:
    return RunningServer(server, Users("pw", BrowserHasher(1))).client


def send(one: PanelClient, *fields: str) -> Exchange:
    return asyncio.run(one.send(*fields))


def test_headers_are_read_line_by_line() -> None:
    assert read_headers("\nA: b\n  \nX-y:é \n") == [(b"A", b"b"), (b"X-y", b"\xe9")]


@pytest.mark.parametrize("line", ["no colon", ": x", "a b: c", "A: €", "A: \0"])
def test_a_line_that_is_no_header_is_named(line: str) -> None:
    with pytest.raises(
        RequestFieldError, match=r"^Line 2, .* is not a header: write"
    ) as caught:
        read_headers(f"Ok: 1\n{line}")
    assert caught.value.field == "headers"


@pytest.mark.parametrize("path", ["", "me", "/a b", "/é", "https://evil.example/"])
def test_a_path_that_cannot_be_sent_is_refused(path: str) -> None:
    assert read_path("/a?b=%20") == "/a?b=%20"
    with pytest.raises(RequestFieldError, match="begin with /") as caught:
        read_path(path)
    assert caught.value.field == "path"


def test_what_is_shown_is_what_was_sent() -> None:
    one = client("fastapi_session")
    exchange = send(one, "POST", "/login", JSON, LOGIN)
    assert exchange["request"].startswith("POST /login HTTP/1.1\nHost: shop.example\n")
    assert exchange["request_body"] == '{"username": "alice", "password": "pw"}'
    assert exchange["response"].startswith("HTTP/1.1 200 OK\n")
    [cookie] = one.cookies()
    assert cookie.name == "__Host-session"
    assert f"set-cookie: __Host-session={cookie.value}; " in exchange["response"]
    again = send(one, "GET", "/me", "", "")
    assert f"Cookie: __Host-session={cookie.value}" in again["request"]


def test_the_client_learns_from_answers_and_forgets_at_logout() -> None:
    one = client("fastapi_jwt")
    send(one, "POST", "/login", JSON, LOGIN)
    first = one.held["refresh_token"]
    bearer = "Authorization: Bearer {access_token}"
    assert send(one, "GET", "/sessions", bearer, "")["status"] == 200
    refresh = '{"refresh_token": "{refresh_token}"}'
    assert send(one, "POST", "/token/refresh", JSON, refresh)["status"] == 200
    assert one.held["refresh_token"] != first
    send(one, "POST", "/logout", "", "")
    assert set(one.held) == {"password", "access_token", "refresh_token"}
    assert send(one, "POST", "/logout", bearer, "")["status"] == 204
    assert set(one.held) == {"password"}


def test_a_header_without_its_value_is_left_out() -> None:
    one = client("fastapi_jwt")
    headers = "Accept: */*\nAuthorization: Bearer {access_token}"
    exchange = send(one, "GET", "/me", headers, '{"x": "{y}"}')
    assert "Authorization" not in exchange["request"]
    assert "Accept: */*" in exchange["request"]
    assert exchange["request_body"] == '{"x": "{y}"}'


@pytest.mark.parametrize(
    ("headers", "cross"),
    [
        ({}, False),
        ({"origin": "https://shop.example"}, False),
        ({"origin": "https://blog.shop.example"}, False),
        ({"origin": "https://workshop.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://["}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site", "origin": "https://evil.example"}, False),
    ],
)
def test_a_browser_knows_the_site_of_a_request(
    headers: dict[str, str], cross: bool
) -> None:
    assert is_cross_site(headers) == cross


def test_a_body_that_utf_8_cannot_hold_is_sent_with_a_question_mark() -> None:
    exchange = send(client("fastapi_session"), "POST", "/login", JSON, "\ud800")
    assert (exchange["status"], exchange["request_body"]) == (400, "?")


def test_a_lax_cookie_stays_at_home_unless_the_method_is_safe() -> None:
    one = client("fastapi_session")
    send(one, "POST", "/login", JSON, LOGIN)
    evil = "Origin: https://evil.example"
    assert "Cookie" not in send(one, "POST", "/logout", evil, "")["request"]
    assert "Cookie" in send(one, "GET", "/me", evil, "")["request"]
