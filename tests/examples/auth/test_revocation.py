import json
import math

import pytest

from examples.auth.clock import ManualClock
from examples.auth.revocation import Denylist, NotBefore
from examples.auth.tokens import Claims, TokenRevokedError, Tokens
from examples.stores.memory import MemoryStore, Store
from tests.examples.conftest import KEY

NOW = 1_800_000_000


def claims_of(**changes: object) -> Claims:
    good = {"iss": "i", "sub": "alice", "jti": "j", "iat": NOW, "exp": NOW + 900}
    return {**good, **changes}


def test_a_revoked_token_is_refused(
    store: Store, clock: ManualClock, tokens: Tokens
) -> None:
    denylist = Denylist(store, clock)
    claims = tokens.verify(tokens.issue("alice", jti="one"))
    denylist.check(claims)
    denylist.revoke(claims)
    with pytest.raises(TokenRevokedError) as error:
        denylist.check(claims)
    assert str(error.value) == "The token 'one' was revoked."
    denylist.check(tokens.verify(tokens.issue("alice", jti="two")))


def test_issuer_and_id_make_the_key(store: Store, clock: ManualClock) -> None:
    denylist = Denylist(store, clock)
    denylist.revoke(claims_of(iss='a","b', jti="c"))
    denylist.check(claims_of(iss="other", jti="c"))
    denylist.check(claims_of(iss="a", jti='b","c'))
    with pytest.raises(TokenRevokedError):
        denylist.check(claims_of(iss='a","b', jti="c", exp=NOW + 5, extra="changed"))


def test_the_entry_holds_neither_token_nor_hash(
    clock: ManualClock, tokens: Tokens
) -> None:
    store = MemoryStore(clock)
    token = tokens.issue("alice", jti="one")
    Denylist(store, clock).revoke(tokens.verify(token))
    assert json.dumps(store._values) == json.dumps(
        {'denied:["https://auth.example","one"]': ""}
    )


@pytest.mark.parametrize("leeway", [0, 30])
def test_the_entry_ends_with_the_token(clock: ManualClock, leeway: int) -> None:
    store = MemoryStore(clock)
    Denylist(store, clock, leeway).revoke(claims_of())
    clock.advance(seconds=899 + leeway)
    assert len(store) == 1
    clock.advance(seconds=1)
    assert len(store) == 0


def test_the_entry_never_ends_before_the_token() -> None:
    clock = ManualClock(NOW + 0.3)
    store = MemoryStore(clock)
    Denylist(store, clock).revoke(claims_of())
    clock.advance(seconds=math.nextafter(899.7, 0))
    assert len(store) == 1


def test_a_token_that_never_expires_stays_revoked(
    store: Store, clock: ManualClock
) -> None:
    claims = claims_of()
    del claims["exp"]
    denylist = Denylist(store, clock)
    denylist.revoke(claims)
    clock.advance(seconds=50 * 365 * 86_400)
    with pytest.raises(TokenRevokedError):
        denylist.check(claims)


@pytest.mark.parametrize("leeway", [0, 30])
def test_an_expired_token_needs_no_entry(clock: ManualClock, leeway: int) -> None:
    store = MemoryStore(clock)
    Denylist(store, clock, leeway).revoke(claims_of(exp=NOW - leeway))
    assert len(store) == 0
    Denylist(store, clock, leeway).revoke(claims_of(exp=NOW - leeway + 1))
    assert len(store) == 1


def test_log_out_everywhere(store: Store, clock: ManualClock, tokens: Tokens) -> None:
    not_before = NotBefore(store, clock)
    old = tokens.verify(tokens.issue("alice"))
    bob = tokens.verify(tokens.issue("bob"))
    not_before.check(old)
    clock.advance(seconds=60)
    not_before.revoke_all("alice")
    with pytest.raises(TokenRevokedError) as error:
        not_before.check(old)
    assert str(error.value) == (
        "Tokens of 'alice' issued until 2027-01-15 08:01:00 UTC are revoked."
    )
    not_before.check(bob)


@pytest.mark.parametrize("fraction", [0, 0.5, 0.999])
def test_the_same_second_is_refused_the_next_is_not(fraction: float) -> None:
    clock = ManualClock(NOW + fraction)
    not_before = NotBefore(MemoryStore(clock), clock)
    not_before.revoke_all("alice")
    with pytest.raises(TokenRevokedError):
        not_before.check(claims_of(iat=NOW))
    not_before.check(claims_of(iat=NOW + 1))


def test_not_before_outlives_every_token_it_refuses(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    NotBefore(store, clock, longest_lifetime=60).revoke_all("alice")
    clock.advance(seconds=60)
    assert len(store) == 1
    clock.advance(seconds=1)
    assert len(store) == 0


def test_a_token_from_a_server_whose_clock_is_ahead_is_refused(
    store: Store, clock: ManualClock
) -> None:
    not_before = NotBefore(store, clock, leeway=5)
    ahead = ManualClock(clock() + 5)
    issuer = Tokens(KEY, "i", "a", ahead)
    verifier = Tokens(KEY, "i", "a", clock, leeway=5)
    old = verifier.verify(issuer.issue("alice"))
    for moved in (clock, ahead):
        moved.advance(seconds=2)
    not_before.revoke_all("alice")
    with pytest.raises(TokenRevokedError):
        not_before.check(old)
    for moved in (clock, ahead):
        moved.advance(seconds=1)
    not_before.check(verifier.verify(issuer.issue("alice")))


def test_with_a_leeway_not_before_outlives_every_token_it_refuses(
    clock: ManualClock,
) -> None:
    store = MemoryStore(clock)
    NotBefore(store, clock, longest_lifetime=60, leeway=30).revoke_all("alice")
    clock.advance(seconds=90)
    assert len(store) == 1
    clock.advance(seconds=1)
    assert len(store) == 0
