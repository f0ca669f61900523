import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from jwt.utils import base64url_encode

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.oauth.status_list import (
    INVALID,
    LARGEST,
    SUSPENDED,
    StatusChecker,
    StatusIssuer,
    StatusList,
)

URI = "https://id.example/statuslists/1"
ISSUER = "https://id.example"


@dataclass
class Web:
    """What the checker fetches."""

    status: int = 200
    body: str = ""
    down: bool = False
    fetched: list[str] = field(default_factory=list)

    def __call__(self, uri: str) -> tuple[int, str]:
        self.fetched.append(uri)
        if self.down:
            raise OSError
        return self.status, self.body


@pytest.fixture
def issuer(clock: ManualClock) -> StatusIssuer:
    return StatusIssuer(StatusList(100), KeyRing(clock=clock), ISSUER, URI, clock)


@pytest.fixture
def web(issuer: StatusIssuer) -> Web:
    return Web(body=issuer.token())


@pytest.fixture
def checker(web: Web, issuer: StatusIssuer, clock: ManualClock) -> StatusChecker:
    return StatusChecker(web, issuer.keys, ISSUER, {URI}, clock)


def claims(index: object, uri: object = URI) -> dict[str, object]:
    return {"status": {"status_list": {"idx": index, "uri": uri}}}


def test_the_examples_of_the_draft() -> None:
    """draft-ietf-oauth-status-list-21 §4.1 prints these bytes."""
    one = StatusList(16)
    for index, bit in enumerate([1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]):
        one.set(index, bit)
    assert one.packed() == {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}
    two = StatusList(12, bits=2)
    for index, status in enumerate([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]):
        two.set(index, status)
    assert two.packed() == {"bits": 2, "lst": "eNo76fITAAPfAgc"}


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_round_trip(bits: int) -> None:
    made = StatusList(50, bits)
    for index in range(50):
        made.set(index, index % (1 << bits))
    read = StatusList.unpacked(made.packed())
    assert [read.get(i) for i in range(50)] == [i % (1 << bits) for i in range(50)]


def test_impossible_lists_and_places() -> None:
    for size, bits in ((0, 1), (8, 3), (8, 0)):
        with pytest.raises(ValueError, match="impossible"):
            StatusList(size, bits)
    made = StatusList(8)
    for index in (-1, 8):
        with pytest.raises(IndexError):
            made.get(index)
    for status in (2, -1):
        with pytest.raises(ValueError, match="does not fit"):
            made.set(0, status)


class Slow(bytearray):
    """Bytes whose reader is interrupted, as it may be without a global lock."""

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - as bytearray's
        found = super().__getitem__(index)
        time.sleep(0.001)
        return found


def test_threads_do_not_undo_each_other() -> None:
    made = StatusList(64)
    made._bytes = Slow(made._bytes)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda index: made.set(index, INVALID), range(64)))
    assert [made.get(index) for index in range(64)] == [INVALID] * 64


def test_a_revocation_counts_when_the_copy_is_old(
    issuer: StatusIssuer, checker: StatusChecker, web: Web, clock: ManualClock
) -> None:
    assert {"status": issuer.reference(5)} == claims(5)
    checker.check(claims(5))
    issuer.statuses.set(5, INVALID)
    web.body = issuer.token()
    clock.advance(seconds=issuer.ttl - 1)
    checker.check(claims(5))
    clock.advance(seconds=1)
    with pytest.raises(TokenRevokedError):
        checker.check(claims(5))
    checker.check(claims(4))
    assert web.fetched == [URI, URI]


