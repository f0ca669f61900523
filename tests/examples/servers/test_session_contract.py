"""Check the session half of the contract on every server."""

import re
from collections.abc import Callable

import pytest

from tests.examples.servers.users import COOKIE, SessionUser, assert_problem

type New = Callable[..., SessionUser]

EVIL = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]


def test_log_in(new_session: New) -> None:
    answer = new_session().log_in()
    assert answer.json().keys() == {"user", "csrf_token"}
    assert answer.json()["user"] == "alice"
    pair, *attributes = answer.headers["set-cookie"].split("; ")
    assert re.fullmatch(rf"{COOKIE}=[^;]{{22,}}", pair)
    # Frameworks write them in orders of their own; it has no meaning.
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("user", ["alice", "mallory"])
def test_wrong_password(new_session: New, user: str) -> None:
    answer = new_session(user).post_login("wrong")
    assert_problem(answer, 401)
    assert answer.json()["detail"] == "The user name or the password is wrong."
    assert "set-cookie" not in answer.headers


def test_me(new_session: New) -> None:
    user = new_session("bob")
    for cookie in ("", f"{COOKIE}=", f"{COOKIE}=unknown", f"{COOKIE}=\u00e9"):
        user.cookie = cookie
        assert_problem(user.read("/me"), 401)
    user.log_in()
    assert user.read("/me").json()["user"] == "bob"


def test_a_log_in_takes_no_id_from_the_client(new_session: New) -> None:
    user = new_session()
    user.log_in(headers={"Cookie": f"{COOKIE}=chosen-by-the-attacker-0123456789"})
    assert "chosen" not in user.cookie
    before = new_session()
    before.log_in()
    user.log_in(headers={"Cookie": before.cookie})
    assert user.cookie != before.cookie
    assert (user.alive(), before.alive()) == (True, False)


def test_sessions_are_listed(new_session: New) -> None:
    one, other = new_session(), new_session()
    one.log_in()
    one.change("/logout-all")
    one.log_in()
    other.log_in()
    found = one.read("/sessions").json()
    assert sorted(entry["current"] for entry in found) == [False, True]
    for entry in found:
        assert entry.keys() == {"id", "created", "last_seen", "current"}
        assert entry["created"] <= entry["last_seen"]
        assert entry["id"] not in one.cookie + other.cookie
    ours = {e["id"] for e in found if e["current"]}
    assert ours == {e["id"] for e in other.read("/sessions").json() if not e["current"]}
    assert_problem(new_session().read("/sessions"), 401)


def test_end_one_session(new_session: New) -> None:
    here, there, bob = new_session(), new_session(), new_session("bob")
    for user in (here, there, bob):
        user.log_in()
    mine = [e["id"] for e in there.read("/sessions").json() if e["current"]]
    for user, handle in ((bob, mine[0]), (here, "unknown"), (here, "%2e%2e%22")):
        assert_problem(user.change(f"/sessions/{handle}", "DELETE"), 404)
    assert there.alive()
    answer = here.change(f"/sessions/{mine[0]}", "DELETE")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (here.alive(), there.alive()) == (True, False)
    assert_problem(here.change(f"/sessions/{mine[0]}", "DELETE"), 404)


def test_log_out_is_at_once(new_session: New) -> None:
    here, there = new_session(), new_session()
    here.log_in()
    there.log_in()
    answer = here.change("/logout")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (here.alive(), there.alive()) == (False, True)
    assert_problem(here.change("/logout"), 401)


def test_log_out_everywhere(new_session: New) -> None:
    here, there, bob = new_session(), new_session(), new_session("bob")
    for user in (here, there, bob):
        user.log_in()
    assert here.change("/logout-all").status_code == 204
    assert [user.alive() for user in (here, there, bob)] == [False, False, True]
    here.log_in()
    assert here.alive()


CHANGES = [("POST", "/logout"), ("POST", "/logout-all"), ("DELETE", "/sessions/x")]


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_change_needs_the_csrf_token(
    new_session: New, method: str, path: str
) -> None:
    user, other = new_session(), new_session()
    user.log_in()
    other.log_in()
    headers = {"Cookie": user.cookie}
    assert_problem(user.ask(method, path, headers=headers), 403)
    for token in ("", "0" * 64, other.csrf):
        assert_problem(user.change(path, method, **{"X-CSRF-Token": token}), 403)
    assert user.alive()


@pytest.mark.parametrize("headers", EVIL)
def test_another_origin_changes_nothing(
    new_session: New, headers: dict[str, str]
) -> None:
    user = new_session()
    assert_problem(user.post_login(headers=headers), 403)
    user.log_in()
    for method, path in CHANGES:
        assert_problem(user.change(path, method, **headers), 403)
    assert user.alive()


def test_a_log_in_makes_a_new_csrf_token(new_session: New) -> None:
    user = new_session()
    user.log_in()
    old = user.csrf
    user.log_in(headers={"Cookie": user.cookie})
    assert_problem(user.change("/logout", **{"X-CSRF-Token": old}), 403)
    assert user.change("/logout").status_code == 204
