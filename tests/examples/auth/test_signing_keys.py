import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from examples.auth.clock import ManualClock
from examples.auth.keys import UnknownAlgorithmError
from examples.auth.signing_keys import KeyRing, SigningKey, new_signing_key

PUBLIC = {
    "EdDSA": {"kty", "crv", "x", "kid", "alg", "use"},
    "ES256": {"kty", "crv", "x", "y", "kid", "alg", "use"},
}


@pytest.mark.parametrize("algorithm", PUBLIC)
def test_a_key_is_new_and_shows_public_members_only(algorithm: str) -> None:
    keys = [new_signing_key(algorithm) for _ in range(5)]
    jwk = keys[0].public_jwk()
    assert jwk.keys() == PUBLIC[algorithm]
    assert (jwk["alg"], jwk["use"], jwk["kid"]) == (algorithm, "sig", keys[0].kid)
    assert len({key.public_jwk()["x"] for key in keys}) == 5
    assert re.search("private|public", repr(keys[0])) is None


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS256"])
def test_other_algorithms_are_not_allowed(algorithm: str) -> None:
    with pytest.raises(UnknownAlgorithmError) as error:
        new_signing_key(algorithm)
    assert str(error.value) == (
        f"The algorithm '{algorithm}' is not allowed: choose one of EdDSA, ES256."
    )


@pytest.fixture
def ring(clock: ManualClock) -> KeyRing:
    return KeyRing(clock=clock, period=100, overlap=30)


def kids(ring: KeyRing) -> list[str]:
    return [jwk["kid"] for jwk in ring.jwks()["keys"]]


def test_the_next_key_is_published_before_it_signs(
    ring: KeyRing, clock: ManualClock
) -> None:
    first, second = kids(ring)
    assert ring.current().kid == first
    clock.advance(seconds=99)
    assert (ring.current().kid, kids(ring)) == (first, [first, second])
    clock.advance(seconds=1)
    assert ring.current().kid == second
    assert kids(ring)[:2] == [first, second]
    assert len(kids(ring)) == 3


def test_an_old_key_verifies_for_the_overlap(ring: KeyRing, clock: ManualClock) -> None:
    first = ring.current().kid
    clock.advance(seconds=100)
    assert ring.current().kid != first
    clock.advance(seconds=29)
    assert ring.find(first) is not None
    clock.advance(seconds=1)
    assert ring.find(first) is None
    assert first not in kids(ring)


def test_after_a_long_pause_each_key_is_still_published_first(
    ring: KeyRing, clock: ManualClock
) -> None:
    first, second = kids(ring)
    clock.advance(seconds=10_000)
    assert ring.current().kid == second
    assert ring.find(first) is not None  # its last token may be as young as that
    clock.advance(seconds=30)
    assert (ring.find(first), ring.current().kid) == (None, second)


def test_keys_stay_few(ring: KeyRing, clock: ManualClock) -> None:
    for _ in range(50):
        clock.advance(seconds=10)
        assert len(kids(ring)) <= 3
    ring.rotate()
    ring.rotate()
    assert len(kids(ring)) <= 5
    clock.advance(seconds=31)
    assert len(kids(ring)) == 2


def test_rotate_at_once(ring: KeyRing, clock: ManualClock) -> None:
    clock.advance(seconds=50)
    first, second = kids(ring)
    ring.rotate()
    assert ring.current().kid == second
    assert ring.find(first) is not None
    clock.advance(seconds=99)
    assert ring.current().kid == second


@pytest.mark.parametrize("kid", [None, "", "unknown", 1, ["a"]])
def test_unknown_kid(ring: KeyRing, kid: object) -> None:
    assert ring.find(kid) is None


def test_of_many_rotations_at_once_one_counts(clock: ManualClock) -> None:
    barrier = threading.Barrier(4)

    def slow() -> SigningKey:
        if ready:
            barrier.wait(5)  # all four have seen that the time is over
        return new_signing_key()

    ready = False
    ring = KeyRing(slow, clock, period=100, overlap=30)
    _, second = kids(ring)
    ready = True
    clock.advance(seconds=100)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: ring.current().kid, range(4)))
    assert found == [second] * 4
    assert len(kids(ring)) == 3


def test_a_withdrawn_key_is_gone_at_once(clock: ManualClock) -> None:
    for place in (0, 1, 2):  # an older one, the one that signs, and the next one
        ring = KeyRing(clock=clock, period=1000, overlap=500)
        ring.rotate()
        kids = [jwk["kid"] for jwk in ring.jwks()["keys"]]
        ring.withdraw(kids[place])
        left = [jwk["kid"] for jwk in ring.jwks()["keys"]]
        assert kids[place] not in left
        assert ring.find(kids[place]) is None
        assert set(kids) - {kids[place]} <= set(left)
        assert ring.current().kid == (kids[2] if place == 1 else kids[1])
        before = ring.current().kid
        clock.advance(seconds=999)
        assert ring.current().kid == before
        clock.advance(seconds=1)
        assert ring.current().kid != before
    ring.withdraw("unknown")
    assert len(ring.jwks()["keys"]) >= 2
