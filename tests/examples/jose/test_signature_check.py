import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws
from jwt.utils import base64url_decode, raw_to_der_signature

from examples.jose.algorithms import get_algorithm
from examples.workshop.workshop import Workshop
from tests.examples.sample_tokens import (
    CLAIMS,
    KINDS,
    SECRET,
    VECTORS,
    b64,
    decode,
    key_for,
    mac,
    private_key,
    private_pem,
    public_jwk,
    public_pem,
    sentences,
    signed,
    verdict,
)

ALGORITHMS = sorted(KINDS)


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
@pytest.mark.parametrize("chosen", ["", "alg"])
def test_the_vectors_of_the_rfcs_verify(vector: dict[str, Any], chosen: str) -> None:
    algorithm = vector.get(chosen, "")
    key = json.dumps(vector["jwk"])
    assert verdict(vector["token"], key, algorithm=algorithm) == "Valid signature"
    head, payload, signature = vector["token"].split(".")
    other = b64(b"other")
    assert verdict(f"{head}.{other}.{signature}", key) == "Invalid signature"
    assert verdict(f"{head}.{payload}.", key) == "Invalid signature"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_tokens_of_pyjwt_verify(algorithm: str) -> None:
    token = signed(algorithm)
    for chosen in ("", algorithm):
        decoded = decode(token, key_for(algorithm), algorithm=chosen)
        assert decoded["verdict"] == "Valid signature"
        assert decoded["sentence"].startswith(f"{algorithm} matches with the ")


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(
    "algorithm", [name for name in ALGORITHMS if not name.startswith("ML-DSA-")]
)
def test_tokens_of_joserfc_verify(algorithm: str) -> None:
    kinds: dict[str, Any] = {
        "oct": joserfc_jwk.OctKey,
        "RSA": joserfc_jwk.RSAKey,
        "Ed25519": joserfc_jwk.OKPKey,
        "Ed448": joserfc_jwk.OKPKey,
    }
    kind = KINDS[algorithm]
    text = SECRET if kind == "oct" else private_pem(kind)
    key = kinds.get(kind, joserfc_jwk.ECKey).import_key(text)
    token = joserfc_jws.serialize_compact(
        {"alg": algorithm}, json.dumps(CLAIMS), key, algorithms=[algorithm]
    )
    assert verdict(token, key_for(algorithm)) == "Valid signature"


@pytest.mark.parametrize(
    ("header", "chosen"), [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")]
)
def test_eddsa_has_two_names(header: str, chosen: str) -> None:
    token = signed(header)
    key = public_jwk("Ed25519", alg=chosen)
    assert verdict(token, key, algorithm=chosen) == "Valid signature"


def test_without_a_key_nothing_is_verified() -> None:
    decoded = decode(signed("HS256"))
    assert decoded["verdict"] == "Not verified"
    assert "There is no key" in decoded["sentence"]


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_none_is_never_valid(name: str) -> None:
    for token in (f"{b64({'alg': name})}.e30.", mac({"alg": name})):
        assert verdict(token) == "Not verified"
        for key in (SECRET, public_pem("RSA"), " "):
            assert verdict(token, key) == "Invalid signature"
        assert "alg is none" in sentences(decode(token))


def test_the_algorithm_is_never_the_tokens_choice() -> None:
    """A public key is no secret (RFC 8725 §2.1)."""
    pem = public_pem("RSA")
    forged = mac({"alg": "HS256"}, secret=pem)
    decoded = decode(forged, pem)
    assert decoded["verdict"] == "Invalid signature"
    assert "Never use a public key as a secret" in decoded["sentence"]
    assert verdict(forged, public_jwk("RSA")) == "Invalid signature"
    assert verdict(forged, pem, algorithm="RS256") == "Invalid signature"
    assert verdict(forged, pem, algorithm="HS256") == "Invalid signature"
    assert verdict(signed("RS256"), SECRET) == "Invalid signature"


def test_the_algorithm_that_the_reader_chose_is_used() -> None:
    decoded = decode(signed("HS256"), SECRET, algorithm="HS512")
    assert decoded["verdict"] == "Invalid signature"
    assert "You chose HS512, but the header says 'HS256'" in decoded["sentence"]
    assert verdict(signed("RS256"), key_for("RS256"), algorithm="PS256") != (
        "Valid signature"
    )


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ({"alg": "ES384"}, "The JWK is only for 'ES384'"),
        ({"alg": 5}, "The JWK is only for 5"),
        ({"use": "enc"}, "The JWK's use is 'enc'"),
        ({"key_ops": ["sign"]}, "The JWK's key_ops are ['sign'], without verify"),
        ({"key_ops": "verify"}, "The JWK's key_ops are 'verify', without verify"),
        ({"use": "sig", "key_ops": []}, "The JWK's key_ops are [], without verify"),
    ],
)
def test_the_declarations_of_a_jwk_must_agree_with_the_token(
    declared: dict[str, object], reason: str
) -> None:
    decoded = decode(signed("ES256"), public_jwk("P-256", **declared))
    assert decoded["verdict"] == "Invalid signature"
    assert reason in decoded["sentence"]


