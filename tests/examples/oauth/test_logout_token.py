from typing import Any

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.auth.token_errors import TokenError
from examples.oauth.logout_token import EVENT, LogoutTokens, SignedOut
from examples.stores.memory import MemoryStore

ISSUER = "https://id.example"


@pytest.fixture
def received(clock: ManualClock) -> LogoutTokens:
    return LogoutTokens(MemoryStore(clock), KeyRing(clock=clock), ISSUER, "shop", clock)


def signed(
    received: LogoutTokens, typ: str | None = "logout+jwt", **changes: object
) -> str:
    now = int(received.clock())
    usual = {"iss": ISSUER, "aud": "shop", "iat": now, "exp": now + 120, "jti": "1"}
    usual |= {"sub": "alice", "sid": "s", "events": {EVENT: {}}}
    given = {k: v for k, v in (usual | changes).items() if v is not None}
    assert isinstance(received.keys, KeyRing)
    key = received.keys.current()
    headers: dict[str, Any] = {"typ": typ, "kid": key.kid}
    return jwt.encode(given, key.private, key.algorithm, headers)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, SignedOut("alice", "s", "1")),
        ({"sid": None}, SignedOut("alice", None, "1")),
        ({"sub": None}, SignedOut(None, "s", "1")),
        ({"events": {EVENT: {"x": 1}, "other": 1}}, SignedOut("alice", "s", "1")),
        ({"aud": ["shop", "wiki"]}, SignedOut("alice", "s", "1")),
        ({"typ": "application/logout+jwt"}, SignedOut("alice", "s", "1")),
    ],
)
def test_accepted(
    received: LogoutTokens, changes: dict[str, Any], found: SignedOut
) -> None:
    assert received.verify(signed(received, **changes)) == found


@pytest.mark.parametrize(
    "changes",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "at+jwt"},
        {"iss": "https://evil.example"},
        {"aud": "wiki"},
        {"aud": None},
        {"iat": None},
        {"iat": 4e9, "exp": 4e9 + 60},
        {"exp": None},
        {"exp": 1},
        {"exp": 1_800_000_121},
        {"jti": None},
        {"jti": 1},
        {"events": None},
        {"events": {}},
        {"events": []},
        {"events": EVENT},
        {"events": {EVENT: None}},
        {"events": {EVENT: "x"}},
        {"nonce": "n"},
        {"sub": None, "sid": None},
        {"sub": 1},
        {"sid": ["s"]},
    ],
)
def test_refused(received: LogoutTokens, changes: dict[str, Any]) -> None:
    with pytest.raises(TokenError):
        received.verify(signed(received, **changes))


def test_once_its_sessions_have_ended(
    received: LogoutTokens, clock: ManualClock
) -> None:
    token = signed(received)
    out = received.verify(token)
    assert received.verify(token) == out  # the store failed, so it is sent again
    received.done(out)
    with pytest.raises(TokenError, match="used before"):
        received.verify(token)
    assert received.verify(signed(received, jti="2"))
    clock.advance(seconds=180)
    assert isinstance(received.store, MemoryStore)
    assert len(received.store) == 0


def test_another_key(received: LogoutTokens, clock: ManualClock) -> None:
    other = LogoutTokens(received.store, KeyRing(clock=clock), ISSUER, "shop", clock)
    for token in (signed(other), "", "a.b.c"):
        with pytest.raises(TokenError):
            received.verify(token)
