import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from examples.jose.secret_text import KeyFieldError, read_base64url, read_secret_text
from examples.jose.verification_keys import HMAC, read_keys
from tests.examples.jose.test_jwk import KEYS, certificate
from tests.examples.sample_tokens import KINDS, private_pem, public_jwk, public_pem

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
        (json.dumps([{}] * 101), "text", "The JWKS has 101 keys"),
        ("x" * 262_145, "text", "The key has 262145 characters"),
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
