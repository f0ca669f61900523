import json

import pytest

from examples.decoder.decoder import Decoder
from tests.examples.sample_tokens import (
    CLAIMS,
    KINDS,
    SECRET,
    b64,
    jwk_of,
    key_for,
    mac,
    private_key,
    private_pem,
    public_pem,
    pyjwt,
    signed,
    verdict,
)

DECODER = Decoder()


def private_jwk(kind: str) -> str:
    return json.dumps(jwk_of(kind, private_key(kind)))


def test_another_payload_makes_the_signature_stale_until_it_is_signed_again() -> None:
    token = signed("HS256")
    made = DECODER.replace_payload(f"Bearer {token}", '{"sub": "mallory", "n": 1.0}')
    assert made["error"] == ""
    assert verdict(made["token"], SECRET) == "Invalid signature"
    again = DECODER.sign_again(made["token"], "HS256", SECRET, "text")
    assert verdict(again["token"], SECRET) == "Valid signature"
    assert b64(b'{"sub": "mallory", "n": 1.0}') in again["token"]


@pytest.mark.parametrize("algorithm", sorted(KINDS))
def test_what_is_signed_here_verifies_elsewhere(algorithm: str) -> None:
    kind = KINDS[algorithm]
    keys = [SECRET] if kind == "oct" else [private_pem(kind), private_jwk(kind)]
    for key in keys:
        made = DECODER.sign(algorithm, json.dumps(CLAIMS), key)
        assert made["error"] == ""
        found = pyjwt().decode(
            made["token"],
            key_for(algorithm),
            algorithms=[algorithm],
            options={"verify_exp": False, "verify_aud": False},
        )
        assert found == CLAIMS


UNSIGNED = [
    ("", "", SECRET, "There is no signed token to sign again."),
    ("a", "", SECRET, "The token cannot be signed. The token has 1 part"),
    (
        mac({"alg": "none"}),
        "",
        SECRET,
        "The token cannot be signed. The header's alg is",
    ),
    (mac({"alg": "HS256"}), "HS512", SECRET, "You chose HS512"),
    (mac({"alg": "ES256K"}), "", SECRET, "ES256K cannot sign with a key of kind"),
    (mac({"alg": "HS256"}), "", "", "To sign, enter one secret or one private"),
    (mac({"alg": "HS256"}), "", "{", "The key looks like a JWK"),
    (mac({"alg": "HS256"}), "", "[{},{}]", "To sign, enter one secret"),
    (mac({"alg": "HS256"}), "", "{}", "The kty None is not a public-key type"),
    (mac({"alg": "HS256"}), "", private_pem("RSA"), "HS256 cannot sign with a key"),
    (signed("ES256"), "", public_pem("P-256"), "The key is public: sign with"),
    (
        signed("HS256"),
        "",
        '{"kty":"oct","k":"YWFh","alg":"HS512"}',
        "The JWK is only for 'HS512'.",
    ),
    (
        signed("RS256"),
        "",
        '{"kty":"RSA","n":"AQ","e":"AQAB","d":"AQ"}',
        "The key cannot sign: ",
    ),
]


@pytest.mark.parametrize(
    ("token", "algorithm", "key", "sentence"),
    UNSIGNED,
    ids=[case[3] for case in UNSIGNED],
)
def test_what_cannot_be_signed_is_told(
    token: str, algorithm: str, key: str, sentence: str
) -> None:
    made = DECODER.sign_again(token, algorithm, key, "text")
    assert made["token"] == ""
    assert sentence in made["error"]


def test_what_cannot_be_made_is_told() -> None:
    made = DECODER.replace_payload("a.b", "{}")
    assert made["error"] == "The token has 2 parts, but editing needs 3."
    made = DECODER.replace_payload("a.b.c", "x\ud800")
    assert made["error"] == "Character 2 is a lone surrogate: remove it."
    made = DECODER.sign("HS257", "{}", SECRET)
    assert "HS257 cannot sign with a key of kind" in made["error"]
