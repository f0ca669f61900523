import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.auth.token_errors import TokenError, TokenExpiredError, TokenRejectedError
from examples.oauth.signed_jwt import Expected, verify_signed

ISSUER = "https://id.example"
EXPECTED = Expected(ISSUER, "shop", ("jwt", ""), ("exp", "sub"))


@pytest.fixture
def keys(clock: ManualClock) -> KeyRing:
    return KeyRing(clock=clock)


def sign(keys: KeyRing, header: dict[str, object] | None = None, **more: object) -> str:
    key, now = keys.current(), int(keys.clock())
    claims = {"iss": ISSUER, "aud": "shop", "sub": "alice", "exp": now + 60} | more
    given = {name: value for name, value in claims.items() if value is not None}
    headers = {"kid": key.kid} | (header or {})
    return jwt.encode(given, key.private, key.algorithm, headers)


def test_accepted(keys: KeyRing) -> None:
    for typ in ("JWT", "jwt", "application/JWT"):
        token = sign(keys, {"typ": typ})
        assert verify_signed(token, keys, EXPECTED, keys.clock())["sub"] == "alice"
    token = sign(keys, {"typ": None})  # PyJWT leaves the member out
    assert "typ" not in jwt.get_unverified_header(token)
    assert verify_signed(token, keys, EXPECTED, keys.clock())["sub"] == "alice"


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "at+jwt"}, {}),
        ({"kid": "unknown"}, {}),
        ({}, {"iss": "https://evil.example"}),
        ({}, {"iss": None}),
        ({}, {"aud": "wiki"}),
        ({}, {"aud": None}),
        ({}, {"sub": None}),
        ({}, {"exp": None}),
        ({}, {"exp": "soon"}),
        ({}, {"iat": 4e9}),
        ({"crit": ["x"], "x": 1}, {}),
    ],
)
def test_refused(
    keys: KeyRing, header: dict[str, object], claims: dict[str, object]
) -> None:
    token = sign(keys, header, **claims)
    with pytest.raises(TokenRejectedError):
        verify_signed(token, keys, EXPECTED, keys.clock())


@pytest.mark.parametrize("token", ["", "a.b.c", "\ud800", "..", "é.é.é"])
def test_malformed(keys: KeyRing, token: str) -> None:
    with pytest.raises(TokenError):
        verify_signed(token, keys, EXPECTED, keys.clock())


def test_hmac_with_the_public_key_and_none_are_refused(keys: KeyRing) -> None:
    key = keys.current()
    claims = {"iss": ISSUER, "aud": "shop", "sub": "admin", "exp": 4e9}
    public = str(key.public_jwk()).encode()
    for forged in (
        jwt.encode(claims, public, "HS256", {"kid": key.kid}),
        jwt.encode(claims, "", "none", {"kid": key.kid}),
    ):
        with pytest.raises(TokenRejectedError, match="alg"):
            verify_signed(forged, keys, EXPECTED, keys.clock())


def test_the_audience_is_the_callers(keys: KeyRing) -> None:
    wiki = Expected(ISSUER, "wiki", ("jwt",), ("exp",))
    assert verify_signed(sign(keys, aud="wiki"), keys, wiki, keys.clock())
    with pytest.raises(TokenRejectedError, match="aud"):
        verify_signed(sign(keys), keys, wiki, keys.clock())


def test_leeway(keys: KeyRing, clock: ManualClock) -> None:
    token = sign(keys)
    clock.advance(seconds=60)
    with pytest.raises(TokenExpiredError):
        verify_signed(token, keys, EXPECTED, clock())
    lenient = Expected(ISSUER, None, ("jwt",), (), leeway=1)
    assert verify_signed(token, keys, lenient, clock())["sub"] == "alice"
