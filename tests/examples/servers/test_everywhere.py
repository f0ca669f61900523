"""Log out everywhere, and many log-ins at once, on servers with both kinds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from examples.auth.throttle import Throttle
from examples.servers.registry import SERVERS
from tests.examples.servers.conftest import SHARED_STORES, Opener
from tests.examples.servers.users import JwtUser, SessionUser, assert_problem

HYBRIDS = [f"{name}/memory" for name in SERVERS if name.endswith("hybrid")]
PLAIN = [name for name in SERVERS if name.endswith("jwt")]


@pytest.fixture(params=[*HYBRIDS, *SHARED_STORES])
def http(request: pytest.FixtureRequest, open_client: Opener) -> httpx.Client:
    name, store = request.param.split("/")
    return open_client(name, store)


@pytest.mark.parametrize("half", ["web", "api"])
def test_log_out_everywhere_ends_both_halves(http: httpx.Client, half: str) -> None:
    pages = [SessionUser(http, "/web") for _ in range(2)]
    programs = [JwtUser(http, "/api") for _ in range(2)]
    others = SessionUser(http, "/web", "bob"), JwtUser(http, "/api", "bob")
    everyone: list[SessionUser | JwtUser] = [*pages, *programs, *others]
    for user in everyone:
        user.log_in()
    if half == "web":
        assert pages[0].change("/logout-all").status_code == 204
    else:
        assert programs[0].call("POST", "/logout-all").status_code == 204
    for page in pages:
        assert not page.alive()
        assert_problem(page.change("/logout-all"), 401)
    for program in programs:
        assert_problem(program.call("GET", "/me"), 401)
        assert_problem(program.post_refresh(program.refresh_token), 401)
    assert others[0].alive()
    others[1].refresh()
    pages[0].log_in()
    programs[0].log_in()
    assert pages[0].alive()
    assert programs[0].call("GET", "/me").status_code == 200


@pytest.mark.parametrize("plain", PLAIN)
def test_a_plain_jwt_server_leaves_access_tokens_until_they_expire(
    plain: str, open_client: Opener
) -> None:
    here, there = (JwtUser(open_client(plain, "memory"), "") for _ in range(2))
    here.log_in()
    there.log_in()
    assert here.call("POST", "/logout-all").status_code == 204
    for user in (here, there):
        assert_problem(user.post_refresh(user.refresh_token), 401)
        assert user.call("GET", "/me").status_code == 200


def test_many_log_ins_at_once(http: httpx.Client) -> None:
    pages = [SessionUser(http, "/web") for _ in range(20)]
    programs = [JwtUser(http, "/api") for _ in range(20)]
    everyone: list[SessionUser | JwtUser] = [*pages, *programs]
    # As many as one user may have under way at one address. More would wait for each
    # other, and on a busy machine longer than the throttle lets them wait.
    with ThreadPoolExecutor(Throttle.per_pair) as pool:
        list(pool.map(lambda user: user.log_in(), everyone))
    assert len({page.cookie for page in pages}) == 20
    first = pages[0]
    assert len({one["id"] for one in first.read("/sessions").json()}) >= 20
    assert first.change("/logout-all").status_code == 204


@pytest.mark.parametrize("half", ["/web", "/api"])
def test_of_many_guesses_at_once_ten_are_verified(
    http: httpx.Client, half: str
) -> None:
    stranger = f"stranger-{uuid4()}"
    with ThreadPoolExecutor(40) as pool:
        guesses = [SessionUser(http, half, stranger) for _ in range(40)]
        answers = pool.map(lambda one: one.post_login("wrong"), guesses)
        seen = Counter(answer.status_code for answer in answers)
    assert seen == {401: 10, 429: 30}
