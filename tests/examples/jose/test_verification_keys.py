import json
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from examples.jose.secret_text import KeyFieldError, read_base64url, read_secret_text
from examples.jose.verification_keys import HMAC, MAX_KEYS, read_keys
from tests.examples.jose.test_jwk import KEYS, certificate
from tests.examples.sample_tokens import (
    KINDS,
    private_key,
    private_pem,
    public_jwk,
    public_pem,
    signed,
    verdict,
)

CERTIFICATE = certificate(private_key("P-256")).public_bytes(Encoding.PEM).decode()
ASYMMETRIC = sorted({*KINDS.values()} - {"oct"})


@pytest.mark.parametrize("kind", ASYMMETRIC)
def test_pem_and_jwk_give_the_same_public_members(kind: str) -> None:
    [pem], [jwk] = (
        read_keys(text, "text") for text in (public_pem(kind), public_jwk(kind))
    )
    assert (pem.kind, pem.source, pem.private) == (jwk.kind, jwk.source, False)
    assert pem.kind == kind
    [private] = read_keys(private_pem(kind), "text")
    assert (private.kind, private.private) == (kind, True)


def test_pkcs1_certificates_and_bare_der_are_read() -> None:
    [pkcs1] = read_keys(public_pem("RSA", PublicFormat.PKCS1), "text")
    assert pkcs1.kind == "RSA"
    pem = certificate(KEYS[0]).public_bytes(Encoding.PEM).decode()
    [found] = read_keys(pem, "text")
    assert (found.kind, found.form) == ("RSA", "X.509 certificate")
    bare = "\n".join(pem.splitlines()[1:-1])
    assert read_keys(bare, "text")[0].source == found.source
    body = "".join(public_pem("P-256").splitlines()[1:-1])
    assert read_keys(body, "text")[0].kind == "P-256"
    assert read_keys("M" * 60, "text")[0].kind == HMAC


def test_a_secret_is_never_shown() -> None:
    [key] = read_keys("hidden", "text")
    assert (key.secret, key.form) == (b"hidden", "text secret")
    assert "hidden" not in repr(key)
    [private] = read_keys(private_pem("Ed25519"), "text")
    assert "BEGIN" not in repr(private)


@pytest.mark.parametrize(
    ("text", "form", "secret"),
    [
        (" a ", "text", b" a "),
        ("é", "text", "é".encode()),
        ("00 fF\n10", "hex", b"\0\xff\x10"),
        ("-_-_", "base64url", b"\xfb\xff\xbf"),
        ("+/+/\n", "base64url", b"\xfb\xff\xbf"),
        ("YQ==", "base64url", b"a"),
    ],
)
def test_secrets_are_written_in_three_ways(text: str, form: str, secret: bytes) -> None:
    assert read_secret_text(text, form) == secret


@pytest.mark.parametrize(
    ("text", "form", "sentence"),
    [
        ("\ud800", "text", "The secret holds a lone surrogate"),
        ("abc", "hex", "The secret is not hex. It has 3 characters"),
        ("xy", "hex", "The secret is not hex. It has 2 characters"),
        ("a.b", "base64url", "The secret is not base64url: character 2 is '.'"),
        ("abcde", "base64url", "no base64url text has a length of 5"),
        ("ssh-ed25519 AAAA", "text", "This is an SSH key. Convert it"),
        ("-----BEGIN PUBLIC KEY-----", "text", "The text holds no key"),
        ("{", "text", "The key looks like a JWK. The key's members are not JSON"),
        ('{"kty":"oct","kty":"oct"}', "text", "The JWK repeats 'kty'"),
        ('{"keys":[]}', "text", "The JWKS holds no keys"),
        ('{"keys":5}', "text", "The JWKS holds no keys"),
        (json.dumps([{}] * (MAX_KEYS + 1)), "text", "The JWKS has 5001 keys"),
        ("x" * 4_194_305, "text", "The key has 4194305 characters"),
    ],
)
def test_an_unreadable_key_is_refused_with_the_reason(
    text: str, form: str, sentence: str
) -> None:
    with pytest.raises(KeyFieldError) as caught:
        read_keys(text, form)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("jwk", "problem"),
    [
        ("5", "It is not a JSON object."),
        ("{}", "The kty None is not a public-key type"),
        ('{"kty":"oct"}', "The oct key lacks k"),
        ('{"kty":"oct","k":""}', "The oct key lacks k"),
        ('{"kty":"oct","k":"*"}', "The secret is not base64url"),
        ('{"kty":"EC","crv":"secp256k1"}', "The EC key lacks x, y"),
        ('{"kty":"OKP","crv":"Ed9","x":"AA"}', "The crv 'Ed9' with kty OKP is not"),
        ('{"kty":"OKP","crv":["Ed448"]}', "The OKP key lacks crv, x"),
    ],
)
def test_a_bad_key_in_a_set_does_not_affect_the_others(jwk: str, problem: str) -> None:
    good = public_jwk("P-256", kid="good")
    [bad, key] = read_keys(f'{{"keys": [{jwk}, {good}]}}', "text")
    assert bad.problem.startswith(problem)
    assert (key.kind, key.name, key.problem) == ("P-256", "Key 2 (kid 'good')", "")


