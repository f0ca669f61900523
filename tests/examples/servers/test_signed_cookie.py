"""A copied cookie, sent again over real HTTP after its user has logged out."""

from collections.abc import Callable

import httpx
import pytest
from flask import Flask

from examples.servers import signed_cookie_replay, signed_cookie_versions
from tests.examples.servers.running import PASSWORD, serving
from tests.examples.servers.users import COOKIE, SessionUser, assert_problem

type MakeApp = Callable[[], Flask]

BOTH = [signed_cookie_replay.make_app, signed_cookie_versions.make_app]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)


def logged_in(http: httpx.Client, name: str = "alice") -> SessionUser:
    user = SessionUser(http, "", name)
    answer = user.post_login()
    assert answer.json() == {"user": name}
    user.cookie, _, attributes = answer.headers["set-cookie"].partition("; ")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == set(
        attributes.split("; ")
    )
    return user


def log_out(user: SessionUser) -> None:
    answer = user.change("/logout")
    assert answer.status_code == 204
    # As the browser is told: its own copy is gone.
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=; Expires=Thu, 01 Jan")


def test_a_copied_cookie_outlives_the_log_out() -> None:
    with serving(signed_cookie_replay.make_app()) as http:
        user = logged_in(http)
        log_out(user)
        assert user.read("/me").json() == {"user": "alice"}


def test_with_a_version_it_does_not() -> None:
    with serving(signed_cookie_versions.make_app()) as http:
        here, there, bob = logged_in(http), logged_in(http), logged_in(http, "bob")
        log_out(here)
        for user in (here, there):
            assert_problem(user.read("/me"), 401)
            assert_problem(user.change("/logout"), 401)
        assert bob.alive()
        again = logged_in(http)
        assert (again.alive(), here.alive()) == (True, False)


@pytest.mark.parametrize("make_app", BOTH)
def test_what_no_cookie_or_another_site_gets(make_app: MakeApp) -> None:
    with serving(make_app()) as http:
        user = SessionUser(http, "")
        assert_problem(user.post_login("wrong"), 401)
        evil = {"Origin": "https://evil.example"}
        assert_problem(user.post_login(headers=evil), 403)
        assert_problem(user.read("/me"), 401)
        user = logged_in(http)
        assert_problem(user.change("/logout", **evil), 403)
        user.cookie = user.cookie[:-8] + "AAAAAAAA"
        assert_problem(user.read("/me"), 401)
