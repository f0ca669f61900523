"""Keys that `cryptography` wrote, read without it."""

import base64
import contextlib
import datetime
import re
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import AllowedKeys, ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode

from examples.jose.jwk import read_key

PKCS8, PKCS1_OR_SEC1 = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL
SPKI, PKCS1 = PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1
CURVES = (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1(), ec.SECP256K1())
RSA = rsa.generate_private_key(65537, 2048)
EC = [ec.generate_private_key(curve) for curve in CURVES]
ED = ed25519.Ed25519PrivateKey.generate()
KEYS = [RSA, *EC, ED]

type PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | Any
DAMAGED = "The key cannot be read: paste the whole PEM or JWK, unchanged."
NO_KEY = (
    "The text holds no key: give SPKI, PKCS#8, PKCS#1, SEC1 or X.509 in PEM, or a JWK."
)
ENCRYPTED = "The private key is encrypted: decrypt it first."


def jwk_of(key: AllowedKeys) -> dict[str, Any]:
    """Let PyJWT write the key, as it does with `cryptography`."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        jwk = RSAAlgorithm.to_jwk(key, as_dict=True)
        del jwk["key_ops"]
        return jwk
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return ECAlgorithm.to_jwk(key, as_dict=True)
    return OKPAlgorithm.to_jwk(key, as_dict=True)


def private(key: PrivateKey, form: PrivateFormat = PKCS8) -> str:
    pem: bytes = key.private_bytes(Encoding.PEM, form, NoEncryption())
    return pem.decode()


def public(key: PrivateKey, form: PublicFormat = SPKI) -> str:
    pem: bytes = key.public_key().public_bytes(Encoding.PEM, form)
    return pem.decode()


def certificate(key: PrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 5, start, start)
    digest = None if key is ED else SHA256()
    return builder.add_extension(x509.BasicConstraints(False, None), True).sign(
        key, digest
    )


@pytest.mark.parametrize("key", KEYS)
def test_public_keys(key: PrivateKey) -> None:
    expected = jwk_of(key.public_key())
    assert read_key(public(key)) == expected
    assert read_key(public(key).encode()) == expected
    assert read_key(certificate(key).public_bytes(Encoding.PEM)) == expected
    assert read_key({**expected, "alg": "any", "use": "sig", "kid": "1"}) == expected


@pytest.mark.parametrize("key", [RSA, *EC])
def test_private_keys(key: PrivateKey) -> None:
    expected = jwk_of(key)
    assert read_key(private(key)) == expected
    assert read_key(private(key, PKCS1_OR_SEC1)) == expected
    assert read_key(expected) == expected
    assert read_key(private(key).replace("\n", "\r\n")) == expected


def test_rsa_public_keys_of_pkcs1() -> None:
    assert read_key(public(RSA, PKCS1)) == jwk_of(RSA.public_key())


def test_a_private_ed25519_key_in_pem_has_no_public_half() -> None:
    expected = jwk_of(ED)
    assert read_key(expected) == expected
    del expected["x"]
    assert read_key(private(ED)) == expected


def pem(label: str, der: bytes) -> str:
    body = base64.b64encode(der).decode()
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n"


def tlv(tag: int, content: bytes) -> bytes:
    """Write DER of any length, which the module itself need not."""
    size = len(content).to_bytes(2)
    return bytes([tag, 0x82]) + size + content


def test_sec1_keys_name_their_curve_and_may_lack_the_rest() -> None:
    d = base64url_decode(jwk_of(EC[0])["d"])
    curve = tlv(0xA0, tlv(6, bytes.fromhex("2a8648ce3d030107")))
    der = tlv(0x30, tlv(2, b"\1") + tlv(4, d) + curve)
    expected = jwk_of(EC[0])
    del expected["x"], expected["y"]
    assert read_key(pem("EC PRIVATE KEY", der)) == expected


def test_sec1_keys_without_leading_zeros_are_filled_up() -> None:
    curve = tlv(0xA0, tlv(6, bytes.fromhex("2a8648ce3d030107")))
    der = tlv(0x30, tlv(2, b"\1") + tlv(4, b"\7") + curve)
    jwk = read_key(pem("EC PRIVATE KEY", der))
    assert base64url_decode(jwk["d"]) == bytes(31) + b"\7"


def test_a_sec1_key_may_follow_its_curve_parameters() -> None:
    parameters = pem("EC PARAMETERS", bytes.fromhex("06082a8648ce3d030107"))
    assert read_key(parameters + private(EC[0], PKCS1_OR_SEC1)) == jwk_of(EC[0])


def test_certificates_of_version_1_name_no_version() -> None:
    new = certificate(EC[1]).tbs_certificate_bytes
    _, version, rest = new.partition(bytes.fromhex("a003020102"))
    assert version
    old = tlv(0x30, rest)
    der = tlv(0x30, old + tlv(0x30, b"") + tlv(3, b"\0"))
    assert read_key(pem("CERTIFICATE", der)) == jwk_of(EC[1].public_key())


def test_numbers_of_a_jwk_lose_padding_and_leading_zeros() -> None:
    expected = jwk_of(RSA.public_key())
    padded = base64.urlsafe_b64encode(b"\0" + base64url_decode(expected["n"])).decode()
    assert read_key({**expected, "n": padded}) == expected
    ed = jwk_of(ED.public_key())
    assert read_key({**ed, "x": ed["x"] + "="}) == ed


def test_coordinates_of_a_jwk_keep_their_zeros() -> None:
    jwk = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
    assert read_key(jwk) == jwk


ENCRYPTION = BestAvailableEncryption(b"passphrase")
UNKNOWN = (
    "is not supported here: use RSA, P-256, P-384, P-521, secp256k1, Ed25519, Ed448, "
    "X25519, X448, ML-DSA-44, ML-DSA-65 or ML-DSA-87."
)
OLD = ec.generate_private_key(ec.SECP192R1())
COMPRESSED = (
    EC[0].public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
)
P256 = tlv(0x30, bytes.fromhex("06072a8648ce3d020106082a8648ce3d030107"))
FAULTS = {
    "": NO_KEY,
    "none": NO_KEY,
    "ssh-ed25519 AAAA": NO_KEY,
    private(ED).replace("PRIVATE", "OPENSSH PRIVATE"): NO_KEY,
    RSA.private_bytes(Encoding.PEM, PKCS8, ENCRYPTION): ENCRYPTED,
    RSA.private_bytes(Encoding.PEM, PKCS1_OR_SEC1, ENCRYPTION): ENCRYPTED,
    b"\xff\xfe": DAMAGED,
    "{": DAMAGED,
    '{"kty":' * 100_000: DAMAGED,
    public(RSA).replace("A", "!", 1): DAMAGED,
    public(RSA, PKCS1).replace("RSA PUBLIC", "EC PRIVATE"): DAMAGED,
    pem("PUBLIC KEY", b""): DAMAGED,
    pem("PUBLIC KEY", tlv(4, b"")): DAMAGED,
    pem("CERTIFICATE", tlv(0x30, tlv(0x30, b""))): DAMAGED,
    "{}": "The kty None is not a public-key type: use RSA, EC, OKP or AKP.",
    '{"kty": "oct", "k": "AAAA"}': (
        "The kty 'oct' is not a public-key type: use RSA, EC, OKP or AKP."
    ),
    '{"kty": "RSA", "n": "AQ", "e": 3}': "The RSA key lacks e: paste the whole JWK.",
    '{"kty": "RSA", "n": "AQ", "e": "Aw", "d": "AQ", "p": "AQ"}': (
        "The RSA key lacks q, dp, dq, qi: paste the whole JWK."
    ),
    '{"kty": "EC", "crv": "P-192", "x": "AQ", "y": "AQ"}': (
        f"The crv 'P-192' with kty EC {UNKNOWN}"
    ),
    '{"kty": "AKP", "alg": "ML-DSA-1", "pub": "AQ"}': (
        f"The alg 'ML-DSA-1' with kty AKP {UNKNOWN}"
    ),
    '{"kty": ["EC"]}': (
        "The kty ['EC'] is not a public-key type: use RSA, EC, OKP or AKP."
    ),
    '{"kty": "OKP", "crv": "P-256", "x": "AQ"}': (
        f"The crv 'P-256' with kty OKP {UNKNOWN}"
    ),
    public(OLD): f"The key's object identifier 2a8648ce3d030101 {UNKNOWN}",
    private(OLD): f"The key's object identifier 2a8648ce3d030101 {UNKNOWN}",
    private(
        OLD, PKCS1_OR_SEC1
    ): f"The key's object identifier 2a8648ce3d030101 {UNKNOWN}",
    pem("PUBLIC KEY", tlv(0x30, P256 + tlv(3, b"\0" + COMPRESSED))): (
        "The EC point is compressed: give it uncompressed."
    ),
}


@pytest.mark.parametrize(
    ("source", "sentence"), FAULTS.items(), ids=[str(key)[:40] for key in FAULTS]
)
def test_a_faulty_key_is_refused_with_the_reason(
    source: str | bytes, sentence: str
) -> None:
    with pytest.raises(InvalidKeyError) as caught:
        read_key(source)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("source", [None, 5, ["-----BEGIN"], RSA])
def test_a_value_that_cannot_hold_a_key_is_a_type_error(source: object) -> None:
    name = type(source).__name__
    sentence = f"A {name} cannot be a key: pass PEM or a JWK."
    with pytest.raises(TypeError, match=f"^{re.escape(sentence)}$"):
        read_key(source)


LABELS = {
    "PUBLIC KEY": public(EC[0]),
    "PRIVATE KEY": private(EC[0]),
    "RSA PUBLIC KEY": public(RSA, PKCS1),
    "RSA PRIVATE KEY": private(RSA, PKCS1_OR_SEC1),
    "EC PRIVATE KEY": private(EC[0], PKCS1_OR_SEC1),
    "CERTIFICATE": certificate(ED).public_bytes(Encoding.PEM).decode(),
}


@given(st.sampled_from(sorted(LABELS)), st.integers(0), st.integers(0, 255))
def test_damaged_keys_are_refused_or_read_but_nothing_else(
    label: str, place: int, value: int
) -> None:
    body = "".join(LABELS[label].splitlines()[1:-1])
    der = bytearray(base64.b64decode(body))
    der[place % len(der)] = value
    for damaged in (der, der[: place % len(der)]):
        with contextlib.suppress(InvalidKeyError):
            assert read_key(pem(label, bytes(damaged)))["kty"] in {"RSA", "EC", "OKP"}


SEED = bytes(range(32))
ML_DSA = tlv(0x30, tlv(6, bytes.fromhex("608648016503040311")))


def ml_dsa_key(inner: bytes) -> str:
    return pem("PRIVATE KEY", tlv(0x30, tlv(2, b"\0") + ML_DSA + tlv(4, inner)))


@pytest.mark.parametrize(
    "inner", [tlv(0x80, SEED), tlv(0x30, tlv(4, SEED) + tlv(4, b"expanded"))]
)
def test_ml_dsa_keys_hold_their_seed(inner: bytes) -> None:
    """RFC 9881 §6 allows the seed alone, or the seed with the expanded key."""
    jwk = read_key(ml_dsa_key(inner))
    assert base64url_decode(jwk.pop("priv")) == SEED
    assert jwk == {"kty": "AKP", "alg": "ML-DSA-44"}


@pytest.mark.parametrize("inner", [tlv(4, b"expanded"), tlv(0x30, tlv(2, b"\0"))])
def test_ml_dsa_keys_without_a_seed_are_refused(inner: bytes) -> None:
    with pytest.raises(InvalidKeyError, match="lacks its seed"):
        read_key(ml_dsa_key(inner))


def test_keys_for_agreement_are_read() -> None:
    for key in (x25519.X25519PrivateKey.generate(), x448.X448PrivateKey.generate()):
        jwk = read_key(private(key))
        assert base64url_decode(jwk["d"]) == key.private_bytes_raw()
        found = base64url_decode(read_key(public(key))["x"])
        assert found == key.public_key().public_bytes_raw()
