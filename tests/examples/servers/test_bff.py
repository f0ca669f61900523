"""A browser, a provider, a backend and an API, over real HTTP."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import httpx
import jwt
import pytest

from examples.auth.sessions import Session, hash_of
from examples.auth.store_protocol import entry_key
from examples.oauth.logout_token import EVENT
from examples.servers.oidc_settings import read_oidc_settings
from tests.examples.servers.running import PASSWORD, running_at, serving
from tests.examples.servers.three_servers import (
    HTTP,
    SECRET,
    Browser,
    Three,
    three_servers,
)
from tests.examples.servers.users import assert_problem
from tests.redis_servers import ReservedPort


@pytest.fixture(scope="module")
def started() -> Iterator[Three]:
    with three_servers() as made:
        yield made


@pytest.fixture
def three(started: Three) -> Three:
    return started


@pytest.fixture
def browser() -> Browser:
    return Browser()


def session_of(three: Three, browser: Browser) -> Session:
    jar = browser.jars[urlsplit(three.settings.client_url).netloc]
    session = three.backend.gate.sessions.peek(hash_of(jar["__Host-session"]))
    assert session is not None
    return session


def tokens_of(three: Three, browser: Browser) -> dict[str, str]:
    handle = session_of(three, browser).handle
    text = three.store.get(entry_key("tokens", handle))
    assert text is not None
    found: dict[str, str] = json.loads(text)
    return found


def callback(three: Three, browser: Browser, query: dict[str, str]) -> httpx.Response:
    url = f"{three.settings.client_url}/callback"
    return browser.ask("GET", url, params=query)


def alive(three: Three, browser: Browser) -> bool:
    return three.get(browser, "/me").status_code == 200


def test_the_browser_calls_the_api_and_never_sees_a_token(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    first = tokens_of(three, browser)
    answer = three.get(browser, "/api/orders")
    assert answer.json() == {"user": "alice", "client": "shop", "orders": [1, 2]}
    three.clock.advance(minutes=5)
    assert three.get(browser, "/api/orders").status_code == 200
    second = tokens_of(three, browser)
    assert first["refresh"] != second["refresh"]
    login = three.backend.logins.find(session_of(three, browser).handle)
    for token in (*first.values(), *second.values(), login.id_token):
        if isinstance(token, str) and token:
            assert token not in " ".join(browser.seen)


def test_the_cookies(three: Three, browser: Browser) -> None:
    answer = three.get(browser, "/login")
    assert answer.headers["set-cookie"].endswith(
        "; Path=/; Secure; HttpOnly; SameSite=Lax"
    )
    form = browser.follow(answer)
    three.give_password(browser, form)
    made = next(one for one in browser.seen if "/callback?" in one.split()[0])
    assert "__Host-session=" in made
    assert "Path=/; Secure; HttpOnly; SameSite=Strict" in made
    assert "__Host-login=; " in made


def test_a_path_that_is_not_in_the_list_is_not_passed_on(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    for path in ("/api/token", "/api/../token", "/api/orders/1", "/api/%2e%2e/x"):
        assert_problem(three.get(browser, path), 404)


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil"])
def test_a_log_in_does_not_send_the_user_to_another_site(
    three: Three, browser: Browser, then: str
) -> None:
    form = browser.follow(
        browser.ask("GET", three.settings.client_url + "/login", params={"then": then})
    )
    end = three.give_password(browser, form)
    assert str(end.url) == f"{three.settings.client_url}/"


def test_a_log_in_returns_to_the_page_where_it_began(
    three: Three, browser: Browser
) -> None:
    form = browser.follow(three.get(browser, "/login?then=/signed-out"))
    end = three.give_password(browser, form)
    assert end.json() == {"page": "/signed-out"}


def test_another_browser_cannot_finish_a_log_in(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    answer, victim = three.code(browser), Browser()
    assert_problem(callback(three, victim, answer), 400)
    three.get(victim, "/login")  # now it has a log-in of its own
    assert_problem(callback(three, victim, answer), 400)
    assert "__Host-session" not in str(victim.jars)


def test_a_log_in_is_finished_once(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    answer = three.code(browser)
    assert callback(three, browser, answer).status_code == 303
    assert_problem(callback(three, browser, answer), 400)


def test_a_code_of_another_log_in_is_refused(three: Three, browser: Browser) -> None:
    """PKCE stops the injection of a stolen code (RFC 9700 §4.5)."""
    victim = Browser()
    three.log_in(victim)
    three.log_in(browser, "bob")
    stolen, own = three.code(victim), three.code(browser)
    answer = callback(three, browser, own | {"code": stolen["code"]})
    assert_problem(answer, 400)
    assert "refuses the code" in answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [{"iss": "https://evil.example"}, {"iss": None}, {"state": "x"}, {"state": None},
     {"code": None}, {"code": None, "error": "access_denied"}, {"code": "invented"}],
)  # fmt: skip
def test_a_changed_answer_is_refused(
    three: Three, browser: Browser, change: dict[str, str | None]
) -> None:
    three.log_in(browser)
    changed = {**three.code(browser), **change}
    query = {name: value for name, value in changed.items() if value is not None}
    assert_problem(callback(three, browser, query), 400)


def test_a_new_log_in_replaces_the_session_and_its_tokens(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    before = session_of(three, browser)
    refresh = tokens_of(three, browser)["refresh"]
    three.clock.advance(seconds=10)
    browser.follow(three.get(browser, "/login"))  # the provider knows the user
    assert session_of(three, browser).handle != before.handle
    assert three.backend.gate.sessions.peek(before.handle) is None
    assert not refreshes(three, refresh)


def refreshes(three: Three, token: str) -> bool:
    body = {"grant_type": "refresh_token", "refresh_token": token}
    return ask_token(three, body).status_code == 200


def ask_token(
    three: Three, body: dict[str, str], secret: str = SECRET
) -> httpx.Response:
    url = f"{three.settings.issuer}/token"
    return HTTP.post(url, data=body, auth=("shop", secret))


def test_log_out_ends_both(three: Three, browser: Browser) -> None:
    csrf = three.log_in(browser)
    refresh = tokens_of(three, browser)["refresh"]
    answer = three.change(browser, "/logout", csrf)
    assert not alive(three, browser)
    assert not refreshes(three, refresh)
    end = browser.follow(browser.ask("GET", answer.json()["continue_at"]))
    assert end.json() == {"page": "/signed-out"}
    form = browser.follow(three.get(browser, "/login"))
    assert "name=password" in form.text


def test_log_out_needs_the_csrf_token(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    assert_problem(three.change(browser, "/logout", "wrong"), 403)
    assert alive(three, browser)


def test_a_log_out_at_the_provider_ends_the_session_here(
    three: Three, browser: Browser
) -> None:
    other = Browser()
    three.log_in(browser)
    three.log_in(other)
    hint = three.backend.logins.find(session_of(three, browser).handle).id_token
    url = f"{three.settings.issuer}/end-session"
    answer = browser.ask("GET", url, params={"id_token_hint": hint})
    assert "You are logged out." in answer.text
    assert not alive(three, browser)
    assert alive(three, other)


def logout_token(three: Three, typ: str = "logout+jwt", **changes: Any) -> str:  # noqa: ANN401
    now, key = int(three.clock()), three.provider.tokens.keys.current()
    claims = {"iss": three.settings.issuer, "aud": "shop", "iat": now, "exp": now + 120,
              "jti": str(changes), "events": {EVENT: {}}} | changes  # fmt: skip
    headers = {"typ": typ, "kid": key.kid}
    return jwt.encode(claims, key.private, key.algorithm, headers)


def tell(three: Three, token: str) -> httpx.Response:
    url = f"{three.settings.client_url}/backchannel-logout"
    return HTTP.post(url, data={"logout_token": token})


def test_the_provider_ends_all_sessions_of_a_user(three: Three) -> None:
    first, second, bob = Browser(), Browser(), Browser()
    for one, user in ((first, "alice"), (second, "alice"), (bob, "bob")):
        three.log_in(one, user)
    token = logout_token(three, sub="alice")
    assert tell(three, token).status_code == 200
    assert [alive(three, one) for one in (first, second, bob)] == [False, False, True]
    assert_problem(tell(three, token), 400)  # once


def test_a_logout_token_of_another_user_ends_nothing(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    sid = three.backend.logins.find(session_of(three, browser).handle).sid
    assert tell(three, logout_token(three, sub="bob", sid=sid)).status_code == 200
    assert alive(three, browser)
    assert tell(three, logout_token(three, sub="alice", sid=sid)).status_code == 200
    assert not alive(three, browser)


def test_an_id_token_is_no_logout_token(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    login = three.backend.logins.find(session_of(three, browser).handle)
    for token in (login.id_token, logout_token(three, "JWT", sub="alice"), "", "a.b.c"):
        assert_problem(tell(three, token), 400)
    assert alive(three, browser)


def test_ending_other_sessions_needs_a_recent_log_in(
    three: Three, browser: Browser
) -> None:
    other = Browser()
    csrf = three.log_in(browser)
    three.log_in(other)
    handle = session_of(three, other).handle
    listed = three.get(browser, "/sessions").json()
    assert {one["id"] for one in listed} >= {handle}
    three.clock.advance(minutes=6)
    answer = three.change(browser, f"/sessions/{handle}", csrf, "DELETE")
    assert_problem(answer, 401)
    assert 'max_age="300"' in answer.headers["www-authenticate"]
    assert alive(three, other)
    csrf = three.log_in(browser, query="?fresh")  # the provider asks for the password
    answer = three.change(browser, f"/sessions/{handle}", csrf, "DELETE")
    assert answer.status_code == 204
    assert not alive(three, other)


def test_nobody_ends_the_sessions_of_others(three: Three, browser: Browser) -> None:
    other = Browser()
    csrf = three.log_in(browser)
    three.log_in(other, "bob")
    for handle in (session_of(three, other).handle, "unknown"):
        answer = three.change(browser, f"/sessions/{handle}", csrf, "DELETE")
        assert_problem(answer, 404)
    assert alive(three, other)


def test_a_refresh_token_that_the_provider_refuses_ends_the_session(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    assert refreshes(three, tokens_of(three, browser)["refresh"])  # a thief was first
    three.clock.advance(minutes=5)
    assert_problem(three.get(browser, "/api/orders"), 401)
    assert not alive(three, browser)


def test_an_access_token_that_the_api_refuses_ends_the_session(
    three: Three, browser: Browser
) -> None:
    three.log_in(browser)
    handle = session_of(three, browser).handle
    held = tokens_of(three, browser) | {"access": "a.b.c"}
    three.store.put(entry_key("tokens", handle), json.dumps(held), 60)
    assert_problem(three.get(browser, "/api/orders"), 401)
    assert not alive(three, browser)


def test_a_lost_store_logs_users_out(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    handle = session_of(three, browser).handle
    three.backend.logins.drop(handle)
    assert_problem(three.get(browser, "/me"), 401)
    three.backend.tokens.drop(handle)
    assert_problem(three.get(browser, "/api/orders"), 401)


def test_without_a_session(three: Three, browser: Browser) -> None:
    for path in ("/me", "/sessions", "/api/orders"):
        assert_problem(three.get(browser, path), 401)


def saying(body: dict[str, str]) -> WSGIApplication:
    def app(_: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return app


def test_without_a_provider(browser: Browser) -> None:
    nowhere = "http://127.0.0.1:1"
    change = lambda one: dataclasses.replace(one, issuer=nowhere)  # noqa: E731
    with three_servers(change) as three:
        answer = three.get(browser, "/login")
        assert_problem(answer, 503)
        assert answer.headers["retry-after"] == "2"


def test_a_provider_that_goes_away(browser: Browser) -> None:
    with three_servers() as three:
        three.log_in(browser)
        other = Browser()
        query = three.code(browser)
        csrf = three.log_in(other)
        client = three.backend.tokens.connection.client()
        gone = dataclasses.replace(
            client.provider,
            token_endpoint="http://127.0.0.1:1/token",
            revocation_endpoint="http://127.0.0.1:1/revoke",
        )
        connection = three.backend.tokens.connection
        connection._client = dataclasses.replace(client, provider=gone)
        assert_problem(callback(three, browser, query), 503)
        # A log-out works all the same.
        assert three.change(other, "/logout", csrf).status_code == 200
        assert not alive(three, other)


def test_a_provider_whose_answer_is_no_token_response(browser: Browser) -> None:
    with three_servers() as three, serving(saying({"token_type": "Bearer"})) as http:
        three.log_in(browser)
        query = three.code(browser)
        connection = three.backend.tokens.connection
        client = connection.client()
        gone = dataclasses.replace(client.provider, token_endpoint=str(http.base_url))
        connection._client = dataclasses.replace(client, provider=gone)
        assert_problem(callback(three, browser, query), 401)  # it has no ID token
        three.clock.advance(minutes=5)
        assert_problem(three.get(browser, "/api/orders"), 503)
        assert alive(three, browser)


def test_the_api_checks_the_scope(three: Three) -> None:
    tokens = three.provider.tokens
    url = f"{three.settings.api_url}/orders"
    good = {"client_id": "shop", "scope": "openid orders:read"}
    for claims, status in (
        (good, 200),
        (good | {"scope": "openid"}, 403),
        ({"client_id": "shop"}, 401),
    ):
        headers = {"Authorization": f"Bearer {tokens.issue('alice', **claims)}"}
        assert HTTP.get(url, headers=headers).status_code == status
    answer = HTTP.get(url)
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_wrong_discovery_document_is_refused(browser: Browser) -> None:
    with serving(saying({"issuer": "https://evil.example"})) as http:
        issuer = str(http.base_url).rstrip("/")
        change = lambda one: dataclasses.replace(one, issuer=issuer)  # noqa: E731
        with three_servers(change) as three:
            assert_problem(three.get(browser, "/login"), 400)


def test_the_api_is_unavailable(three: Three, browser: Browser) -> None:
    three.log_in(browser)
    api = three.backend.tokens.api
    before, api.base_url = api.base_url, httpx.URL("http://127.0.0.1:1")
    try:
        assert_problem(three.get(browser, "/api/orders"), 503)
    finally:
        api.base_url = before
    assert alive(three, browser)


def test_the_secret_must_be_given() -> None:
    with pytest.raises(ValueError, match="CLIENT_SECRET has 5 characters"):
        read_oidc_settings({"CLIENT_SECRET": "short"})
    settings = read_oidc_settings({"CLIENT_SECRET": SECRET, "ISSUER": "https://id/"})
    assert settings.issuer == "https://id"
    assert settings.client_url == "http://127.0.0.1:8102"
    assert SECRET not in repr(settings)


def test_as_its_users_start_them(tmp_path: Path, browser: Browser) -> None:
    """Start all three with nothing but the environment, on free ports."""
    with ExitStack() as stack:
        names = ("ISSUER", "CLIENT_URL", "API_URL")
        ports = [ReservedPort() for _ in names]
        urls = [f"http://127.0.0.1:{port.number}" for port in ports]
        environment = dict(zip(names, urls, strict=True)) | {"CLIENT_SECRET": SECRET}
        for name, port in zip(
            ("identity-provider", "bff", "resource-server"), ports, strict=True
        ):
            log = tmp_path / name
            stack.enter_context(running_at(port, name, log, environment))
        form = browser.follow(browser.ask("GET", f"{urls[1]}/login"))
        action = form.text.partition("action='")[2].partition("'")[0]
        data = {"username": "alice", "password": PASSWORD}
        there = urls[0] + action.replace("&amp;", "&")
        browser.follow(browser.ask("POST", there, data=data))
        answer = browser.ask("GET", f"{urls[1]}/api/orders")
        assert answer.json()["user"] == "alice"


def test_what_the_provider_is_asked_for(three: Three, browser: Browser) -> None:
    there = three.get(browser, "/login").headers["location"]
    query = parse_qs(urlsplit(there).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["scope"] == ["openid orders:read"]
    assert {len(query[name][0]) for name in ("state", "nonce", "code_challenge")} == {
        43
    }
