"""RFC 7516 and 7520 vectors, joserfc's tokens, and tokens that must be refused."""

import json
import re
import time
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x448, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, RSAKey

from examples.jose.jwe import (
    AGREEMENTS,
    ALGORITHMS,
    ENCRYPTIONS,
    MAX_KEY_CHARACTERS,
    MAX_PASSWORD_ROUNDS,
    MAX_PLAINTEXT,
    PASSWORDS,
    DecryptionKey,
    JweError,
    decrypt,
)
from tests.examples.sample_tokens import TOKEN_PARTS, b64, private_pem, public_pem

VECTORS: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "jwe.json").read_text()
)
PASSWORD = "correct horse battery staple"
SECRETS = {size: b64(bytes(range(size))) for size in (16, 24, 32, 48, 64)}


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_the_vectors_of_the_rfcs_are_decrypted(vector: dict[str, str]) -> None:
    found = decrypt(vector["token"], vector["key"])
    assert found.plaintext.decode() == vector["plaintext"]
    assert found.nested is None
    assert "enc" in found.protected
    head, *parts = vector["token"].split(".")
    for at, part in enumerate(parts):
        changed = ("A" if part[:1] != "A" else "B") + part[1:]
        token = ".".join([head, *parts[:at], changed, *parts[at + 1 :]])
        with pytest.raises(JweError):
            decrypt(token, vector["key"])


def oct_key(size: int) -> str:
    return json.dumps({"kty": "oct", "k": SECRETS[size]})


def key_for(alg: str, enc: str) -> tuple[Any, str]:
    """Give a key to joserfc, and the text of the same key."""
    if alg.startswith("RSA"):
        pem = private_pem("RSA")
        return RSAKey.import_key(pem), pem
    if alg in AGREEMENTS:
        pem = private_pem("P-256")
        return ECKey.import_key(pem), pem
    if alg in PASSWORDS:
        return OctKey.import_key(PASSWORD), PASSWORD
    size = ENCRYPTIONS[enc] if alg == "dir" else int(alg[1:4]) // 8
    return OctKey.import_key(json.loads(oct_key(size))), oct_key(size)


JOSERFC = [one for one in ALGORITHMS if one not in {"RSA-OAEP-384", "RSA-OAEP-512"}]


@pytest.mark.parametrize("enc", ENCRYPTIONS)
@pytest.mark.parametrize("alg", JOSERFC)
def test_tokens_of_joserfc_are_decrypted(alg: str, enc: str) -> None:
    key, text = key_for(alg, enc)
    registry = jwe.JWERegistry(algorithms=[alg, enc, "DEF"])
    for header in ({}, {"zip": "DEF"}, {"kid": "a"}):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            token = jwe.encrypt_compact(
                {"alg": alg, "enc": enc, **header}, b'{"a": 1}', key, registry=registry
            )
        assert decrypt(token, text).plaintext == b'{"a": 1}'


def sealed(
    header: dict[str, Any], plaintext: bytes = b"hi", cek: bytes = bytes(range(16))
) -> str:
    """Encrypt directly with any header, also one that no library would write."""
    protected = b64({"alg": "dir", "enc": "A128GCM"} | header)
    iv = bytes(12)
    found = AESGCM(cek).encrypt(iv, plaintext, protected.encode())
    return f"{protected}..{b64(iv)}.{b64(found[:-16])}.{b64(found[-16:])}"


def refusal(token: str, key: str = SECRETS[16]) -> str:
    with pytest.raises(JweError) as caught:
        decrypt(token, key)
    return str(caught.value)


def test_a_secret_is_read_in_the_form_that_fits() -> None:
    for text in (SECRETS[16], bytes(range(16)).hex(), oct_key(16)):
        assert decrypt(sealed({}), text).plaintext == b"hi"
    plain = sealed({}, cek=b"sixteen letters!")
    assert decrypt(plain, "sixteen letters!").plaintext == b"hi"


def test_a_nested_token_is_found() -> None:
    inner = ".".join(TOKEN_PARTS)
    assert decrypt(sealed({"cty": "JWT"}, inner.encode()), SECRETS[16]).nested == inner


