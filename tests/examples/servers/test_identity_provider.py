"""Attack the identity provider over real HTTP, and its state directly."""

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
import pytest

from examples.oauth.sign_in import challenge_of
from examples.servers.identity_clients import Client
from tests.examples.servers.three_servers import (
    HTTP,
    SECRET,
    Browser,
    Three,
    three_servers,
)

VERIFIER = "v" * 43


@pytest.fixture(scope="module")
def three() -> Iterator[Three]:
    with three_servers() as made:
        yield made


@pytest.fixture(scope="module")
def known(three: Three) -> Browser:
    """Return a browser that the provider knows as alice."""
    browser = Browser()
    three.log_in(browser)
    return browser


def request(three: Three, **changes: str | None) -> str:
    usual: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "shop",
        "redirect_uri": f"{three.settings.client_url}/callback",
        "scope": "openid orders:read admin",
        "state": "s",
        "nonce": "n",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    query = {**usual, **changes}
    given = {name: value for name, value in query.items() if value is not None}
    return f"{three.settings.issuer}/authorize?{urlencode(given)}"


def new_code(three: Three, browser: Browser) -> str:
    there = browser.ask("GET", request(three)).headers["location"]
    return parse_qs(urlsplit(there).query)["code"][0]


def redeem(
    three: Three, code: str, secret: str = SECRET, **more: str
) -> httpx.Response:
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{three.settings.client_url}/callback",
        "code_verifier": VERIFIER,
    } | more
    return HTTP.post(f"{three.settings.issuer}/token", data=body, auth=("shop", secret))


def refresh(three: Three, token: str, **more: str) -> httpx.Response:
    body = {"grant_type": "refresh_token", "refresh_token": token} | more
    return HTTP.post(f"{three.settings.issuer}/token", data=body, auth=("shop", SECRET))


def test_tokens(three: Three, known: Browser) -> None:
    answer = redeem(three, new_code(three, known))
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body["scope"] == "openid orders:read"  # `admin` was never on offer
    header = jwt.get_unverified_header(body["access_token"])
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    access = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert access["client_id"] == "shop"
    assert access["exp"] - access["iat"] == body["expires_in"] == 300
    identity = jwt.decode(body["id_token"], options={"verify_signature": False})
    assert identity["nonce"] == "n"
    assert identity["aud"] == "shop"
    assert identity["sid"] == access["sid"]


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"nonce": None},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": None},
        {"client_id": "unknown"},
        {"client_id": None},
        {"response_type": "token"},
        {"response_type": "code id_token"},
    ],
)
def test_a_request_that_is_refused(
    three: Three, known: Browser, changes: dict[str, str | None]
) -> None:
    answer = known.ask("GET", request(three, **changes))
    assert "code=" not in answer.headers.get("location", "")
    assert answer.status_code == 400 or "error=" in answer.headers["location"]
    evil = answer.headers.get("location", "").startswith("https://evil")
    assert not evil


def test_the_answer_names_the_provider(three: Three, known: Browser) -> None:
    there = known.ask("GET", request(three)).headers["location"]
    assert parse_qs(urlsplit(there).query)["iss"] == [three.settings.issuer]


@pytest.mark.parametrize(
    "more",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "https://evil.example"},
        {"secret": "x" * 32},
    ],
)
def test_a_code_works_for_its_own_request_only_and_once(
    three: Three, known: Browser, more: dict[str, str]
) -> None:
    code = new_code(three, known)
    assert redeem(three, code, **more).status_code in {400, 401}
    if "secret" not in more:  # a wrong attempt has used it up
        assert redeem(three, code).status_code == 400


def test_a_code_that_is_used_twice_ends_what_it_gave(
    three: Three, known: Browser
) -> None:
    code = new_code(three, known)
    first = redeem(three, code).json()["refresh_token"]
    assert redeem(three, code).json()["error"] == "invalid_grant"
    assert refresh(three, first).json()["error"] == "invalid_grant"


def test_of_many_requests_with_one_code_one_succeeds(
    three: Three, known: Browser
) -> None:
    for _ in range(3):
        code = new_code(three, known)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, c=code: redeem(three, c), range(8)))
        assert sorted(one.status_code for one in answers) == [200, *[400] * 7]


def test_a_code_lasts_a_minute(three: Three, known: Browser) -> None:
    code = new_code(three, known)
    three.clock.advance(seconds=60)
    assert redeem(three, code).status_code == 400


def test_the_password_grant_is_refused(three: Three) -> None:
    answer = redeem(three, "", grant_type="password", username="alice", password="x")
    assert answer.json()["error"] == "unsupported_grant_type"


def test_a_client_must_authenticate_by_basic(three: Three, known: Browser) -> None:
    body = {
        "grant_type": "authorization_code",
        "code": new_code(three, known),
        "redirect_uri": f"{three.settings.client_url}/callback",
        "code_verifier": VERIFIER,
        "client_id": "shop",
    }
    url = f"{three.settings.issuer}/token"
    assert HTTP.post(url, data=body).status_code == 401
    assert HTTP.post(url, data=body | {"client_secret": SECRET}).status_code == 401


