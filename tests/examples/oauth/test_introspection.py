from collections.abc import Mapping
from typing import Any

import pytest

from examples.auth.clock import ManualClock
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.token_errors import (
    TokenError,
    TokenExpiredError,
    TokenRejectedError,
    TokenRevokedError,
)
from examples.oauth.introspection import INACTIVE, IntrospectionClient, OpaqueTokens
from examples.stores.memory import MemoryStore

ISSUER = "https://id.example"


@pytest.fixture
def issuer(clock: ManualClock) -> OpaqueTokens:
    return OpaqueTokens(MemoryStore(clock), ISSUER, clock)


def client(
    issuer: OpaqueTokens, keep: float = 0, most: int = 10
) -> IntrospectionClient:
    def ask(token: str) -> Mapping[str, Any]:
        return issuer.introspect(token, "shop")

    return IntrospectionClient(ask, ISSUER, "shop", issuer.clock, keep, most)


def test_an_api_learns_about_its_own_tokens_only(
    issuer: OpaqueTokens, clock: ManualClock
) -> None:
    token = issuer.issue("alice", "shop", "web", "orders:read")
    now = int(clock())
    assert issuer.introspect(token, "shop") == {
        "active": True,
        "token_type": "Bearer",
        "iss": ISSUER,
        "sub": "alice",
        "aud": "shop",
        "client_id": "web",
        "scope": "orders:read",
        "iat": now,
        "exp": now + 900,
    }
    for asked, caller in ((token, "billing"), ("unknown", "shop"), ("\ud800", "shop")):
        assert issuer.introspect(asked, caller) == INACTIVE
    clock.advance(seconds=900)
    assert issuer.introspect(token, "shop") == INACTIVE


def test_a_fraction_of_a_second_after_the_expiry(clock: ManualClock) -> None:
    clock.advance(seconds=0.5)
    issuer = OpaqueTokens(MemoryStore(clock), ISSUER, clock)
    token = issuer.issue("alice", "shop", "web")
    clock.advance(seconds=899.7)  # the entry is there, and `exp` has passed
    assert issuer.introspect(token, "shop") == INACTIVE


def test_the_store_has_no_token(issuer: OpaqueTokens) -> None:
    token = issuer.issue("alice", "shop", "web")
    assert isinstance(issuer.store, MemoryStore)
    assert token not in str(issuer.store.entries())


def test_revocation(issuer: OpaqueTokens) -> None:
    first, second = (issuer.issue("alice", "shop", "web") for _ in range(2))
    bob = issuer.issue("bob", "shop", "web")
    api = client(issuer)
    issuer.revoke(first)
    issuer.revoke("unknown")
    with pytest.raises(TokenRevokedError):
        api.verify(first)
    assert api.verify(second)["sub"] == "alice"
    issuer.revoke_all("alice")
    with pytest.raises(TokenRevokedError):
        api.verify(second)
    assert api.verify(bob)["sub"] == "bob"
    assert isinstance(issuer.store, MemoryStore)
    assert len(issuer.store) == 2


def test_a_kept_answer_never_outlives_the_token(
    issuer: OpaqueTokens, clock: ManualClock
) -> None:
    token, api = issuer.issue("alice", "shop", "web"), client(issuer, keep=3600)
    assert api.verify(token)["sub"] == "alice"
    clock.advance(seconds=900)
    with pytest.raises(TokenExpiredError):
        api.verify(token)


def test_a_no_is_not_kept(issuer: OpaqueTokens) -> None:
    api = client(issuer, keep=3600)
    for number in range(100):
        with pytest.raises(TokenError):
            api.verify(f"invented-{number}")
    assert api._known == {}


def test_the_memory_is_bounded(issuer: OpaqueTokens) -> None:
    api = client(issuer, keep=60, most=3)
    for _ in range(10):
        api.verify(issuer.issue("alice", "shop", "web"))
        assert len(api._known) <= 3


@pytest.mark.parametrize(
    "answer",
    [
        {"active": True, "iss": "https://evil.example", "aud": "shop"},
        {"active": True, "aud": "shop"},
        {"active": True, "iss": ISSUER, "aud": "wiki"},
        {"active": True, "iss": ISSUER, "aud": ["wiki"]},
        {"active": True, "iss": ISSUER},
    ],
)
def test_an_answer_about_something_else(
    answer: dict[str, Any], clock: ManualClock
) -> None:
    api = IntrospectionClient(lambda _: answer, ISSUER, "shop", clock)
    with pytest.raises(TokenRejectedError):
        api.verify("token")


@pytest.mark.parametrize("active", [1, "true", None, False])
def test_only_true_is_yes(active: object, clock: ManualClock) -> None:
    answer = {"active": active, "iss": ISSUER, "aud": ["shop"]}
    api = IntrospectionClient(lambda _: answer, ISSUER, "shop", clock)
    with pytest.raises(TokenRevokedError):
        api.verify("token")


def test_an_issuer_that_is_away(clock: ManualClock) -> None:
    def away(_: str) -> Mapping[str, Any]:
        raise OSError

    with pytest.raises(StoreUnavailableError):
        IntrospectionClient(away, ISSUER, "shop", clock).verify("token")
