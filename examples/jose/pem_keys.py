"""Reads keys in PEM into the members of a JWK, without `cryptography`."""

import base64
import re

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode, base64url_encode

from examples.jose.der import (
    FIRST,
    INTEGER,
    OCTETS,
    OID,
    SECOND,
    SEQUENCE,
    Item,
    inside,
    items,
    tagged,
)

type Jwk = dict[str, str]

PUBLIC = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
PRIVATE = {"RSA": ("d", "p", "q", "dp", "dq", "qi"), "EC": ("d",), "OKP": ("d",)}
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \1-----")
_FIELD_BYTES = {"P-256": 32, "P-384": 48, "P-521": 66}
_EC_OID = bytes.fromhex("2a8648ce3d0201")
_OIDS = {
    "RSA": bytes.fromhex("2a864886f70d010101"),
    "P-256": bytes.fromhex("2a8648ce3d030107"),
    "P-384": bytes.fromhex("2b81040022"),
    "P-521": bytes.fromhex("2b81040023"),
    "Ed25519": bytes.fromhex("2b6570"),
}


def read_pem(text: str) -> Jwk:
    """Read the first key of RFC 7468, RFC 8017 §A.1 or RFC 5915 in the text."""
    if "BEGIN ENCRYPTED" in text or "Proc-Type:" in text:
        raise InvalidKeyError("The private key is encrypted: give it decrypted.")
    for label, body in _PEM.findall(text):
        if label in _READERS:
            der = base64.b64decode("".join(body.split()), validate=True)
            return _READERS[label](inside(der))
    raise InvalidKeyError(
        "The text holds no key: give SPKI, PKCS#8, PKCS#1, SEC1 or X.509 in PEM, "
        "or a JWK."
    )


def encode(content: bytes) -> str:
    """Write bytes in base64url without padding (RFC 7515 §2)."""
    return base64url_encode(content).decode()


def unknown(what: str) -> InvalidKeyError:
    """Word the refusal of what WebCrypto does not know."""
    return InvalidKeyError(
        f"The {what} is unknown here: use RSA, P-256, P-384, P-521 or Ed25519."
    )


def kind_in(algorithm: bytes) -> str:
    """Name the kind of key of an AlgorithmIdentifier (RFC 5480, RFC 8410)."""
    *_, last = (content for tag, content in items(algorithm) if tag == OID)
    for kind, oid in _OIDS.items():
        if oid == last:
            return kind
    raise unknown(f"key's object identifier {last.hex()}")


def read_public(spki: list[Item]) -> Jwk:
    """Read a SubjectPublicKeyInfo (RFC 5280 §4.1)."""
    (_, algorithm), (_, bits) = spki
    kind, key = kind_in(algorithm), bits[1:]
    if kind == "RSA":
        return read_rsa_public(inside(key))
    if kind == "Ed25519":
        return {"kty": "OKP", "crv": kind, "x": encode(key)}
    return {"kty": "EC", "crv": kind, **point(key, _FIELD_BYTES[kind])}


def read_certificate(certificate: list[Item]) -> Jwk:
    """Take the public key out of an X.509 certificate, which is not verified."""
    # The version, [0], is missing in version 1 (RFC 5280 §4.1).
    fields = [content for tag, content in items(certificate[0][1]) if tag != FIRST]
    return read_public(items(fields[5]))


def read_private(pkcs8: list[Item]) -> Jwk:
    """Read a PrivateKeyInfo (RFC 5958)."""
    _, (_, algorithm), (_, key), *_ = pkcs8
    kind = kind_in(algorithm)
    if kind == "RSA":
        return read_rsa_private(inside(key))
    if kind == "Ed25519":
        [(_, d)] = items(key)
        return {"kty": "OKP", "crv": kind, "d": encode(d)}
    return read_ec_private(inside(key), kind)


def read_rsa_public(numbers: list[Item]) -> Jwk:
    """Read n and e (RFC 8017 §A.1.1)."""
    return read_rsa(numbers, PUBLIC["RSA"])


def read_rsa_private(numbers: list[Item]) -> Jwk:
    """Read what follows the version (RFC 8017 §A.1.2)."""
    return read_rsa(numbers[1:], PUBLIC["RSA"] + PRIVATE["RSA"])


def read_rsa(numbers: list[Item], names: tuple[str, ...]) -> Jwk:
    """Pair numbers with names; more than two primes raise ValueError."""
    pairs = zip(names, numbers, strict=True)
    return {"kty": "RSA"} | {
        name: encode(content.lstrip(b"\0")) for name, (_, content) in pairs
    }


def read_ec_private(sec1: list[Item], kind: str = "") -> Jwk:
    """Read an ECPrivateKey (RFC 5915 §3), whose curve PKCS#8 names outside."""
    _, (_, d), *optional = sec1
    found = dict(optional)
    kind = kind or kind_in(found[FIRST])
    jwk = {"kty": "EC", "crv": kind, "d": encode(d.rjust(_FIELD_BYTES[kind], b"\0"))}
    if SECOND in found:
        [(_, bits)] = items(found[SECOND])
        jwk |= point(bits[1:], _FIELD_BYTES[kind])
    return jwk


def point(octets: bytes, size: int) -> Jwk:
    """Split a point into its coordinates (SEC 1 §2.3.3)."""
    if octets[:1] != b"\4" or len(octets) != 1 + 2 * size:
        raise InvalidKeyError("The EC point is compressed: give it uncompressed.")
    return {"x": encode(octets[1 : 1 + size]), "y": encode(octets[1 + size :])}


def pkcs8_without_public(jwk: Jwk) -> bytes:
    """Write a private key of which only `d` is known (RFC 5958, RFC 5915 §3)."""
    kind, d = jwk["crv"], tagged(OCTETS, base64url_decode(jwk["d"]))
    oid = tagged(OID, _OIDS[kind])
    if kind != "Ed25519":
        oid = tagged(OID, _EC_OID) + oid
        d = tagged(SEQUENCE, tagged(INTEGER, b"\1") + d)
    version = tagged(INTEGER, b"\0")
    return tagged(SEQUENCE, version + tagged(SEQUENCE, oid) + tagged(OCTETS, d))


_READERS = {
    "PUBLIC KEY": read_public,
    "PRIVATE KEY": read_private,
    "RSA PUBLIC KEY": read_rsa_public,
    "RSA PRIVATE KEY": read_rsa_private,
    "EC PRIVATE KEY": read_ec_private,
    "CERTIFICATE": read_certificate,
}