REFUSED = [
    ({"alg": "RSA1_5"}, "This page does not decrypt RSA1_5"),
    ({"alg": "A128"}, "The alg 'A128' is not one that this page can decrypt"),
    ({"enc": "A1"}, "The enc 'A1' is not one"),
    ({"enc": 5}, "The enc 5 is not one"),
    ({"zip": "GZ"}, "The zip must be DEF"),
    ({"crit": ["exp"]}, "The crit requires a decrypter to understand ['exp']"),
    ({"alg": "A128KW"}, "The key does not open this token"),
    ({"alg": "A256KW"}, "A256KW needs a secret of 32 bytes, but yours has 22 or 16."),
    ({"alg": "A128GCMKW"}, "The header lacks iv"),
    ({"alg": "A128GCMKW", "iv": "*", "tag": ""}, "The header's iv is not base64url"),
    ({"alg": "A128GCMKW", "iv": "AA", "tag": "AA"}, "iv or tag has a wrong length"),
    ({"alg": "RSA-OAEP"}, "RSA-OAEP needs a private key of kind RSA, but yours is a"),
    ({"alg": "ECDH-ES"}, "ECDH-ES needs a private key of kind P-256 or P-384"),
    ({"alg": "PBES2-HS256+A128KW"}, "The header's p2c must be a count"),
    ({"alg": "PBES2-HS256+A128KW", "p2c": 0}, "The header's p2c must be a count"),
    ({"alg": "PBES2-HS256+A128KW", "p2c": 1.5}, "The header's p2c must be a count"),
    ({"alg": "PBES2-HS256+A128KW", "p2c": True}, "The header's p2c must be a count"),
    (
        {"alg": "PBES2-HS256+A128KW", "p2c": MAX_PASSWORD_ROUNDS + 1},
        "a hostile token could keep it busy",
    ),
    ({"alg": "PBES2-HS256+A128KW", "p2c": 10**400}, "asks for inf rounds"),
    ({"alg": "PBES2-HS256+A128KW", "p2c": 9}, "The header lacks p2s"),
    ({"alg": "PBES2-HS256+A128KW", "p2c": 9, "p2s": "AAAA"}, "does not open"),
]


@pytest.mark.parametrize(("header", "sentence"), REFUSED)
def test_what_cannot_be_decrypted_says_what_is_missing(
    header: dict[str, Any], sentence: str
) -> None:
    assert sentence in refusal(sealed(header))


BAD_KEYS = [
    (" ", "There is no key"),
    ("\ud800", "The key cannot be read: it is no text."),
    ("A" * (MAX_KEY_CHARACTERS + 1), "but this page reads at most"),
    ("{", "The key cannot be read. The key's members are not JSON"),
    ("[]", "The set holds no keys"),
    ('{"keys": 5}', "The set holds no keys"),
    ("[5]", "It is not a JSON object."),
    ('{"kty": "oct"}', "The oct key lacks k"),
    ('{"kty": "oct", "k": "AA", "use": "sig"}', "The JWK's use is 'sig'"),
    (private_pem("P-256"), "dir needs a shared secret, but your key is P-256."),
    ("-----BEGIN NOTHING-----", "The text holds no key"),
]


@pytest.mark.parametrize(("key", "sentence"), BAD_KEYS)
def test_keys_that_do_not_fit_are_named(key: str, sentence: str) -> None:
    assert sentence in refusal(sealed({}), key)


def test_a_jwk_decrypts_for_what_it_declares_only() -> None:
    key = json.loads(oct_key(16))
    for alg in ("dir", "A128GCM"):
        assert decrypt(sealed({}), json.dumps({**key, "alg": alg})).plaintext == b"hi"
    other = json.dumps({**key, "alg": "A128KW"})
    assert "The JWK is only for 'A128KW'" in refusal(sealed({}), other)
    for operations in (["encrypt"], "decrypt", []):
        forbidden = json.dumps({**key, "key_ops": operations})
        assert "none of them decrypts" in refusal(sealed({}), forbidden)


def test_the_kid_chooses_in_a_set() -> None:
    good, bad = json.loads(oct_key(16)), {"kty": "oct", "k": b64(bytes(16))}
    both = {"keys": [{**bad, "kid": "a"}, {"kty": "?"}, {**good, "kid": "b"}]}
    text = json.dumps(both)
    assert decrypt(sealed({"kid": "b"}), text).plaintext == b"hi"
    assert "does not open this token" in refusal(sealed({"kid": "a"}), text)
    assert refusal(sealed({"kid": "c"}), text) == "No key in the set has the kid 'c'."
    assert decrypt(sealed({}), text).plaintext == b"hi"
    assert "of kind RSA" in refusal(sealed({"alg": "RSA-OAEP"}), text)


def test_a_hostile_count_is_paid_once_whatever_the_set() -> None:
    header = {"alg": "PBES2-HS256+A128KW", "p2c": MAX_PASSWORD_ROUNDS, "p2s": "AAAA"}
    text = json.dumps({"keys": [json.loads(oct_key(16))] * 1000})
    began = time.perf_counter()
    assert "does not open this token" in refusal(sealed(header), text)
    assert time.perf_counter() - began < 30


def test_a_public_key_does_not_decrypt() -> None:
    sentence = "Your key is public. A public key encrypts"
    assert sentence in refusal(sealed({"alg": "RSA-OAEP"}), public_pem("RSA"))


def test_decompression_stops_at_the_limit() -> None:
    engine = zlib.compressobj(wbits=-15)
    bomb = engine.compress(bytes(MAX_PLAINTEXT + 1)) + engine.flush()
    assert len(bomb) < 1000
    assert "grows to more than" in refusal(sealed({"zip": "DEF"}, bomb))
    assert "is not compressed data" in refusal(sealed({"zip": "DEF"}, b"\xff"))
    small = zlib.compressobj(wbits=-15)
    cut = (small.compress(b"hello" * 9) + small.flush())[:-2]
    assert "is cut off" in refusal(sealed({"zip": "DEF"}, cut))


