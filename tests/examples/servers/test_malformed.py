"""Malformed credentials and ids get a 4xx problem from every server, never a 5xx."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.servers.registry import SERVERS
from tests.examples.servers.conftest import Opener, root_of
from tests.examples.servers.users import (
    COOKIE,
    JwtUser,
    SessionUser,
    Visitor,
    assert_problem,
)

JWT_SERVERS = [name for name in SERVERS if not name.endswith("session")]
SESSION_SERVERS = [name for name in SERVERS if not name.endswith("jwt")]
EXAMPLES = 200

ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    1e400,
    "",
    "é",
    "\ud800",
    [],
    {},
    [[]],
    "x" * 99,
]
ALGORITHMS = [
    "EdDSA",
    "none",
    "NONE",
    "HS256",
    "RS256",
    "ES256",
    "PS512",
    "ES256K",
    "X",
]
NAMES = ["typ", "cty", "crit", "b64", "jwk", "jku", "x5c", "zip", "enc", "p2c", "epk"]
CLAIMS = ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "sid", "ver"]


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def headers_with(kid: str) -> st.SearchStrategy[bytes]:
    """Write headers that name the public key, and headers that are no object."""
    odd = st.sampled_from(ODD)
    fields = st.fixed_dictionaries(
        {"alg": st.sampled_from(ALGORITHMS) | odd, "kid": st.just(kid) | odd},
        optional={name: odd | st.just(["b64"]) for name in NAMES},
    )
    return (fields | odd).map(as_json) | st.binary(max_size=40)


CLAIM = st.sampled_from([*ODD, "alice", "https://api.example", 9_999_999_999])
OBJECTS = st.dictionaries(st.sampled_from(CLAIMS), CLAIM).map(as_json)
OTHERS = st.sampled_from(ODD).map(as_json) | st.binary(max_size=40)
NESTED = st.integers(1, 2000).map(lambda depth: b"[" * depth)
PAYLOADS = OBJECTS | OTHERS | NESTED
SEGMENTS = st.text("AZaz09-_.~+/=", max_size=20)


@st.composite
def tokens(draw: st.DrawFn, kid: str, public: bytes) -> str:
    """Write a token that nobody has signed with the private key."""
    header, payload = encoded(draw(headers_with(kid))), encoded(draw(PAYLOADS))
    signed = f"{header}.{payload}"
    forged = hmac.digest(public, signed.encode(), "sha256")
    signatures = [b"", bytes(64), forged, bytes(63), b"\xff" * 64, bytes(256)]
    parts = [
        draw(st.just(header) | SEGMENTS),
        draw(st.just(payload) | SEGMENTS),
        draw(st.sampled_from(signatures).map(encoded) | SEGMENTS),
    ]
    return ".".join(parts[: draw(st.sampled_from([3, 3, 3, 3, 1, 2]))])


TEXTS = st.binary(max_size=60).map(
    lambda raw: bytes(b for b in raw if b > 31 and b != 127)
)


def each[T](strategy: st.SearchStrategy[T], check: Callable[[T], None]) -> None:
    """Run a check for generated values, the same ones each time."""

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(strategy)
    def run(value: T) -> None:
        check(value)

    run()


@pytest.fixture(params=JWT_SERVERS)
def jwt_user(request: pytest.FixtureRequest, open_client: Opener) -> JwtUser:
    http = open_client(request.param, "memory")
    user = JwtUser(http, root_of(request.param, "/api"))
    user.log_in()
    return user


@pytest.fixture(params=SESSION_SERVERS)
def session_user(request: pytest.FixtureRequest, open_client: Opener) -> SessionUser:
    http = open_client(request.param, "memory")
    user = SessionUser(http, root_of(request.param, "/web"))
    user.log_in()
    return user


def refused(visitor: Visitor, name: str, value: bytes) -> None:
    answer = visitor.ask("GET", "/me", headers=[(name.encode(), value.strip())])
    assert_problem(answer, 401)
    assert answer.headers["cache-control"] == "no-store"


def test_tokens(jwt_user: JwtUser) -> None:
    kid = jwt.get_unverified_header(jwt_user.access)["kid"]
    keys = jwt_user.ask("GET", "/.well-known/jwks.json").json()["keys"]
    public = next(key["x"] for key in keys if key["kid"] == kid).encode()
    strategy = tokens(kid, public).map(lambda token: b"Bearer " + token.encode())
    each(strategy, lambda value: refused(jwt_user, "Authorization", value))
    assert jwt_user.call("GET", "/me").status_code == 200


def test_authorization_headers(jwt_user: JwtUser) -> None:
    schemes = st.sampled_from([b"", b"Bearer ", b"Basic ", b"bearer", b"Bearer\t"])
    strategy = st.tuples(schemes, TEXTS).map(b"".join)
    each(strategy, lambda value: refused(jwt_user, "Authorization", value))


def test_refresh_tokens(jwt_user: JwtUser) -> None:
    def check(token: str) -> None:
        assert_problem(jwt_user.post_refresh(token), 401)

    text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
    each(text | st.text("ab.", min_size=1, max_size=9), check)


def test_cookies(session_user: SessionUser) -> None:
    names = st.sampled_from([b"", f"{COOKIE}=".encode(), b"a=b; ", b'__Host-session="'])
    strategy = st.tuples(names, TEXTS).map(b"".join)
    each(strategy, lambda value: refused(session_user, "Cookie", value))
    assert session_user.alive()


def test_csrf_tokens(session_user: SessionUser) -> None:
    cookie = session_user.cookie.encode()

    def check(value: bytes) -> None:
        headers = [(b"Cookie", cookie), (b"X-CSRF-Token", value.strip())]
        assert_problem(session_user.ask("POST", "/logout", headers=headers), 403)

    each(TEXTS, check)
    assert session_user.alive()


# A client removes the segments `.` and `..` from a path (RFC 3986 §5.2.4), so neither
# reaches a server as an id.
IDS = (
    st.binary(min_size=1, max_size=60)
    .map(lambda raw: quote_from_bytes(raw, safe=""))
    .filter(lambda text: text not in {".", ".."})
)


def test_ids_of_sessions(session_user: SessionUser) -> None:
    def check(handle: str) -> None:
        assert_problem(session_user.change(f"/sessions/{handle}", "DELETE"), 404)

    each(IDS, check)
    assert session_user.alive()


def test_ids_of_families(jwt_user: JwtUser) -> None:
    def check(handle: str) -> None:
        assert_problem(jwt_user.call("DELETE", f"/sessions/{handle}"), 404)

    each(IDS, check)
    assert jwt_user.call("GET", "/me").status_code == 200
