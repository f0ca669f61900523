import hashlib
import json
from typing import Any

import pytest

from examples.decoder.pasted_text import recognise
from examples.jose.dpop import check_proof, is_proof, thumbprint
from examples.jose.json_text import JsonObject, read_json
from examples.jose.token_parts import split_token
from tests.examples.sample_tokens import (
    NOW,
    b64,
    jwk_of,
    mac,
    private_key,
    public_jwk,
    pyjwt,
)

JWK = json.loads(public_jwk("P-256"))
CLAIMS = {"jti": "a", "htm": "GET", "htu": "https://api.example/me", "iat": NOW}


def jkt(jwk: dict[str, str]) -> str:
    value = read_json(json.dumps(jwk), "It")
    assert isinstance(value, JsonObject)
    found = thumbprint(value)
    assert found is not None
    return found


ACCESS = mac({"alg": "HS256"}, {"sub": "a", "cnf": {"jkt": jkt(JWK)}})
ATH = b64(hashlib.sha256(ACCESS.encode()).digest())


def proof(
    claims: dict[str, Any] | None = None, jwk: object = JWK, algorithm: str = "ES256"
) -> str:
    key = private_key("P-256") if algorithm == "ES256" else "k" * 64
    headers = {"typ": "dpop+jwt", "jwk": jwk}
    return pyjwt().encode(CLAIMS | (claims or {}), key, algorithm, headers=headers)


def findings(text: str, access: str = ACCESS) -> list[str]:
    return check_proof(split_token(text), split_token(access) if access else None)


def test_the_thumbprint_of_the_rfc() -> None:
    """RFC 7638 §3.1."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhD"
        "R1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6C"
        "f0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1"
        "n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1"
        "jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    jwk = {"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert jkt(jwk) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


@pytest.mark.parametrize("text", ['{"kty": "RSA"}', '{"kty": 5}', "{}", '{"kty": "x"}'])
def test_an_incomplete_key_has_no_thumbprint(text: str) -> None:
    value = read_json(text, "It")
    assert isinstance(value, JsonObject)
    assert thumbprint(value) is None


def test_a_proof_that_fits_has_no_fault() -> None:
    found = findings(proof({"ath": ATH}))
    assert found == [
        "The proof's signature matches the key that it holds.",
        "The proof is for 'GET' 'https://api.example/me' only.",
        "The proof's ath matches the access token.",
        "The access token is bound to the proof's key: cnf.jkt matches.",
    ]
    assert is_proof(split_token(proof()))
    assert not is_proof(split_token(ACCESS))


@pytest.mark.parametrize(
    ("text", "access", "fault"),
    [
        (proof(jwk=None), ACCESS, "Refuse: the proof holds no jwk"),
        (
            proof(jwk=jwk_of("P-256", private_key("P-256"))),
            ACCESS,
            "Refuse: the proof's jwk holds a secret",
        ),
        (
            proof(jwk={"kty": "?"}),
            ACCESS,
            "is not valid. The kty",
        ),
        (proof(jwk={"keys": []}), ACCESS, "Refuse: the proof's jwk cannot be read."),
        (
            proof(jwk={"keys": [JWK, JWK]}),
            ACCESS,
            "Refuse: the proof's jwk cannot be read.",
        ),
        (
            proof(algorithm="HS256"),
            ACCESS,
            "Refuse: the proof is not signed by a key pair",
        ),
        (
            proof(jwk=json.loads(public_jwk("P-384"))),
            ACCESS,
            "signature is not valid. ES256 needs a key of kind P-256",
        ),
        (proof({"htm": 5}), ACCESS, "Refuse: the proof's htm and htu must be text"),
        (proof({"iat": "now"}), ACCESS, "Refuse: The iat"),
        (proof(), ACCESS, "Refuse: the proof lacks ath"),
        (proof({"ath": "other"}), ACCESS, "ath belongs to another access token"),
        (
            proof({"ath": ATH}),
            mac({"alg": "HS256"}, {"sub": "a"}),
            "Refuse: the access token has no cnf.jkt",
        ),
        (
            proof({"ath": ATH}),
            mac({"alg": "HS256"}, {"cnf": {"jkt": "x"}}),
            "Refuse: the access token is bound to another key",
        ),
        (proof(), "", "Paste the access token too"),
    ],
)
def test_what_is_wrong_with_a_proof(text: str, access: str, fault: str) -> None:
    assert fault in "\n".join(findings(text, access))


def test_a_claim_that_lacks_is_named() -> None:
    claims = {name: CLAIMS[name] for name in ("jti", "iat")}
    headers = {"typ": "dpop+jwt", "jwk": JWK}
    text = pyjwt().encode(claims, private_key("P-256"), "ES256", headers=headers)
    assert "Refuse: the proof lacks htm, htu (RFC 9449 §4.2)." in findings(text)


def test_an_opaque_access_token_is_compared_by_ath_alone() -> None:
    opaque = "8xLOxBtZp8ty7Sbg2aKq"
    ath = b64(hashlib.sha256(opaque.encode()).digest())
    found = findings(proof({"ath": ath}), opaque)
    assert found[-1] == "The proof's ath matches the access token."


def test_a_proof_that_was_pasted_with_its_token_is_checked() -> None:
    request = f"GET /me HTTP/1.1\nAuthorization: DPoP {ACCESS}\nDPoP: "
    for text, note in (
        (proof({"ath": ATH}), "The proof's ath matches the access token."),
        (proof({"ath": "x"}), "Refuse: the proof's ath belongs to another access"),
    ):
        found = recognise(request + text)
        assert [one.label for one in found.tokens] == [
            "Authorization header",
            "DPoP header",
        ]
        assert note in "\n".join(found.notes)
    alone = recognise(f"Host: a\nDPoP: {proof()}")
    assert "Paste the access token too" in alone.notes[-1]
