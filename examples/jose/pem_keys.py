"""Read keys in PEM into the members of a JWK, without the package `cryptography`.

PEM wraps DER (ITU-T X.690): a tag, a length and a content, nested.
"""

import base64
import re

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_encode

type Jwk = dict[str, str]
type DerItem = tuple[int, bytes]
"""A tag and its content."""

PUBLIC = {
    "RSA": ("n", "e"),
    "EC": ("crv", "x", "y"),
    "OKP": ("crv", "x"),
    "AKP": ("alg", "pub"),
}
PRIVATE = {
    "RSA": ("d", "p", "q", "dp", "dq", "qi"),
    "EC": ("d",),
    "OKP": ("d",),
    "AKP": ("priv",),
}
"""The members of a key by its `kty` (RFC 7518 §6, RFC 8037 §2, RFC 9964 §3)."""

# The DER tags that keys use. The last three are context-specific: [0] and [1], and the
# implicit [0] of a seed.
OCTETS, OID, SEQUENCE, CONTEXT_0, CONTEXT_1, SEED = 4, 6, 0x30, 0xA0, 0xA1, 0x80
_LONG_LENGTH = 0x80
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \1-----")
_FIELD_BYTES = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}
_OKP = ("Ed25519", "Ed448", "X25519", "X448")
_ML_DSA = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
_KINDS = ("RSA", *_FIELD_BYTES, *_OKP, *_ML_DSA)
_OIDS = {
    "RSA": bytes.fromhex("2a864886f70d010101"),
    "P-256": bytes.fromhex("2a8648ce3d030107"),
    "P-384": bytes.fromhex("2b81040022"),
    "P-521": bytes.fromhex("2b81040023"),
    "secp256k1": bytes.fromhex("2b8104000a"),
    "Ed25519": bytes.fromhex("2b6570"),
    "Ed448": bytes.fromhex("2b6571"),
    "X25519": bytes.fromhex("2b656e"),
    "X448": bytes.fromhex("2b656f"),
    "ML-DSA-44": bytes.fromhex("608648016503040311"),
    "ML-DSA-65": bytes.fromhex("608648016503040312"),
    "ML-DSA-87": bytes.fromhex("608648016503040313"),
}


def read_pem(text: str) -> Jwk:
    """Read the first key in the text (RFC 7468, RFC 8017 §A.1, RFC 5915).

    Raises:
        InvalidKeyError: The text holds no key, or an encrypted one.
        ValueError: The key is damaged.

    """
    if "BEGIN ENCRYPTED" in text or "Proc-Type:" in text:
        raise InvalidKeyError("The private key is encrypted: decrypt it first.")
    for label, body in _PEM.findall(text):
        if label in _READERS:
            der = base64.b64decode("".join(body.split()), validate=True)
            return _READERS[label](sequence_items(der))
    raise InvalidKeyError(
        "The text holds no key: give SPKI, PKCS#8, PKCS#1, SEC1 or X.509 in PEM, "
        "or a JWK."
    )


def base64url(content: bytes) -> str:
    """Encode bytes in base64url without padding (RFC 7515 §2)."""
    return base64url_encode(content).decode()


def unknown_kind(what: str) -> InvalidKeyError:
    """Return the error for a kind of key that no algorithm here uses."""
    *most, last = _KINDS
    return InvalidKeyError(
        f"The {what} is not supported here: use {', '.join(most)} or {last}."
    )


def kind_of(jwk: Jwk) -> str:
    """Name the kind of a key: `RSA`, its curve, or its parameter set of ML-DSA."""
    return jwk.get("crv") or jwk.get("alg") or "RSA"


def is_private(jwk: Jwk) -> bool:
    """Tell whether a key has its private half."""
    return PRIVATE[jwk["kty"]][0] in jwk


def der_items(der: bytes) -> list[DerItem]:
    """Split DER into its items.

    Raises:
        ValueError: The bytes end within an item.

    """
    found = []
    while der:
        tag, length = der[:2]
        start = 2
        if length & _LONG_LENGTH:
            start += length ^ _LONG_LENGTH
            length = int.from_bytes(der[2:start])
        if len(der) < start + length:
            raise ValueError(f"DER of {len(der)} bytes ends early.")
        found.append((tag, der[start : start + length]))
        der = der[start + length :]
    return found


def sequence_items(der: bytes) -> list[DerItem]:
    """Return the items within one sequence.

    Raises:
        ValueError: The bytes are damaged, or another kind of item.

    """
    [(tag, content)] = der_items(der)
    if tag != SEQUENCE:
        raise ValueError(f"DER begins with tag {tag} instead of a sequence.")
    return der_items(content)


