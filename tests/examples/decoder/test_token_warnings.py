from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from examples.jose.weak_secrets import is_published
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    b64,
    decode,
    mac,
    public_jwk,
    sentences,
    signed,
)

GOOD = signed("HS256")


def test_a_good_token_warns_of_nothing() -> None:
    assert decode(GOOD, SECRET)["alerts"] == []


def test_each_warning_cites_its_source_and_leads_to_the_guide() -> None:
    for alert in decode(mac({"alg": "none", "jku": "x", "kid": "../x"}, {}))["alerts"]:
        assert alert["url"].startswith("https://")
        assert alert["label"]
        assert alert["address"].startswith("jwt/#")
        assert alert["guide"]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"jwk": {}}, "The header holds jwk, a key or the address"),
        ({"jku": "https://x"}, "The header holds jku"),
        ({"x5u": "https://x"}, "The header holds x5u"),
        ({"x5c": []}, "The header holds x5c"),
        ({"kid": "../../dev/null"}, "looks like a path"),
        ({"kid": "C:\\keys"}, "looks like a path"),
        ({"kid": "https://x/y"}, "looks like a path"),
        ({"kid": "x' UNION SELECT 'a"}, "looks like SQL"),
        ({"kid": "1 or 1=1"}, "looks like SQL"),
        ({"kid": "key|cat"}, "looks like a command"),
        ({"cty": "JWT"}, "a nested JWT"),
        ({"cty": "application/jwt"}, "a nested JWT"),
    ],
)
def test_headers_that_are_dangerous(header: dict[str, object], sentence: str) -> None:
    token = mac({"alg": "HS256"} | header)
    assert sentence in sentences(decode(token))


@pytest.mark.parametrize("kid", ["2024-01", "a_b.c", "one two", "Kö", "selection"])
def test_ordinary_ids_are_not_suspected(kid: str) -> None:
    assert "looks like" not in sentences(decode(mac({"alg": "HS256", "kid": kid})))


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ({"aud": "a"}, "The token has no exp, so a thief"),
        ({"exp": NOW + 60}, "The token has no aud, so a service cannot tell"),
        (
            {"exp": NOW + 60 + 30 * 86_400},
            "The token is valid for 30 days",
        ),
        ({"exp": NOW + 60, "iat": NOW - 40 * 86_400}, "The token is valid for"),
        ({"exp": NOW * 1000}, "The exp 1800000000000 looks like milliseconds"),
        ({"iat": NOW * 1000}, "In milliseconds it would be 2027-01-15 08:00:00 UTC."),
        ({"nbf": NOW + 60}, "The nbf is in the future: services must refuse the token"),
        ({"password": "x"}, "The claim 'password' looks sensitive"),
        ({"user": {"credit_card": 1}}, "The claim 'user.credit_card' looks sensitive"),
        (b'{"a":1,"a":2}', "The payload repeats 'a'. Parsers disagree"),
        (b"text", "The payload is not a JSON object, so this JWS is not a JWT."),
        (["a"], "It is another JSON value."),
        (GOOD.encode(), "The payload is itself a token, a nested JWT."),
    ],
)
def test_payloads_that_are_dangerous(payload: Any, sentence: str) -> None:  # noqa: ANN401
    assert sentence in sentences(decode(mac({"alg": "HS256"}, payload)))


@pytest.mark.parametrize("payload", [{"bypass": 1, "pinned": 2, "gender": 3}, CLAIMS])
def test_ordinary_claims_are_not_suspected(payload: dict[str, object]) -> None:
    assert "sensitive" not in sentences(decode(mac({"alg": "HS256"}, payload)))


@pytest.mark.parametrize(
    ("secret", "sentences_in_it"),
    [
        ("secret", ["on public lists of guesses", "The secret has 6 bytes, but HS256"]),
        ("Your-256-bit-secret", ["on public lists of guesses", "has 19 bytes"]),
        ("\0" * 40, ["on public lists of guesses"]),
        (f"{SECRET}\n", ["begins or ends with white space"]),
    ],
)
def test_weak_secrets_warn_and_do_not_block(
    secret: str, sentences_in_it: list[str]
) -> None:
    decoded = decode(mac({"alg": "HS256"}, secret=secret), secret)
    assert decoded["verdict"] == "Valid signature"
    for sentence in sentences_in_it:
        assert sentence in sentences(decoded)
    assert is_published(secret.encode()) == ("lists of guesses" in sentences(decoded))


def test_short_rsa_keys_warn_and_do_not_block() -> None:
    public = rsa.generate_private_key(65537, 1024).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    told = sentences(decode(signed("RS256"), pem.decode()))
    assert "The key has 1024 bits, but RSA needs at least 2048." in told


def test_an_encrypted_token_is_explained() -> None:
    token = f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc"
    decoded = decode(token, public_jwk("P-256"))
    assert decoded["verdict"] == "Not verified"
    assert "PyJWT does not decrypt JWE" in sentences(decoded)
    assert "no exp" not in sentences(decoded)
    [alg, _] = decoded["header"]["rows"]
    assert (alg["name"], alg["label"]) == ("alg", "RFC 7516 §4.1.1")


def test_a_der_signature_is_explained() -> None:
    head = signed("ES256").rpartition(".")[0]
    der = bytes.fromhex("3006020101020101")
    assert "is in DER form" in sentences(decode(f"{head}.{b64(der)}"))