@pytest.mark.parametrize(
    ("header", "word", "reason"),
    [
        ({"crit": ["exp"], "exp": 1}, "Invalid signature", "requires a verifier to"),
        ({"crit": []}, "Invalid signature", "must be an array of distinct names"),
        ({"crit": "exp"}, "Invalid signature", "must be an array of distinct names"),
        ({"crit": ["b64", "b64"], "b64": True}, "Invalid signature", "distinct names"),
        (
            {"crit": ["b64"]},
            "Invalid signature",
            "but the header has no such parameter",
        ),
        ({"crit": [5]}, "Invalid signature", "but the header has no such parameter"),
        (
            {"b64": False},
            "Invalid signature",
            "without naming it in crit (RFC 7797 §6)",
        ),
        ({"crit": ["b64"], "b64": True}, "Valid signature", "matches"),
        ({"alg": "HS257"}, "Invalid signature", "is not a signature algorithm that"),
        ({"alg": "ES256K"}, "Invalid signature", "needs a key of kind secp256k1"),
        ({"alg": "EdDSA"}, "Invalid signature", "of kind Ed25519 or Ed448, but yours"),
        ({"alg": "ML-DSA-44"}, "Invalid signature", "needs a key of kind ML-DSA-44"),
    ],
)
def test_a_header_that_this_page_cannot_satisfy_is_named(
    header: dict[str, object], word: str, reason: str
) -> None:
    decoded = decode(mac({"alg": "HS256"} | header), SECRET)
    assert (decoded["verdict"], reason in decoded["sentence"]) == (word, True)


def test_an_unencoded_payload_verifies() -> None:
    header = b64({"alg": "HS256", "b64": False, "crit": ["b64"]})
    head = f"{header}.$ä"
    made = jwt.get_algorithm_by_name("HS256").sign(head.encode(), SECRET.encode())
    decoded = decode(f"{head}.{b64(made)}", SECRET)
    assert decoded["verdict"] == "Valid signature"
    assert "b64 is false" in sentences(decoded)
    assert decoded["payload"]["runs"] == [("plain", "$ä")]


def test_a_signature_in_another_form_is_named() -> None:
    token = signed("ES256")
    head, _, signature = token.rpartition(".")
    raw = base64url_decode(signature)
    der = raw_to_der_signature(raw, ec.SECP256R1())
    key = public_pem("P-256")
    for data, reason in {
        der: "is in DER form",
        raw[:-1]: "The signature has 63 bytes, but ES256 with this key makes 64",
        raw + b"\0": "The signature has 65 bytes, but ES256 with this key makes 64",
        bytes(64): "The signature does not match",
        raw[:32] + bytes(32): "The signature does not match",
        b"": "The signature is empty",
    }.items():
        decoded = decode(f"{head}.{b64(data)}", key)
        assert decoded["verdict"] == "Invalid signature"
        assert reason in decoded["sentence"]
    rsa = signed("RS256").rpartition(".")[0]
    decoded = decode(f"{rsa}.{b64(bytes(255))}", public_pem("RSA"))
    assert "has 255 bytes, but RS256 with this key makes 256" in decoded["sentence"]


