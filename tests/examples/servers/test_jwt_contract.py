"""Check the JWT half of the contract on every server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from tests.examples.servers.users import JwtUser, assert_problem

type New = Callable[..., JwtUser]


@pytest.fixture
def at_once(jwt_target: str) -> bool:
    """Return whether a log-out ends access tokens too."""
    return "hybrid" in jwt_target


def test_log_in(new_jwt: New) -> None:
    answer = new_jwt().log_in()
    body = answer.json()
    assert body.keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert answer.headers["cache-control"] == "no-store"


def test_anyone_can_verify_by_the_jwks(new_jwt: New) -> None:
    user = new_jwt()
    user.log_in()
    answer = user.ask("GET", "/.well-known/jwks.json")
    keys = {key["kid"]: key for key in answer.json()["keys"]}
    assert not [key for key in keys.values() if key.keys() & {"d", "p", "q", "k"}]
    header = jwt.get_unverified_header(user.access)
    assert header["typ"] == "at+jwt"
    key = jwt.PyJWK(keys[header["kid"]])
    assert header["alg"] == key.algorithm_name == "EdDSA"
    api, issuer = "https://api.example", "https://auth.example"
    claims = jwt.decode(user.access, key, ["EdDSA"], audience=api, issuer=issuer)
    assert {"iss", "aud", "sub", "exp", "iat", "jti"} <= claims.keys()
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("alice", 900)


@pytest.mark.parametrize("user", ["alice", "mallory"])
def test_wrong_password(new_jwt: New, user: str) -> None:
    answer = new_jwt(user).post_login("wrong")
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["detail"] == "The user name or the password is wrong."


def test_me(new_jwt: New) -> None:
    user = new_jwt("bob")
    user.log_in()
    assert user.call("GET", "/me").json()["user"] == "bob"
    refused = [
        [],
        [""],
        ["Bearer"],
        [f"Basic {user.access}"],
        [f"Bearer {user.access[:-8]}AAAAAAAA"],
        [f"Bearer {user.refresh_token}"],
        ["Bearer \u00e9"],
        [f"Bearer {user.access}"] * 2,
    ]
    for values in refused:
        headers = [(b"Authorization", value.encode("latin-1")) for value in values]
        answer = user.ask("GET", "/me", headers=headers)
        assert_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"


def test_refresh_rotates(new_jwt: New) -> None:
    user = new_jwt()
    user.log_in()
    first_access, first = user.access, user.refresh_token
    answer = user.refresh()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["token_type"] == "Bearer"
    assert (user.access != first_access, user.refresh_token != first) == (True, True)
    assert user.call("GET", "/me").status_code == 200
    user.refresh()


def test_a_used_refresh_token_ends_its_family(new_jwt: New, at_once: bool) -> None:
    user, other = new_jwt(), new_jwt()
    user.log_in()
    other.log_in()
    used = user.refresh_token
    user.refresh()
    answer = user.post_refresh(used)
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    assert_problem(user.post_refresh(user.refresh_token), 401)
    assert user.call("GET", "/me").status_code == (401 if at_once else 200)
    other.refresh()


@pytest.mark.parametrize("token", ["x", "a.b", "\u00e9", "x" * 1000])
def test_unknown_refresh_token(new_jwt: New, token: str) -> None:
    assert_problem(new_jwt().post_refresh(token), 401)


def test_an_access_token_is_no_refresh_token(new_jwt: New) -> None:
    user = new_jwt()
    user.log_in()
    assert_problem(user.post_refresh(user.access), 401)


def test_of_many_refreshes_at_once_one_wins_and_the_family_ends(new_jwt: New) -> None:
    user = new_jwt()
    user.log_in()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(user.post_refresh, [user.refresh_token] * 20))
    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    for answer in answers:
        if answer is not won[0]:
            assert_problem(answer, 401)
    assert_problem(user.post_refresh(won[0].json()["refresh_token"]), 401)


def test_families_are_listed(new_jwt: New) -> None:
    one, other = new_jwt(), new_jwt()
    one.log_in()
    one.call("POST", "/logout-all")
    one.log_in()
    other.log_in()
    one.refresh()
    found = one.call("GET", "/sessions").json()
    assert sorted(entry["current"] for entry in found) == [False, True]
    for entry in found:
        assert entry.keys() == {"id", "created", "last_seen", "current"}
        assert entry["created"] <= entry["last_seen"]
        assert entry["id"] not in one.refresh_token + other.refresh_token
    assert_problem(one.ask("GET", "/sessions"), 401)


def test_end_one_family(new_jwt: New, at_once: bool) -> None:
    here, there, bob = new_jwt(), new_jwt(), new_jwt("bob")
    for user in (here, there, bob):
        user.log_in()
    mine = [e["id"] for e in there.call("GET", "/sessions").json() if e["current"]]
    for user, handle in ((bob, mine[0]), (here, "unknown"), (here, "%2e%2e%22")):
        assert_problem(user.call("DELETE", f"/sessions/{handle}"), 404)
    there.refresh()
    answer = here.call("DELETE", f"/sessions/{mine[0]}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(there.post_refresh(there.refresh_token), 401)
    assert there.call("GET", "/me").status_code == (401 if at_once else 200)
    here.refresh()


@pytest.mark.parametrize("path", ["/logout", "/logout-all"])
def test_log_out(new_jwt: New, at_once: bool, path: str) -> None:
    here, there, bob = new_jwt(), new_jwt(), new_jwt("bob")
    for user in (here, there, bob):
        user.log_in()
    answer = here.call("POST", path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(here.post_refresh(here.refresh_token), 401)
    assert here.call("GET", "/me").status_code == (401 if at_once else 200)
    if path == "/logout":
        there.refresh()
    else:
        assert_problem(there.post_refresh(there.refresh_token), 401)
        assert there.call("GET", "/me").status_code == (401 if at_once else 200)
    bob.refresh()
    here.log_in()
    assert here.call("GET", "/me").status_code == 200
