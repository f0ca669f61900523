import json
from typing import Any

import jwt
import pytest
from jwt.utils import base64url_decode, base64url_encode

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.token_errors import TokenError, TokenExpiredError, TokenRejectedError

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.fixture(params=["EdDSA", "ES256"])
def signed(request: pytest.FixtureRequest, clock: ManualClock) -> KeyPairTokens:
    ring = KeyRing(lambda: new_signing_key(request.param), clock, 1000, 1000)
    return KeyPairTokens(ring, "https://auth.example", "shop", clock)


def resigned(signed: KeyPairTokens, header: dict[str, Any], **claims: object) -> str:
    """Sign with the right key what the issuer would never sign."""
    key = signed.keys.current()
    given = signed.verify(signed.issue("alice")) | claims
    headers = {"typ": "at+jwt", "kid": key.kid} | header
    return jwt.encode(given, key.private, key.algorithm, headers)


def refusal(signed: KeyPairTokens, token: str) -> TokenError:
    with pytest.raises(TokenError) as error:
        signed.verify(token)
    return error.value


def test_claims_and_header(signed: KeyPairTokens, clock: ManualClock) -> None:
    token = signed.issue("alice", sid="s")
    claims, now = signed.verify(token), clock()
    assert len(claims.pop("jti")) == 22
    assert claims == {
        "iss": "https://auth.example",
        "aud": "shop",
        "sub": "alice",
        "iat": now,
        "exp": now + 900,
        "sid": "s",
    }
    key = signed.keys.current()
    assert jwt.get_unverified_header(token) == {
        "alg": key.algorithm,
        "kid": key.kid,
        "typ": "at+jwt",
    }


def test_registered_claims_are_the_issuers(signed: KeyPairTokens) -> None:
    with pytest.raises(ValueError, match="The issuer sets the claim exp"):
        signed.issue("alice", exp=1)


def test_no_token_fails_when_keys_rotate(
    signed: KeyPairTokens, clock: ManualClock
) -> None:
    alive: list[str] = []
    kids = set()
    for _ in range(60):
        kids.add(signed.keys.current().kid)
        alive = [*alive, signed.issue("alice")][-18:]  # as many as can live
        clock.advance(seconds=49)
        for token in alive:
            signed.verify(token)
    assert len(kids) == 3


def test_expired_by_one_second(signed: KeyPairTokens, clock: ManualClock) -> None:
    token = signed.issue("alice")
    clock.advance(seconds=899)
    signed.verify(token)
    clock.advance(seconds=1)
    assert isinstance(refusal(signed, token), TokenExpiredError)


def test_foreign_keys(signed: KeyPairTokens, clock: ManualClock) -> None:
    other = KeyPairTokens(KeyRing(clock=clock), signed.issuer, signed.audience, clock)
    assert "is not a key of ours" in str(refusal(signed, other.issue("alice")))
    key = signed.keys.current()
    nameless = jwt.encode({"sub": "alice"}, key.private, key.algorithm)
    assert str(refusal(signed, nameless)) == "The kid None is not a key of ours."
    foreign = new_signing_key(key.algorithm)
    named = {"kid": key.kid, "typ": "at+jwt"}
    claims = signed.verify(signed.issue("alice"))
    headers = named | {"jwk": foreign.public_jwk(), "jku": "https://evil.example"}
    forged = jwt.encode(claims, foreign.private, foreign.algorithm, headers)
    assert "signature does not match" in str(refusal(signed, forged))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_the_header_does_not_choose_the_algorithm(
    signed: KeyPairTokens, algorithm: str
) -> None:
    key = signed.keys.current()
    public = json.dumps(key.public_jwk()).encode()
    header = json.dumps({"alg": algorithm, "typ": "at+jwt", "kid": key.kid}).encode()
    payload = signed.issue("alice").split(".")[1].encode()
    signing_input = base64url_encode(header) + b"." + payload
    signature = b""
    if algorithm == "HS256":
        signer = jwt.get_algorithm_by_name("HS256")
        signature = base64url_encode(signer.sign(signing_input, public))
    error = refusal(signed, (signing_input + b"." + signature).decode())
    assert str(error) == "The token's alg is missing or not allowed here."


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "JWT"}, {}),
        ({}, {"aud": "bank"}),
        ({}, {"iss": "https://evil.example"}),
        ({}, {"sub": 1}),
        ({}, {"iat": 9_999_999_999}),
    ],
)
def test_wrong_claims(
    signed: KeyPairTokens, header: dict[str, Any], claims: dict[str, Any]
) -> None:
    assert isinstance(
        refusal(signed, resigned(signed, header, **claims)), TokenRejectedError
    )


@pytest.mark.parametrize("token", ["", "a.b.c", "\ud800", "x" * 10_000, "é.é.é"])
def test_malformed(signed: KeyPairTokens, token: str) -> None:
    assert isinstance(refusal(signed, token), TokenRejectedError)


def test_an_es256_signature_has_a_second_form(clock: ManualClock) -> None:
    ring = KeyRing(lambda: new_signing_key("ES256"), clock)
    signed = KeyPairTokens(ring, "i", "a", clock)
    token = signed.issue("alice")
    start, _, signature = token.rpartition(".")
    raw = base64url_decode(signature)
    other = raw[:32] + (ORDER - int.from_bytes(raw[32:])).to_bytes(32)
    twin = f"{start}.{base64url_encode(other).decode()}"
    assert twin != token
    assert signed.verify(twin) == signed.verify(token)