def test_the_declarations_of_a_jwk_are_kept() -> None:
    text = public_jwk(
        "P-256", alg="ES256", use="sig", key_ops=["verify"], kid="a", x5c=[]
    )
    [key] = read_keys(text, "text")
    assert key.declared == {
        "alg": "ES256",
        "use": "sig",
        "key_ops": ["verify"],
        "kid": "a",
    }
    assert read_base64url("YWI") == b"ab"


def test_the_metadata_of_an_issuer_names_where_its_keys_are() -> None:
    text = '{"issuer": "https://a.example", "jwks_uri": "https://a/keys"}'
    with pytest.raises(KeyFieldError, match="Open its jwks_uri, 'https://a"):
        read_keys(text, "text")


def test_certificates_by_their_kid_are_read() -> None:
    """Google publishes the keys of Firebase so."""
    text = json.dumps({"one": CERTIFICATE, "two": CERTIFICATE})
    keys = read_keys(text, "text")
    assert [key.declared for key in keys] == [{"kid": "one"}, {"kid": "two"}]
    assert keys[1].name == "Key 2 (kid 'two')"
    token = signed("ES256", kid="two")
    assert verdict(token, text) == "Valid signature"
    assert verdict(signed("ES256", kid="six"), text) == "Invalid signature"
    with pytest.raises(KeyFieldError):
        read_keys(json.dumps({"one": "-----BEGIN CERTIFICATE-----"}), "text")


def test_of_a_certificate_chain_the_first_counts() -> None:
    [key] = read_keys(CERTIFICATE + public_pem("P-384"), "text")
    assert (key.kind, key.form) == ("P-256", "X.509 certificate")
    assert key.note == "The first of 2 PEM blocks was used, and no chain was checked."


def test_a_set_of_thousands_of_keys_is_read_in_time() -> None:
    one, last = json.loads(public_jwk("RSA")), json.loads(public_jwk("P-256"))
    keys = [{**one, "kid": str(number)} for number in range(MAX_KEYS - 1)]
    text = json.dumps({"keys": [*keys, {**last, "kid": "last"}]})
    began = time.perf_counter()
    assert verdict(signed("ES256", kid="last"), text) == "Valid signature"
    # Without a kid, only the first keys are tried.
    assert verdict(signed("RS256"), text) == "Valid signature"
    assert verdict(signed("ES256"), text) == "Invalid signature"
    assert time.perf_counter() - began < 60


def test_an_rsa_exponent_of_one_verifies_nothing() -> None:
    """With it anyone could sign: the signature is the padded message."""
    jwk = json.dumps(json.loads(public_jwk("RSA")) | {"e": "AQ"})
    assert verdict(signed("RS256"), jwk) != "Valid signature"


def test_two_keys_of_one_kid_are_both_tried() -> None:
    keys = [json.loads(public_jwk(kind, kid="a")) for kind in ("P-384", "P-256")]
    text = json.dumps({"keys": keys})
    assert verdict(signed("ES256", kid="a"), text) == "Valid signature"
    assert verdict(signed("RS256", kid="a"), text) == "Invalid signature"
