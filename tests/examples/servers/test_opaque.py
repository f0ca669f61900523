"""Opaque tokens over real HTTP: looked up, ended at once, and introspected."""

from collections.abc import Iterator

import httpx
import pytest

from examples.auth.refresh import RefreshTokens
from examples.auth.sessions import Sessions
from examples.servers.opaque import make_app
from examples.servers.wiring import Dependencies, make_dependencies
from tests.examples.servers.running import PASSWORD, serving
from tests.examples.servers.users import assert_problem


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Dependencies:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    return make_dependencies()


@pytest.fixture
def http(parts: Dependencies) -> Iterator[httpx.Client]:
    with serving(make_app(parts, "key-1")) as client:
        yield client


def log_in(
    http: httpx.Client, user: str = "alice", password: str = PASSWORD
) -> httpx.Response:
    return http.post("/login", json={"username": user, "password": password})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def token_of(http: httpx.Client, user: str = "alice") -> str:
    issued = log_in(http, user).json()
    assert (issued["token_type"], issued["expires_in"]) == ("Bearer", 28800)
    return str(issued["access_token"])


def status(http: httpx.Client, token: str) -> int:
    return http.get("/me", headers=bearer(token)).status_code


def test_a_log_out_ends_the_token_at_once(http: httpx.Client) -> None:
    here, there = token_of(http), token_of(http)
    assert http.get("/me", headers=bearer(here)).json() == {"user": "alice"}
    assert http.post("/logout", headers=bearer(here)).status_code == 204
    refused = http.get("/me", headers=bearer(here))
    assert_problem(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert status(http, there) == 200


def test_log_out_everywhere_ends_every_kind(
    http: httpx.Client, parts: Dependencies
) -> None:
    here, there, bob = token_of(http), token_of(http), token_of(http, "bob")
    session_id = Sessions(parts.store).start("alice")
    RefreshTokens(parts.store).start("alice")
    assert http.post("/logout-all", headers=bearer(here)).status_code == 204
    assert [status(http, one) for one in (here, there, bob)] == [401, 401, 200]
    assert Sessions(parts.store).list_all("alice") == []
    assert RefreshTokens(parts.store).families.list_all("alice") == []
    assert session_id not in {here, there}


def test_a_session_id_is_no_token(http: httpx.Client, parts: Dependencies) -> None:
    assert status(http, Sessions(parts.store).start("alice")) == 401


def test_a_wrong_password_and_no_token(http: httpx.Client) -> None:
    refused = log_in(http, password="wrong")
    assert_problem(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert_problem(http.get("/me"), 401)
    assert_problem(http.post("/logout"), 401)
    assert_problem(http.post("/login", json={"username": "alice"}), 422)


def ask(http: httpx.Client, token: str, key: str = "key-1") -> httpx.Response:
    return http.post("/introspect", data={"token": token}, headers=bearer(key))


def test_a_service_introspects_until_the_token_ends(http: httpx.Client) -> None:
    token = token_of(http)
    found = ask(http, token).json()
    assert (found["active"], found["sub"]) == (True, "alice")
    assert isinstance(found["exp"], int)
    http.post("/logout", headers=bearer(token))
    assert ask(http, token).json() == {"active": False}
    assert ask(http, "never-issued").json() == {"active": False}
    assert http.post("/introspect", headers=bearer("key-1")).json() == {"active": False}


def test_only_a_service_with_the_key_may_introspect(http: httpx.Client) -> None:
    token = token_of(http)
    assert_problem(ask(http, token, key="key-2"), 401)
    # The token itself is no key.
    assert_problem(ask(http, token, key=token), 401)
    assert_problem(http.post("/introspect", data={"token": token}), 401)


def test_the_key_comes_from_the_environment_or_nobody_has_one(
    parts: Dependencies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTROSPECTION_KEY", raising=False)
    assert len(make_app(parts).config["INTROSPECTION_KEY"]) == 43
    monkeypatch.setenv("INTROSPECTION_KEY", "of the environment")
    assert make_app().config["INTROSPECTION_KEY"] == "of the environment"