def key_kind(algorithm: bytes) -> str:
    """Name the kind of key in an AlgorithmIdentifier (RFC 5480, 8410, 9881)."""
    *_, last = (content for tag, content in der_items(algorithm) if tag == OID)
    for kind, oid in _OIDS.items():
        if oid == last:
            return kind
    raise unknown_kind(f"key's object identifier {last.hex()}")


def read_public(spki: list[DerItem]) -> Jwk:
    """Read a SubjectPublicKeyInfo (RFC 5280 §4.1)."""
    (_, algorithm), (_, bits) = spki
    kind, key = key_kind(algorithm), bits[1:]
    if kind == "RSA":
        return read_rsa_public(sequence_items(key))
    if kind in _OKP:
        return {"kty": "OKP", "crv": kind, "x": base64url(key)}
    if kind in _ML_DSA:
        return {"kty": "AKP", "alg": kind, "pub": base64url(key)}
    return {"kty": "EC", "crv": kind, **split_point(key, _FIELD_BYTES[kind])}


def read_certificate(certificate: list[DerItem]) -> Jwk:
    """Read the public key of an X.509 certificate, without verifying it."""
    # Version 1 has no version field, [0] (RFC 5280 §4.1).
    fields = [
        content for tag, content in der_items(certificate[0][1]) if tag != CONTEXT_0
    ]
    return read_public(der_items(fields[5]))


def read_private(pkcs8: list[DerItem]) -> Jwk:
    """Read a PrivateKeyInfo (RFC 5958)."""
    _, (_, algorithm), (_, key), *_ = pkcs8
    kind = key_kind(algorithm)
    if kind == "RSA":
        return read_rsa_private(sequence_items(key))
    if kind in _OKP:
        [(_, d)] = der_items(key)
        return {"kty": "OKP", "crv": kind, "d": base64url(d)}
    if kind in _ML_DSA:
        return {"kty": "AKP", "alg": kind, "priv": base64url(read_seed(key))}
    return read_ec_private(sequence_items(key), kind)


def read_seed(key: bytes) -> bytes:
    """Read the seed of an ML-DSA private key (RFC 9881 §6).

    Raises:
        InvalidKeyError: The key holds only its expanded form, which JOSE does not use.

    """
    [(tag, content)] = der_items(key)
    if tag == SEQUENCE:
        tag, content = der_items(content)[0]
        tag = SEED if tag == OCTETS else tag
    if tag != SEED:
        raise InvalidKeyError("The ML-DSA key lacks its seed: export it with the seed.")
    return content


def read_rsa_public(numbers: list[DerItem]) -> Jwk:
    """Read n and e of an RSAPublicKey (RFC 8017 §A.1.1)."""
    return read_rsa(numbers, PUBLIC["RSA"])


def read_rsa_private(numbers: list[DerItem]) -> Jwk:
    """Read the numbers after the version of an RSAPrivateKey (RFC 8017 §A.1.2)."""
    return read_rsa(numbers[1:], PUBLIC["RSA"] + PRIVATE["RSA"])


def read_rsa(numbers: list[DerItem], names: tuple[str, ...]) -> Jwk:
    """Pair the numbers with their names.

    Raises:
        ValueError: There are more numbers than names: the key has over two primes.

    """
    pairs = zip(names, numbers, strict=True)
    return {"kty": "RSA"} | {
        name: base64url(content.lstrip(b"\0")) for name, (_, content) in pairs
    }


def read_ec_private(sec1: list[DerItem], kind: str = "") -> Jwk:
    """Read an ECPrivateKey (RFC 5915 §3).

    Args:
        sec1: the items of the key.
        kind: the curve, if PKCS#8 around the key names it.

    """
    _, (_, d), *optional = sec1
    found = dict(optional)
    kind = kind or key_kind(found[CONTEXT_0])
    jwk = {"kty": "EC", "crv": kind, "d": base64url(d.rjust(_FIELD_BYTES[kind], b"\0"))}
    if CONTEXT_1 in found:
        [(_, bits)] = der_items(found[CONTEXT_1])
        jwk |= split_point(bits[1:], _FIELD_BYTES[kind])
    return jwk


def split_point(octets: bytes, size: int) -> Jwk:
    """Split a point on a curve into its coordinates (SEC 1 §2.3.3).

    Args:
        octets: the encoded point.
        size: bytes of one coordinate.

    Raises:
        InvalidKeyError: The point is compressed.

    """
    if octets[:1] != b"\4" or len(octets) != 1 + 2 * size:
        raise InvalidKeyError("The EC point is compressed: give it uncompressed.")
    return {"x": base64url(octets[1 : 1 + size]), "y": base64url(octets[1 + size :])}


_READERS = {
    "PUBLIC KEY": read_public,
    "PRIVATE KEY": read_private,
    "RSA PUBLIC KEY": read_rsa_public,
    "RSA PRIVATE KEY": read_rsa_private,
    "EC PRIVATE KEY": read_ec_private,
    "CERTIFICATE": read_certificate,
}
