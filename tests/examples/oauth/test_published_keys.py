import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.store_protocol import StoreUnavailableError
from examples.oauth.published_keys import PublishedKeys
from tests.examples.servers.running import serving


@dataclass
class Issuer:
    """Publishes keys, and can be away."""

    keys: KeyRing
    answer: Any = None
    down: bool = False
    fetched: int = 0
    blocked: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> Mapping[str, Any]:
        self.fetched += 1
        if self.down:
            raise OSError
        found: Mapping[str, Any] = self.answer or self.keys.jwks()
        return found


@pytest.fixture
def issuer(clock: ManualClock) -> Issuer:
    ring = KeyRing(lambda: new_signing_key("ES256"), clock, period=10**9)
    return Issuer(ring)


@pytest.fixture
def published(issuer: Issuer, clock: ManualClock) -> PublishedKeys:
    return PublishedKeys(issuer, clock=clock)


def test_one_fetch_serves_all(
    published: PublishedKeys, issuer: Issuer, clock: ManualClock
) -> None:
    kid = issuer.keys.current().kid
    for _ in range(100):
        found = published.find(kid)
        assert found is not None
        assert found.algorithm == "ES256"
    assert issuer.fetched == 1
    clock.advance(seconds=599)
    published.find(kid)
    assert issuer.fetched == 1
    clock.advance(seconds=1)
    published.find(kid)
    assert issuer.fetched == 2


def test_unknown_names_cause_one_fetch_each_pause(
    published: PublishedKeys, issuer: Issuer, clock: ManualClock
) -> None:
    for _ in range(3):
        kids: list[object] = ["x", "y", None, 1, ["z"], {}, "é"]
        for kid in kids:
            assert published.find(kid) is None
        clock.advance(seconds=10)
    assert issuer.fetched == 3


def test_a_new_key_is_found(
    published: PublishedKeys, issuer: Issuer, clock: ManualClock
) -> None:
    published.find("x")
    issuer.keys.rotate()
    issuer.keys.rotate()
    kid = issuer.keys.current().kid
    clock.advance(seconds=10)
    assert published.find(kid) is not None


def test_a_withdrawn_key_is_forgotten(
    published: PublishedKeys, issuer: Issuer, clock: ManualClock
) -> None:
    kid = issuer.keys.current().kid
    assert published.find(kid) is not None
    issuer.keys.withdraw(kid)
    assert published.find(kid) is not None
    clock.advance(seconds=600)
    assert published.find(kid) is None


def test_an_outage(
    published: PublishedKeys, issuer: Issuer, clock: ManualClock
) -> None:
    kid = issuer.keys.current().kid
    assert published.find(kid) is not None
    issuer.down = True
    clock.advance(seconds=86_399)
    for _ in range(100):
        assert published.find(kid) is not None
    assert issuer.fetched == 2
    clock.advance(seconds=1)
    for _ in range(100):
        with pytest.raises(StoreUnavailableError):
            published.find(kid)
    issuer.down = False
    clock.advance(seconds=10)
    assert published.find(kid) is not None


def test_without_any_copy(published: PublishedKeys, issuer: Issuer) -> None:
    issuer.down = True
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            published.find("x")
    assert issuer.fetched == 1


RSA = {"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"}
OCT = {"kty": "oct", "kid": "o", "k": "A" * 43}


@pytest.mark.parametrize(
    "answer",
    [{"keys": []}, {"keys": [1]}, {"x": 1}, {"keys": [RSA]}, {"keys": [OCT]},
     {"keys": [{"kid": {"a": 1}}]}],
)  # fmt: skip
def test_a_broken_answer_changes_nothing(
    published: PublishedKeys,
    issuer: Issuer,
    clock: ManualClock,
    answer: Any,  # noqa: ANN401
) -> None:
    kid = issuer.keys.current().kid
    assert published.find(kid) is not None
    issuer.answer = answer
    clock.advance(seconds=600)
    assert published.find(kid) is not None
    assert published.find("o") is None
    assert issuer.fetched == 2


def test_keys_for_other_uses_are_ignored(
    published: PublishedKeys, issuer: Issuer
) -> None:
    good = issuer.keys.current().public_jwk()
    named = {"kid": {"a": 1}}
    other = [good | {"kid": "enc", "use": "enc"}, good | named, OCT]
    issuer.answer = {"keys": [*other, good]}
    assert published.find(good["kid"]) is not None
    for kid in ("enc", "o"):
        assert published.find(kid) is None


def test_nobody_waits_who_has_a_copy(issuer: Issuer, clock: ManualClock) -> None:
    entered, go = threading.Event(), threading.Event()

    def slow() -> Mapping[str, Any]:
        if issuer.fetched:
            entered.set()
            assert go.wait(10)
        return issuer()

    published = PublishedKeys(slow, clock=clock)
    kid = issuer.keys.current().kid
    published.find(kid)
    clock.advance(seconds=600)
    with ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(published.find, kid)
        assert entered.wait(10)
        start = time.monotonic()
        assert published.find(kid) is not None
        assert time.monotonic() - start < 5
        go.set()
        assert fetching.result() is not None


@pytest.fixture
def address(issuer: Issuer) -> Iterator[str]:
    def app(_: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        if issuer.down:
            start("302 Found", [("Location", "http://127.0.0.1:1/")])
            return [b""]
        start("200 OK", [("Content-Type", "application/json")])
        import json  # noqa: PLC0415

        return [json.dumps(issuer()).encode()]

    with serving(app) as http:
        yield str(http.base_url)


def test_with_the_client_of_pyjwt(
    address: str, issuer: Issuer, clock: ManualClock
) -> None:
    fetch = jwt.PyJWKClient(address, timeout=5).fetch_data
    published = PublishedKeys(fetch, ("ES256",), clock)
    kid = issuer.keys.current().kid
    assert published.find(kid) is not None
    issuer.down = True  # it answers with a redirect, which is not followed
    clock.advance(seconds=600)
    assert published.find(kid) is not None


def test_only_http(issuer: Issuer) -> None:
    for uri in ("file:///etc/passwd", "ftp://x", "data:,{}"):
        with pytest.raises(jwt.PyJWKClientError):
            jwt.PyJWKClient(uri)
    assert issuer.fetched == 0