def test_refresh_tokens_are_used_once(three: Three, known: Browser) -> None:
    first = redeem(three, new_code(three, known)).json()["refresh_token"]
    second = refresh(three, first).json()["refresh_token"]
    assert refresh(three, first).json()["error"] == "invalid_grant"
    assert refresh(three, second).json()["error"] == "invalid_grant"
    assert refresh(three, "invented.token").json()["error"] == "invalid_grant"


def test_a_refresh_never_widens_the_scope(three: Three, known: Browser) -> None:
    token = redeem(three, new_code(three, known)).json()["refresh_token"]
    answer = refresh(three, token, scope="openid").json()
    assert answer["scope"] == "openid"
    wider = refresh(three, answer["refresh_token"], scope="openid admin")
    assert wider.json()["error"] == "invalid_scope"


def test_a_code_or_token_of_another_client_is_refused(
    three: Three, known: Browser
) -> None:
    state = three.provider.state
    wiki = dataclasses.replace(state.clients["shop"], client_id="wiki")
    assert state.use_code(new_code(three, known), wiki) is None
    token = redeem(three, new_code(three, known)).json()["refresh_token"]
    assert state.rotate(token, wiki) is None
    assert refresh(three, token).status_code == 200


def test_revocation(three: Three, known: Browser) -> None:
    token = redeem(three, new_code(three, known)).json()["refresh_token"]
    url = f"{three.settings.issuer}/revoke"
    assert HTTP.post(url, data={"token": token}).status_code == 401
    for one in (token, token, "unknown"):
        answer = HTTP.post(url, data={"token": one}, auth=("shop", SECRET))
        assert answer.status_code == 200
    assert refresh(three, token).status_code == 400


def test_wrong_passwords(three: Three) -> None:
    browser = Browser()
    query = urlsplit(request(three, state="'><script>")).query
    form = browser.ask("GET", f"{three.settings.issuer}/authorize?{query}")
    assert "<script>" not in form.text
    assert form.headers["content-security-policy"].startswith("default-src 'none'")
    url = f"{three.settings.issuer}/login?{query}"
    texts = set()
    for _ in range(12):
        data = {"username": "bob", "password": "wrong"}
        texts.add(browser.ask("POST", url, data=data).text.partition("</p>")[0])
    assert len(texts) == 2  # wrong, and then too many
    assert browser.jars[urlsplit(url).netloc] == {}


def test_another_site_cannot_log_a_user_in(three: Three) -> None:
    url = f"{three.settings.issuer}/login?{urlsplit(request(three)).query}"
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert HTTP.post(url, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ({"prompt": "login"}, True),
        ({"max_age": "0"}, True),
        ({"max_age": "9999"}, False),
        ({"max_age": "x"}, False),
        ({"max_age": "9" * 5000}, False),
    ],
)
def test_when_the_password_is_asked_for_again(
    three: Three, query: dict[str, str], asks: bool
) -> None:
    browser = Browser()
    three.log_in(browser)
    three.clock.advance(minutes=1)
    answer = browser.ask("GET", request(three, **query))
    assert ("name=password" in answer.text) is asks
    if asks:
        url = f"{three.settings.client_url}/callback"
        assert str(three.give_password(browser, answer).url).startswith(url)


def test_without_a_log_in_prompt_none_is_an_error(three: Three) -> None:
    there = Browser().ask("GET", request(three, prompt="none")).headers["location"]
    assert parse_qs(urlsplit(there).query)["error"] == ["login_required"]


def test_another_site_cannot_log_a_user_out(three: Three, known: Browser) -> None:
    url = f"{three.settings.issuer}/end-session"
    for query in ({}, {"id_token_hint": "a.b.c"}, {"client_id": "shop"}):
        answer = known.ask("GET", url, params=query)
        assert "set-cookie" not in answer.headers
    assert "name=password" not in known.ask("GET", request(three)).text


def test_a_log_out_sends_nobody_to_an_address_that_is_not_registered(
    three: Three,
) -> None:
    browser = Browser()
    three.log_in(browser)
    token = redeem(three, new_code(three, browser)).json()
    query = {
        "id_token_hint": token["id_token"],
        "post_logout_redirect_uri": "https://evil.example",
    }
    url = f"{three.settings.issuer}/end-session"
    answer = browser.ask("GET", url, params=query)
    assert "location" not in answer.headers
    assert refresh(three, token["refresh_token"]).status_code == 400
    # A session that has ended already ends no second time, and nothing fails.
    assert browser.ask("GET", url, params=query).status_code == 200


def test_a_client_that_is_away_does_not_stop_the_log_out() -> None:
    with three_servers() as three:
        clients, browser = three.provider.state.clients, Browser()
        for uri in ("http://127.0.0.1:1/", ""):
            clients["shop"] = dataclasses.replace(clients["shop"], logout_uri=uri)
            three.log_in(browser)
            token = redeem(three, new_code(three, browser)).json()["id_token"]
            url = f"{three.settings.issuer}/end-session"
            answer = browser.ask("GET", url, params={"id_token_hint": token})
            assert "You are logged out." in answer.text
            browser = Browser()


def test_the_secret_is_not_shown(three: Three) -> None:
    client = three.provider.state.clients["shop"]
    assert isinstance(client, Client)
    assert "secret" not in repr(client)
    assert SECRET.encode() != client.secret
