"""A browser, a backend-for-frontend and a real JWT server, over real HTTP."""

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from examples.auth.clock import ManualClock
from examples.auth.sessions import hash_of
from examples.auth.store_protocol import Store, StoreUnavailableError, entry_key
from examples.servers.bff_tokens import BffTokens
from examples.servers.login_relay import make_app
from examples.servers.problems import ProblemError
from examples.servers.service_jwt import Pair
from examples.stores import redis as redis_module
from examples.stores.memory import MemoryStore
from examples.stores.redis import RedisStore, connect
from tests.examples.servers.running import running, serving
from tests.examples.servers.users import COOKIE, JwtUser, SessionUser, assert_problem
from tests.redis_servers import RedisServer
from tests.stalled_redis import debug_server, stalled


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running("fastapi-jwt", tmp_path_factory.mktemp("api") / "log") as client:
        yield client


@dataclass
class Backend:
    """A BFF whose clock a test moves, and what it asked of the API."""

    held: BffTokens
    clock: ManualClock
    asked: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def tokens_of(self, user: SessionUser) -> dict[str, str]:
        handle = hash_of(user.cookie.partition("=")[2])
        text = self.held.store.get(entry_key("tokens", handle))
        found: dict[str, str] = json.loads(text or "{}")
        return found

    def expire(self) -> None:
        self.clock.advance(minutes=15)


def backend_for(api: httpx.Client, store: Store) -> Backend:
    clock = ManualClock(time.time())
    own = httpx.Client(base_url=api.base_url, timeout=5)
    backend = Backend(BffTokens(store, own, clock), clock)
    own.event_hooks["request"].append(lambda one: backend.asked.append(one.url.path))
    return backend


@pytest.fixture
def backend(api: httpx.Client) -> Iterator[Backend]:
    made = backend_for(api, MemoryStore())
    with made.held.api:
        yield made


@pytest.fixture
def browser(backend: Backend) -> Iterator[SessionUser]:
    with serving(make_app(backend.held)) as http:
        keep = backend.answers
        http.event_hooks["response"].append(
            lambda one: keep.append(f"{one.headers} {one.read()!r}")
        )
        user = SessionUser(http, "")
        user.log_in()
        yield user


def test_the_browser_never_sees_a_token(browser: SessionUser, backend: Backend) -> None:
    assert browser.read("/api/me").json()["user"] == "alice"
    assert [one["current"] for one in browser.read("/api/sessions").json()] == [True]
    first = backend.tokens_of(browser)
    backend.expire()
    assert browser.read("/api/me").status_code == 200
    second = backend.tokens_of(browser)
    assert browser.cookie.startswith(f"{COOKIE}=")
    seen = " ".join(backend.answers)
    for tokens in (first, second):
        assert tokens["access"] not in seen
        assert tokens["refresh"] not in seen
    assert first["refresh"] != second["refresh"]


def test_addresses_that_give_tokens_are_not_passed_on(browser: SessionUser) -> None:
    for path in ("/api/login", "/api/token/refresh", "/api/%2e%2e/login", "/api/x"):
        assert_problem(browser.change(path), 404)


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_many_requests_make_one_refresh(
    api: httpx.Client, kind: str, redis_server: RedisServer
) -> None:
    redis = RedisStore(lambda: connect(redis_server.url))
    backend = backend_for(api, MemoryStore() if kind == "memory" else redis)
    # So slow an answer that all the others meet the refresh under way.
    backend.held.api.event_hooks["response"].append(
        lambda one: time.sleep(0.3 * one.url.path.endswith("/refresh"))
    )
    first, second = make_app(backend.held), make_app(backend.held)
    with serving(first) as here, serving(second) as there:
        user = SessionUser(here, "")
        user.log_in()
        other = SessionUser(there, "", cookie=user.cookie)
        backend.expire()
        with ThreadPoolExecutor(20) as pool:
            asking = [one.read for one in [user, other] * 10]
            answers = list(pool.map(lambda read: read("/api/me"), asking))
    assert {answer.status_code for answer in answers} == {200}
    assert backend.asked.count("/token/refresh") == 1
    backend.held.api.close()
    redis.close()


