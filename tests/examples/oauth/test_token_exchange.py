import pytest

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.oauth.token_exchange import (
    ACCESS_TOKEN,
    ExchangeRefusedError,
    TokenExchange,
)

ISSUER = "https://id.example"
MAY_CALL = {"a": ("b",), "b": ("c",), "c": ("d",), "d": ("e",), "e": ("a",)}


@pytest.fixture
def keys(clock: ManualClock) -> KeyRing:
    return KeyRing(clock=clock)


@pytest.fixture
def issuer(keys: KeyRing, clock: ManualClock) -> TokenExchange:
    return TokenExchange(keys, ISSUER, MAY_CALL, clock)


def tokens(issuer: TokenExchange, audience: str) -> KeyPairTokens:
    return KeyPairTokens(issuer.keys, ISSUER, audience, issuer.clock)


def error(issuer: TokenExchange, *arguments: str) -> str:
    with pytest.raises(ExchangeRefusedError) as caught:
        issuer.exchange(*arguments)
    return caught.value.error


def test_same_user_new_audience(issuer: TokenExchange, clock: ManualClock) -> None:
    token = tokens(issuer, "a").issue("alice", scope="x y", acr="2", role="admin")
    answer = issuer.exchange("a", token, "b", "y")
    claims = tokens(issuer, "b").verify(answer["access_token"])
    assert len(claims.pop("jti")) == 22
    now = int(clock())
    assert claims == {
        "iss": ISSUER,
        "sub": "alice",
        "aud": "b",
        "act": {"sub": "a"},
        "client_id": "a",
        "scope": "y",
        "acr": "2",
        "iat": now,
        "exp": now + 60,
    }
    del answer["access_token"]  # type: ignore[misc]
    assert answer == {
        "issued_token_type": ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": 60,
        "scope": "y",
    }


def test_without_a_scope_there_is_none(issuer: TokenExchange) -> None:
    token = tokens(issuer, "a").issue("alice")
    answer = issuer.exchange("a", token, "b")
    assert "scope" not in tokens(issuer, "b").verify(answer["access_token"])
    assert error(issuer, "a", token, "b", "x") == "invalid_scope"


def test_no_longer_than_the_old_token(
    issuer: TokenExchange, clock: ManualClock
) -> None:
    token = tokens(issuer, "a").issue("alice")
    clock.advance(seconds=880.5)
    answer = issuer.exchange("a", token, "b")
    assert answer["expires_in"] == 19
    claims = tokens(issuer, "b").verify(answer["access_token"])
    assert claims["exp"] <= tokens(issuer, "a").verify(token)["exp"]
    clock.advance(seconds=19.5)
    assert error(issuer, "a", token, "b") == "invalid_request"


def test_refusals(issuer: TokenExchange, clock: ManualClock) -> None:
    token = tokens(issuer, "a").issue("alice")
    assert error(issuer, "b", token, "c") == "invalid_request"  # another's token
    assert error(issuer, "a", token, "c") == "invalid_target"
    assert error(issuer, "x", tokens(issuer, "x").issue("alice"), "b") == (
        "invalid_target"
    )
    assert error(issuer, "a", "a.b.c", "b") == "invalid_request"
    stranger = KeyPairTokens(KeyRing(clock=clock), ISSUER, "a", clock).issue("alice")
    assert error(issuer, "a", stranger, "b") == "invalid_request"


@pytest.mark.parametrize("may_act", [{"sub": "z"}, {}, "a", None])
def test_a_token_that_names_another_actor(
    issuer: TokenExchange, may_act: object
) -> None:
    token = tokens(issuer, "a").issue("alice", may_act=may_act)
    assert error(issuer, "a", token, "b") == "invalid_request"
    token = tokens(issuer, "a").issue("alice", may_act={"sub": "a"})
    assert issuer.exchange("a", token, "b")["expires_in"] == 60


def test_a_chain_names_each_service_and_ends(issuer: TokenExchange) -> None:
    token = tokens(issuer, "a").issue("alice")
    for actor, audience in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")):
        token = issuer.exchange(actor, token, audience)["access_token"]
    claims = tokens(issuer, "e").verify(token)
    act = {"sub": "d", "act": {"sub": "c", "act": {"sub": "b", "act": {"sub": "a"}}}}
    assert claims["act"] == act
    assert error(issuer, "e", token, "a") == "invalid_request"