def test_a_secret_read_in_another_way_is_suggested() -> None:
    for form, text in {"hex": "00ff" * 16, "base64url": "A-_f" * 11}.items():
        secret = bytes.fromhex(text) if form == "hex" else base64url_decode(text)
        head = f"{b64({'alg': 'HS256'})}.e30"
        made = jwt.get_algorithm_by_name("HS256").sign(head.encode(), secret)
        token = f"{head}.{b64(made)}"
        assert f"tick “Secret is {form}”" in decode(token, text)["sentence"]
        assert verdict(token, text, form=form) == "Valid signature"
    assert "a changed token, or another key" in decode(signed("HS256"), "é")["sentence"]


def test_a_set_is_searched_by_kid_and_each_key_reported() -> None:
    keys = [
        public_jwk("RSA", kid="one"),
        public_jwk("P-256", kid="two"),
        public_jwk("P-256", kid="two", use="enc"),
    ]
    jwks = f'{{"keys": [{", ".join(keys)}]}}'
    decoded = decode(signed("ES256", kid="two"), jwks)
    assert decoded["verdict"] == "Valid signature"
    assert [one["outcome"] for one in decoded["tried"]] == ["valid", "unfit"]
    assert decoded["sentence"].startswith("Key 2 (kid 'two'): ES256 matches")
    assert decode(signed("ES256"), jwks)["verdict"] == "Valid signature"
    assert [one["outcome"] for one in decode(signed("ES256"), jwks)["tried"]] == [
        "unfit",
        "valid",
        "unfit",
    ]
    lost = decode(signed("ES256", kid="three"), jwks)
    assert (lost["verdict"], lost["tried"]) == ("Invalid signature", [])
    assert "No key in the set has the kid 'three'" in lost["sentence"]
    assert verdict(signed("ES256", kid="one"), jwks) == "Invalid signature"


def test_a_private_key_verifies_by_its_public_half() -> None:
    for kind, algorithm in {
        "RSA": "PS256",
        "P-521": "ES512",
        "Ed25519": "EdDSA",
    }.items():
        decoded = decode(signed(algorithm), private_pem(kind))
        assert decoded["verdict"] == "Valid signature"
        assert "is private. Verification needs only the public half" in sentences(
            decoded
        )


def test_eddsa_takes_both_curves_and_each_new_name_only_one() -> None:
    for curve, other in (("Ed25519", "Ed448"), ("Ed448", "Ed25519")):
        token = get_algorithm(curve)
        head = f"{b64({'alg': 'EdDSA'})}.{b64(CLAIMS)}"
        made = token.sign(head.encode(), private_key(curve))
        key = public_pem(curve)
        assert verdict(f"{head}.{b64(made)}", key) == "Valid signature"
        assert verdict(f"{head}.{b64(made[:-1])}", key) == "Invalid signature"
        refused = decode(signed(curve), public_pem(other))
        assert f"{curve} needs a key of kind {curve}" in refused["sentence"]
        refused = decode(signed(curve), key, algorithm=other)
        assert f"You chose {other}, but the header says" in refused["sentence"]


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        {"kty": "RSA", "n": "AQ", "e": "Aw"},
        {"kty": "RSA", "n": "_" * 2732, "e": "AQAB"},
    ],
)
def test_keys_that_cannot_be_used_verify_nothing(jwk: dict[str, str]) -> None:
    algorithm = {"EC": "ES256", "OKP": "EdDSA", "RSA": "RS256"}[jwk["kty"]]
    decoded = decode(signed(algorithm), json.dumps(jwk))
    assert decoded["verdict"] == "Not verified"
    assert "The key cannot be used: " in decoded["sentence"]


def test_a_public_key_as_an_oct_secret_is_refused() -> None:
    pem = public_pem("RSA")
    jwk = json.dumps({"kty": "oct", "k": b64(pem.encode())})
    decoded = decode(mac({"alg": "HS256"}, secret=pem), jwk)
    assert decoded["verdict"] == "Not verified"
    assert "asymmetric key" in decoded["sentence"]


def test_a_python_without_the_algorithm_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: str) -> None:
        raise NotImplementedError

    signed_es256 = signed("ES256")
    monkeypatch.setattr(jwt, "get_algorithm_by_name", missing)
    decoded = decode(signed_es256, public_pem("P-256"))
    assert decoded["verdict"] == "Not verified"
    sentence = "This Python cannot use ES256: install the package cryptography."
    assert sentence in decoded["sentence"]
    pem = private_pem("P-256")
    answer = Workshop().sign("{}", "ES256", pem)
    assert "error" in answer
    assert answer["error"].startswith(sentence)