def test_a_lease_that_nobody_used_runs_out(
    browser: SessionUser, backend: Backend
) -> None:
    left = backend.tokens_of(browser) | {"expires": 0, "leased_until": backend.clock()}
    handle = hash_of(browser.cookie.partition("=")[2])
    backend.held.store.put(entry_key("tokens", handle), json.dumps(left), 60)
    assert browser.read("/api/me").status_code == 200


def test_a_lease_that_somebody_else_holds_is_not_waited_for_without_end(
    browser: SessionUser, backend: Backend
) -> None:
    left = backend.tokens_of(browser) | {
        "expires": 0,
        "leased_until": backend.clock() + 30,
    }
    handle = hash_of(browser.cookie.partition("=")[2])
    backend.held.store.put(entry_key("tokens", handle), json.dumps(left), 60)
    hasty = dataclasses.replace(backend.held, patience=0.2)
    with pytest.raises(ProblemError) as error:
        hasty.access_token(handle)
    assert error.value.status == 503


def test_two_leases_of_one_instant_differ(
    browser: SessionUser, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.expire()
    leases = []
    swap = backend.held.store.swap

    def note(key: str, old: str, new: str, ttl: float) -> bool:
        leases.append(new)
        return swap(key, old, new, ttl)

    monkeypatch.setattr(backend.held.store, "swap", note)
    monkeypatch.setattr(backend.held.api, "request", no_api)
    handle = hash_of(browser.cookie.partition("=")[2])
    for _ in range(2):
        with pytest.raises(ProblemError):
            backend.held.access_token(handle)
    assert len({*leases}) == 3  # two leases, and the tokens that were given back


def no_api(*_: object, **__: object) -> httpx.Response:
    raise httpx.ConnectError("There is no API.")


def test_new_tokens_are_stored_when_the_store_answers_again(
    api: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_module, "TIMEOUT", 0.2)
    with debug_server(tmp_path) as server, ExitStack() as stalls:
        store = RedisStore(lambda: connect(server.url))
        backend = backend_for(api, store)
        handle = "handle"
        pair = JwtUser(api, "").log_in().json()
        backend.held.keep(handle, pair)
        backend.expire()
        # Longer than the client waits, even with its repetition.
        backend.held.api.event_hooks["response"].append(
            lambda _: stalls.enter_context(stalled(server, 1))
        )
        first = backend.held.access_token(handle)
        assert backend.held.access_token(handle) == first != pair["access_token"]
        impatient = dataclasses.replace(backend.held, patience=0.1)
        backend.expire()
        with pytest.raises(StoreUnavailableError):
            impatient.access_token(handle)
        backend.held.api.close()
        store.close()


def test_a_change_needs_the_csrf_token(browser: SessionUser) -> None:
    for path in ("/api/logout-all", "/logout"):
        answer = browser.ask("POST", path, headers={"Cookie": browser.cookie})
        assert_problem(answer, 403)
        evil = {"Sec-Fetch-Site": "cross-site"}
        assert_problem(browser.change(path, **evil), 403)
    assert_problem(browser.post_login(headers={"Origin": "https://evil.example"}), 403)
    assert browser.read("/api/me").status_code == 200
    assert browser.change("/api/logout-all").status_code == 204


def test_log_out_ends_both(
    browser: SessionUser, backend: Backend, api: httpx.Client
) -> None:
    tokens = backend.tokens_of(browser)
    assert browser.change("/logout").status_code == 204
    assert_problem(browser.read("/api/me"), 401)
    assert backend.tokens_of(browser) == {}
    assert_problem(JwtUser(api, "").post_refresh(tokens["refresh"]), 401)


def test_a_log_in_ends_the_one_before(
    browser: SessionUser, backend: Backend, api: httpx.Client
) -> None:
    before, tokens = browser.cookie, backend.tokens_of(browser)
    browser.log_in(headers={"Cookie": before})
    assert browser.cookie != before
    assert_problem(JwtUser(api, "").post_refresh(tokens["refresh"]), 401)
    assert browser.read("/api/me").status_code == 200


def test_refusals_of_a_log_in_are_passed_on(browser: SessionUser) -> None:
    assert_problem(browser.post_login("wrong"), 401)
    stranger = SessionUser(browser.http, "", "somebody")
    while (answer := stranger.post_login("wrong")).status_code == 401:
        pass
    assert_problem(answer, 429)
    assert int(answer.headers["retry-after"]) > 0


PROXY = frozenset({"127.0.0.1"})
ATTACKER, VICTIM = ({"X-Forwarded-For": f"192.0.2.{number}"} for number in (1, 2))


def test_a_guesser_is_throttled_and_the_other_addresses_are_not(tmp_path: Path) -> None:
    trusting = running("fastapi-jwt", tmp_path / "log", TRUSTED_PROXIES="127.0.0.1")
    with trusting as api:
        backend = backend_for(api, MemoryStore())
        with backend.held.api, serving(make_app(backend.held, PROXY)) as http:
            user = SessionUser(http, "")
            with ThreadPoolExecutor(40) as pool:
                answers = pool.map(
                    lambda _: user.post_login("wrong", ATTACKER).status_code, range(40)
                )
            assert Counter(answers) == {401: 10, 429: 30}
            assert backend.asked.count("/login") == 10
            assert_problem(user.post_login(headers=ATTACKER), 429)
            user.log_in(headers=VICTIM)
            assert user.read("/api/me").status_code == 200
            # Nor does the API lock out the BFF, when another BFF has none of this.
            fresh = BffTokens(MemoryStore(), backend.held.api, backend.clock)
        with backend_for(api, MemoryStore()).held.api as own:
            held = dataclasses.replace(fresh, api=own)
            with serving(make_app(held, PROXY)) as http:
                user = SessionUser(http, "")
                assert_problem(user.post_login("wrong", ATTACKER), 429)
                user.log_in(headers=VICTIM)


def test_the_api_is_told_the_one_address_that_the_bff_believes(
    api: httpx.Client,
) -> None:
    told: list[list[str]] = []
    backend = backend_for(api, MemoryStore())
    backend.held.api.event_hooks["request"].append(
        lambda one: told.append(one.headers.get_list("X-Forwarded-For"))
    )
    with backend.held.api, serving(make_app(backend.held)) as http:
        user = SessionUser(http, "")
        user.log_in(headers=VICTIM)
        headers = VICTIM | {"Cookie": user.cookie}
        assert user.ask("GET", "/api/me", headers=headers).status_code == 200
    assert told == [["127.0.0.1"]] * 2


def test_many_log_ins_at_once(backend: Backend) -> None:
    with serving(make_app(backend.held)) as http:
        users = [SessionUser(http, "") for _ in range(20)]
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda user: user.log_in(), users))
            answers = list(pool.map(lambda user: user.read("/api/me"), users))
    assert {answer.status_code for answer in answers} == {200}
    assert len({backend.tokens_of(user)["refresh"] for user in users}) == 20


