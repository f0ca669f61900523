import asyncio

import pytest

from examples.auth.users import Users
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.browser_server import RunningServer
from examples.panel.panel_client import (
    Exchange,
    PanelClient,
    RequestFieldError,
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
    assert cookie["name"] == "__Host-session"
    assert cookie["attributes"] == "Path=/; Secure; HttpOnly; SameSite=Lax"
    assert f"set-cookie: __Host-session={cookie['value']}; " in exchange["response"]
    again = send(one, "GET", "/me", "", "")
    assert f"Cookie: __Host-session={cookie['value']}" in again["request"]


def test_only_the_attributes_of_a_cookie_are_shown() -> None:
    one = client("fastapi_session")
    # httpx makes each cookie that is set by hand HttpOnly.
    one._http.cookies.set("plain", "x", "shop.example")
    assert one.cookies()[0]["attributes"] == "Path=/; HttpOnly"


def test_the_client_learns_from_answers() -> None:
    one = client("fastapi_jwt")
    send(one, "POST", "/login", JSON, LOGIN)
    first = one.held["refresh_token"]
    bearer = "Authorization: Bearer {access_token}"
    assert send(one, "GET", "/sessions", bearer, "")["status"] == 200
    assert len(one.held["id"]) == 64
    refresh = '{"refresh_token": "{refresh_token}"}'
    assert send(one, "POST", "/token/refresh", JSON, refresh)["status"] == 200
    assert one.held["used_refresh_token"] == first != one.held["refresh_token"]


def test_an_unknown_placeholder_stays_as_it_is() -> None:
    one = client("fastapi_jwt")
    exchange = send(one, "GET", "/me", "Authorization: Bearer {access_token}", "")
    assert "Authorization: Bearer {access_token}" in exchange["request"]
    assert exchange["status"] == 401


def test_an_id_is_that_of_another_session_if_there_is_one() -> None:
    one = client("fastapi_jwt")
    send(one, "POST", "/login", JSON, LOGIN)
    other = one.held["access_token"]
    send(one, "POST", "/login", JSON, LOGIN)
    bearer = "Authorization: Bearer {access_token}"
    send(one, "GET", "/sessions", bearer, "")
    assert send(one, "DELETE", "/sessions/{id}", bearer, "")["status"] == 204
    assert send(one, "GET", "/sessions", f"Authorization: Bearer {other}", "")
    assert send(one, "GET", "/sessions", bearer, "")["response_body"].count("id") == 1
