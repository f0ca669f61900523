from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.auth.store_protocol import Store
from examples.auth.token_errors import TokenError
from examples.oauth.sign_in import (
    Attempt,
    Provider,
    SignIn,
    SignInError,
    challenge_of,
    local_path,
    read_provider,
)
from examples.stores.memory import MemoryStore

ISSUER = "https://id.example"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks.json",
    "authorization_response_iss_parameter_supported": True,
}
ATTEMPT = Attempt("b", "n", "v", ISSUER, "/")


def client(store: Store, clock: ManualClock, **document: object) -> SignIn:
    provider = read_provider(DOCUMENT | document, ISSUER)
    keys = KeyRing(clock=clock)
    back = "https://shop.example/callback"
    return SignIn(store, provider, keys, "shop", back, clock=clock)


@pytest.fixture
def sign_in(clock: ManualClock) -> SignIn:
    return client(MemoryStore(clock), clock)


def query_of(url: str) -> dict[str, str]:
    return {name: one for name, (one,) in parse_qs(urlsplit(url).query).items()}


def answer_to(url: str, **changes: str) -> dict[str, str]:
    return {"state": query_of(url)["state"], "iss": ISSUER, "code": "c"} | changes


def test_the_challenge_of_the_rfc() -> None:
    """RFC 7636 appendix B prints this verifier and its challenge."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_discovery() -> None:
    more = {"revocation_endpoint": f"{ISSUER}/revoke"}
    assert read_provider(DOCUMENT | more, ISSUER) == Provider(
        ISSUER,
        f"{ISSUER}/authorize",
        f"{ISSUER}/token",
        f"{ISSUER}/jwks.json",
        f"{ISSUER}/revoke",
        sends_iss=True,
    )
    local = {"token_endpoint": "http://127.0.0.1:8100/token"}
    assert read_provider(DOCUMENT | local, ISSUER).token_endpoint == (
        "http://127.0.0.1:8100/token"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "http://id.example/jwks"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": 1},
        {"token_endpoint": ""},
        {"token_endpoint": "https://["},
        {"end_session_endpoint": "http://id.example/end"},
    ],
)
def test_a_wrong_document(change: dict[str, Any]) -> None:
    with pytest.raises(SignInError):
        read_provider(DOCUMENT | change, ISSUER)


def test_what_the_browser_carries(sign_in: SignIn) -> None:
    url = sign_in.begin("browser", "/orders", 0, "handle")
    query = query_of(url)
    code, attempt = sign_in.finish(answer_to(url), "browser")
    assert code == "c"
    assert (attempt.then, attempt.max_age, attempt.session) == ("/orders", 0, "handle")
    assert query == {
        "response_type": "code",
        "client_id": "shop",
        "redirect_uri": "https://shop.example/callback",
        "scope": "openid",
        "state": query["state"],
        "nonce": attempt.nonce,
        "code_challenge": challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
        "max_age": "0",
    }
    assert attempt.verifier not in url
    assert "max_age" not in query_of(sign_in.begin("browser", "/"))


@pytest.mark.parametrize(
    "changes",
    [{"state": "x"}, {"state": "\ud800"}, {"iss": "https://evil.example"},
     {"iss": ""}, {"code": ""}, {"error": "access_denied"}],
)  # fmt: skip
def test_a_wrong_answer(sign_in: SignIn, changes: dict[str, str]) -> None:
    url = sign_in.begin("browser", "/")
    with pytest.raises(SignInError):
        sign_in.finish(answer_to(url, **changes), "browser")


def test_iss_may_be_missing_only_if_the_provider_does_not_send_it(
    sign_in: SignIn, clock: ManualClock
) -> None:
    silent = client(MemoryStore(clock), clock, **{list(DOCUMENT)[-1]: False})
    for one, passes in ((sign_in, False), (silent, True)):
        answer = answer_to(one.begin("browser", "/"))
        del answer["iss"]
        if passes:
            one.finish(answer, "browser")
        else:
            with pytest.raises(SignInError):
                one.finish(answer, "browser")
    evil = answer_to(silent.begin("browser", "/"), iss="https://evil.example")
    with pytest.raises(SignInError):
        silent.finish(evil, "browser")


def test_another_browser(sign_in: SignIn) -> None:
    for browser in ("", "other", "\ud800"):
        url = sign_in.begin("browser", "/")
        with pytest.raises(SignInError, match="Another browser"):
            sign_in.finish(answer_to(url), browser)


def test_too_late(sign_in: SignIn, clock: ManualClock) -> None:
    url = sign_in.begin("browser", "/")
    clock.advance(seconds=600)
    with pytest.raises(SignInError, match="expired"):
        sign_in.finish(answer_to(url), "browser")


def test_of_many_requests_with_one_state_one_passes(
    store: Store, clock: ManualClock
) -> None:
    sign_in = client(store, clock)
    answer = answer_to(sign_in.begin("browser", "/"))

    def passes(_: int) -> bool:
        try:
            sign_in.finish(answer, "browser")
        except SignInError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(passes, range(8))) == 1


@pytest.mark.parametrize(
    ("then", "path"),
    [("/a?b=c#d", "/a?b=c#d"), ("//evil.example", "/"), ("/\\evil.example", "/"),
     ("https://evil.example", "/"), ("", "/"), ("/a\r\nSet-Cookie: x", "/"),
     ("/\t/evil.example", "/"), ("javascript:x", "/"), ("/é", "/")],
)  # fmt: skip
def test_where_to_go_afterwards(then: str, path: str) -> None:
    assert local_path(then) == path


def id_token(sign_in: SignIn, typ: str | None = "JWT", **changes: object) -> str:
    now = int(sign_in.clock())
    usual = {"iss": ISSUER, "aud": "shop", "sub": "alice", "nonce": "n"}
    given = usual | {"iat": now, "exp": now + 300, "auth_time": now} | changes
    given = {name: value for name, value in given.items() if value is not None}
    assert isinstance(sign_in.keys, KeyRing)
    key = sign_in.keys.current()
    headers: dict[str, Any] = {"typ": typ, "kid": key.kid}
    return jwt.encode(given, key.private, key.algorithm, headers)


@pytest.mark.parametrize("changes", [{}, {"typ": None}, {"aud": ["shop"]}])
def test_an_id_token(sign_in: SignIn, changes: dict[str, Any]) -> None:
    claims = sign_in.verify(id_token(sign_in, **changes), ATTEMPT)
    assert claims["sub"] == "alice"


@pytest.mark.parametrize(
    "changes",
    [
        {"typ": "at+jwt"},
        {"typ": "logout+jwt"},
        {"iss": "https://evil.example"},
        {"aud": "wiki"},
        {"aud": ["shop", "wiki"]},
        {"aud": None},
        {"sub": None},
        {"sub": 1},
        {"nonce": None},
        {"nonce": "other"},
        {"nonce": 1},
        {"nonce": "\ud800"},
        {"exp": None},
        {"exp": 1},
        {"iat": 4e9},
    ],
)
def test_a_wrong_id_token(sign_in: SignIn, changes: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        sign_in.verify(id_token(sign_in, **changes), ATTEMPT)


@pytest.mark.parametrize("auth_time", [None, "x", True, 1_799_999_909])
def test_the_user_did_not_log_in_again(sign_in: SignIn, auth_time: object) -> None:
    fresh = Attempt("b", "n", "v", ISSUER, "/", max_age=60)
    with pytest.raises(TokenError):
        sign_in.verify(id_token(sign_in, auth_time=auth_time), fresh)
    recent = id_token(sign_in, auth_time=1_799_999_910)
    assert sign_in.verify(recent, fresh)["sub"] == "alice"