def test_a_suspended_token_is_refused(clock: ManualClock) -> None:
    statuses = StatusList(4, bits=2)
    statuses.set(1, SUSPENDED)
    issuer = StatusIssuer(statuses, KeyRing(clock=clock), ISSUER, URI, clock)
    checker = StatusChecker(
        lambda _: (200, issuer.token()), issuer.keys, ISSUER, {URI}, clock
    )
    with pytest.raises(TokenRevokedError, match="status 2"):
        checker.check(claims(1))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"status": "x"},
        {"status": {}},
        {"status": {"status_list": []}},
        claims(True),
        claims("1"),
        claims(1.0),
        claims(1, "https://evil.example"),
        claims(1, ["x"]),
        claims(-1),
        claims(104),
    ],
)
def test_a_malformed_reference_is_refused(
    checker: StatusChecker, web: Web, given: dict[str, object]
) -> None:
    with pytest.raises(TokenRejectedError):
        checker.check(given)
    assert set(web.fetched) <= {URI}


def test_an_outage_is_survived_until_the_list_expires(
    checker: StatusChecker, web: Web, clock: ManualClock
) -> None:
    checker.check(claims(1))
    web.down = True
    clock.advance(seconds=3659)
    for _ in range(50):
        checker.check(claims(1))
    assert len(web.fetched) == 2  # one failed, and the others did not try
    clock.advance(seconds=1)
    with pytest.raises(StoreUnavailableError) as caught:
        checker.check(claims(1))
    assert caught.value.retry_after == 10


def wrong(issuer: StatusIssuer, typ: str = "statuslist+jwt", **changes: object) -> str:
    good = jwt.decode(issuer.token(), options={"verify_signature": False})
    given = {k: v for k, v in (good | changes).items() if v is not None}
    key = issuer.keys.current()
    headers = {"typ": typ, "kid": key.kid}
    return jwt.encode(given, key.private, key.algorithm, headers)


def packed(content: bytes) -> str:
    return base64url_encode(zlib.compress(content)).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"typ": "JWT"},
        {"sub": "https://id.example/statuslists/2"},
        {"iss": "https://evil.example"},
        {"exp": None},
        {"exp": 1},
        {"iat": 4e9},
        {"ttl": 0},
        {"ttl": "x"},
        {"status_list": None},
        {"status_list": []},
        {"status_list": {"bits": True, "lst": packed(b"x")}},
        {"status_list": {"bits": 3, "lst": packed(b"x")}},
        {"status_list": {"bits": [1], "lst": packed(b"x")}},
        {"status_list": {"bits": 1, "lst": 5}},
        {"status_list": {"bits": 1, "lst": "é"}},
        {"status_list": {"bits": 1, "lst": "AAAA"}},
        {"status_list": {"bits": 1, "lst": packed(b"")}},
        {"status_list": {"bits": 1, "lst": packed(b"x" * 100)[:-8]}},
        {"status_list": {"bits": 1, "lst": packed(bytes(LARGEST + 1))}},
    ],
)
def test_a_wrong_list_is_never_believed(
    issuer: StatusIssuer, checker: StatusChecker, web: Web, changes: dict[str, object]
) -> None:
    web.body = wrong(issuer, **changes)  # type: ignore[arg-type]
    with pytest.raises(StoreUnavailableError):
        checker.check(claims(1))


def test_a_list_of_another_key_or_an_error_page_is_never_believed(
    issuer: StatusIssuer, checker: StatusChecker, web: Web, clock: ManualClock
) -> None:
    good = web.body
    other = StatusIssuer(issuer.statuses, KeyRing(clock=clock), ISSUER, URI, clock)
    for web.status, web.body in ((200, other.token()), (200, "<html>"), (500, good)):
        with pytest.raises(StoreUnavailableError):
            checker.check(claims(1))
        clock.advance(seconds=10)
    web.status = 200
    checker.check(claims(1))


def test_without_a_ttl_the_checkers_own_limit_counts(
    issuer: StatusIssuer, checker: StatusChecker, web: Web, clock: ManualClock
) -> None:
    web.body = wrong(issuer, ttl=None)
    checker.check(claims(1))
    clock.advance(seconds=899)
    checker.check(claims(1))
    clock.advance(seconds=1)
    checker.check(claims(1))
    assert len(web.fetched) == 2