def test_lengths_are_exact() -> None:
    head, key, iv, text, tag = sealed({}).split(".")
    for token in (
        f"{head}.{key}.{iv}.{text}.{tag[:-2]}",
        f"{head}.{key}.{iv[:-4]}.{text}.{tag}",
    ):
        assert "does not open this token" in refusal(token)
    assert "the encrypted key must be empty" in refusal(
        f"{head}.AAAA.{iv}.{text}.{tag}"
    )
    assert refusal("a.b.c") != ""
    assert refusal("").startswith("This is not a JWE.")
    assert "is cut off" in refusal(f"{head}.A.{iv}.{text}.{tag}")


def test_a_wrapped_key_of_another_length_opens_nothing() -> None:
    head = b64({"alg": "A128KW", "enc": "A128GCM"})
    wrapped = b64(aes_key_wrap(bytes(range(16)), bytes(24)))
    _, _, iv, text, tag = sealed({}).split(".")
    token = f"{head}.{wrapped}.{iv}.{text}.{tag}"
    assert "does not open this token" in refusal(token)


EPK = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}


@pytest.mark.parametrize(
    ("epk", "sentence"),
    [
        ({}, "The header lacks epk"),
        ({"epk": 5}, "The header lacks epk"),
        ({"epk": {"kty": "oct"}}, "The header's epk cannot be read."),
        ({"epk": {**EPK, "crv": "P-384"}}, "is on the curve P-384, but your key is on"),
        ({"epk": {"kty": "RSA", "n": "AQ", "e": "AQ"}}, "is on the curve RSA"),
        ({"epk": EPK}, "does not open this token"),
        ({"epk": EPK, "apu": 5}, "does not open this token"),
    ],
)
def test_a_point_off_the_curve_agrees_on_nothing(
    epk: dict[str, Any], sentence: str
) -> None:
    for alg in ("ECDH-ES", "ECDH-ES+A128KW"):
        token = sealed({"alg": alg, **epk})
        assert sentence in refusal(token, private_pem("P-256"))


@pytest.mark.parametrize("kind", [x25519.X25519PrivateKey, x448.X448PrivateKey])
def test_a_point_of_small_order_is_refused(kind: Any) -> None:  # noqa: ANN401
    key = kind.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    zero = b64(bytes(len(key.public_key().public_bytes_raw())))
    curve = kind.__name__.removesuffix("PrivateKey")
    token = sealed({"alg": "ECDH-ES", "epk": {"kty": "OKP", "crv": curve, "x": zero}})
    assert "does not open this token" in refusal(token, pem)


def test_apu_and_apv_enter_the_key() -> None:
    """RFC 7518 appendix C: the agreement that its numbers describe."""
    bob = {
        "kty": "EC",
        "crv": "P-256",
        "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
        "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
    }
    epk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
        "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
    }
    header = {"alg": "ECDH-ES", "apu": "QWxpY2U", "apv": "Qm9i", "epk": epk}
    derived = bytes.fromhex("56aa8deaf8236d205c2228cd71a7101a")
    assert b64(derived) == "VqqN6vgjbSBcIijNcacQGg"
    found = decrypt(sealed(header, cek=derived), json.dumps(bob))
    assert found.plaintext == b"hi"
    assert "lacks apu" in refusal(sealed(header | {"apu": 5}), json.dumps(bob))


def test_a_key_shows_nothing_secret() -> None:
    shown = repr(DecryptionKey("oct", (b"hidden",), {"d": "hidden"}))
    assert "hidden" not in shown


CURVES = [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()]
FIELDS = st.sampled_from(["alg", "enc", "zip", "epk", "p2c", "p2s", "iv", "tag", "apu"])
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner)
    ),
    max_leaves=5,
)
KEYS = [SECRETS[16], oct_key(32), private_pem("RSA"), private_pem("P-256"), PASSWORD]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ALGORITHMS),
    st.dictionaries(FIELDS, JSON),
    st.lists(st.binary(max_size=40), min_size=4, max_size=4),
    st.sampled_from(KEYS),
)
def test_no_token_raises_anything_else(
    alg: str, header: dict[str, Any], parts: list[bytes], key: str
) -> None:
    # A count below the limit takes a second, so hostile counts have their own test.
    head = {"alg": alg, "enc": "A128GCM"} | header
    if isinstance(head.get("p2c"), int | float):
        head["p2c"] = min(head["p2c"], 100)
    text = re.sub(r"\bNaN\b|-?\bInfinity\b", "0", json.dumps(head))
    token = ".".join([b64(text.encode()), *map(b64, parts)])
    with pytest.raises(JweError) as caught:
        decrypt(token, key)
    assert str(caught.value)