def test_log_out_everywhere_ends_every_browser_at_once(
    browser: SessionUser, backend: Backend, api: httpx.Client
) -> None:
    others = [SessionUser(browser.http, "") for _ in range(2)]
    bob, program = SessionUser(browser.http, "", "bob"), JwtUser(api, "")
    program.log_in()
    for user in (*others, bob):
        user.log_in()
    refresh = [backend.tokens_of(user)["refresh"] for user in (browser, *others)]
    assert browser.change("/api/logout-all").status_code == 204
    for user in (browser, *others):
        assert_problem(user.read("/api/me"), 401)
        assert backend.tokens_of(user) == {}
    for token in (*refresh, program.refresh_token):
        assert_problem(program.post_refresh(token), 401)
    assert bob.read("/api/me").status_code == 200


def test_log_out_everywhere_can_be_repeated_when_the_api_did_not_answer(
    browser: SessionUser, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SessionUser(browser.http, "")
    other.log_in()
    with monkeypatch.context() as patch:
        patch.setattr(backend.held.api, "request", no_api)
        assert_problem(browser.change("/api/logout-all"), 503)
        assert_problem(other.read("/api/me"), 401)
    assert browser.read("/api/me").status_code == 200
    assert browser.change("/api/logout-all").status_code == 204


def test_a_log_in_that_the_api_ended_is_over(
    browser: SessionUser, backend: Backend, api: httpx.Client
) -> None:
    program = JwtUser(api, "")
    program.log_in()
    assert program.call("POST", "/logout-all").status_code == 204
    backend.expire()
    assert_problem(browser.read("/api/me"), 401)
    assert backend.tokens_of(browser) == {}


def test_a_token_that_the_api_refuses_ends_the_session(
    browser: SessionUser, backend: Backend
) -> None:
    handle = hash_of(browser.cookie.partition("=")[2])
    foreign = Pair(
        access_token="a.b.c", refresh_token="", token_type="Bearer", expires_in=900
    )
    backend.held.keep(handle, foreign)
    assert_problem(browser.read("/api/me"), 401)
    answer = browser.read("/api/me")
    assert answer.json()["detail"].startswith("No session has this id")


def test_a_session_whose_tokens_are_gone_is_over(
    browser: SessionUser, backend: Backend
) -> None:
    handle = hash_of(browser.cookie.partition("=")[2])
    backend.held.drop(handle)
    assert_problem(browser.read("/api/me"), 401)
    assert backend.held.store.get(entry_key("session", handle)) is None


def test_a_log_out_during_a_refresh_wins(
    browser: SessionUser, backend: Backend
) -> None:
    handle = hash_of(browser.cookie.partition("=")[2])
    backend.held.api.event_hooks["response"].append(lambda _: backend.held.drop(handle))
    backend.expire()
    assert_problem(browser.read("/api/me"), 401)
    assert backend.tokens_of(browser) == {}


def test_the_api_is_unavailable(tmp_path: Path) -> None:
    with running("fastapi-jwt", tmp_path / "log") as api:
        backend = backend_for(api, MemoryStore())
        with serving(make_app(backend.held)) as http:
            user = SessionUser(http, "")
            user.log_in()
    with closing(backend.held.api), serving(make_app(backend.held)) as http:
        user.http = http
        backend.expire()
        for _ in range(2):  # the lease of the first is given back
            answer = user.read("/api/me")
            assert_problem(answer, 503)
            assert answer.headers["retry-after"] == "2"
        assert_problem(user.post_login(), 503)
        assert user.change("/logout").status_code == 204
        assert_problem(user.read("/api/me"), 401)


def test_the_store_of_the_api_is_unavailable(tmp_path: Path) -> None:
    nowhere = {"REDIS_URL": "redis://127.0.0.1:1"}
    with running("fastapi-jwt", tmp_path / "log", **nowhere) as api:
        backend = backend_for(api, MemoryStore())
        with backend.held.api, serving(make_app(backend.held)) as http:
            assert_problem(SessionUser(http, "").post_login(), 503)


def test_as_its_users_start_it(api: httpx.Client, tmp_path: Path) -> None:
    url = str(api.base_url)
    with running("login-relay", tmp_path / "log", API_URL=url) as http:
        user = SessionUser(http, "")
        user.log_in()
        assert user.read("/api/me").json()["user"] == "alice"
        assert user.change("/logout").status_code == 204
        assert_problem(user.read("/api/me"), 401)
