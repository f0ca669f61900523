"""Reads keys in PEM, or as a JWK, into the members of a JWK (RFC 7517)."""

import base64
import json
import re
from typing import Any

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode, base64url_encode

type Jwk = dict[str, str]
type Item = tuple[int, bytes]

PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.+?)-----END \1-----", re.DOTALL)
KTY = {"RSA": "RSA", "P-256": "EC", "P-384": "EC", "P-521": "EC", "Ed25519": "OKP"}
PUBLIC = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
PRIVATE = {"RSA": ("d", "p", "q", "dp", "dq", "qi"), "EC": ("d",), "OKP": ("d",)}
FIELD_BYTES = {"P-256": 32, "P-384": 48, "P-521": 66}
EC_OID = bytes.fromhex("2a8648ce3d0201")
OIDS = {
    "RSA": bytes.fromhex("2a864886f70d010101"),
    "P-256": bytes.fromhex("2a8648ce3d030107"),
    "P-384": bytes.fromhex("2b81040022"),
    "P-521": bytes.fromhex("2b81040023"),
    "Ed25519": bytes.fromhex("2b6570"),
}
# Tags of DER (ITU-T X.690 §8.1.2); the last two are [0] and [1].
INTEGER, OCTETS, OID, SEQUENCE, FIRST, SECOND = 2, 4, 6, 0x30, 0xA0, 0xA1
LONG = 0x80


def read_key(source: object) -> Jwk:
    """Read PEM or a JWK, from text, bytes or a dict; keep only the key's numbers.

    An EC or Ed25519 private key in PEM may lack its public half: so does the result.

    Raises:
        InvalidKeyError: it is no key, or of a kind that WebCrypto does not know.
        TypeError: it is neither text, nor bytes, nor a dict.

    """
    if not isinstance(source, str | bytes | dict):
        raise TypeError(
            f"A {type(source).__name__} cannot be read as a key: give PEM or a JWK."
        )
    try:
        if isinstance(source, dict):
            return read_jwk(source)
        text = source if isinstance(source, str) else source.decode()
        start = text.lstrip()[:1]
        return read_jwk(json.loads(text)) if start == "{" else read_pem(text)
    except (LookupError, ValueError, RecursionError):
        raise InvalidKeyError(
            "The key cannot be read: give all of its PEM or JWK, unchanged."
        ) from None


def read_jwk(jwk: dict[str, Any]) -> Jwk:
    """Keep the members of RFC 7518 §6 and RFC 8037 §2, in the form WebCrypto wants."""
    kty = jwk.get("kty")
    if kty not in ("RSA", "EC", "OKP"):
        raise InvalidKeyError(
            f"The kty {kty!r:.40} is no public-key type: use RSA, EC or OKP."
        )
    names = PUBLIC[kty] + PRIVATE[kty] if "d" in jwk else PUBLIC[kty]
    if lacking := [name for name in names if not isinstance(jwk.get(name), str)]:
        raise InvalidKeyError(
            f"The {kty} key lacks {', '.join(lacking)}: give the whole JWK."
        )
    if "crv" in names and KTY.get(jwk["crv"]) != kty:
        raise unknown(f"curve {jwk['crv']!r:.40} with kty {kty}")
    kept = {"kty": kty}
    for name in names:
        kept[name] = jwk[name] if name == "crv" else plain(jwk[name], kty)
    return kept


def plain(text: str, kty: str) -> str:
    """Write a member anew: PyJWT reads padding and zeros that Chromium refuses."""
    content = base64url_decode(text)
    return encode(content.lstrip(b"\0") if kty == "RSA" else content)


def encode(content: bytes) -> str:
    """Write bytes in base64url without padding (RFC 7515 §2)."""
    return base64url_encode(content).decode()


def unknown(what: str) -> InvalidKeyError:
    """Word the refusal of what WebCrypto does not know."""
    return InvalidKeyError(
        f"The {what} is unknown here: use RSA, P-256, P-384, P-521 or Ed25519."
    )


def read_pem(text: str) -> Jwk:
    """Read the first key of RFC 7468, RFC 8017 §A.1 or RFC 5915 in the text."""
    if "BEGIN ENCRYPTED" in text or "Proc-Type:" in text:
        raise InvalidKeyError("The private key is encrypted: give it decrypted.")
    for label, body in PEM.findall(text):
        if label in READERS:
            der = base64.b64decode("".join(body.split()), validate=True)
            return READERS[label](inside(der))
    raise InvalidKeyError(
        "The text holds no key: give SPKI, PKCS#8, PKCS#1, SEC1 or X.509 in PEM, "
        "or a JWK."
    )


def items(der: bytes) -> list[Item]:
    """Split DER into tags and contents; raise ValueError when it is cut off."""
    found = []
    while der:
        tag, length = der[:2]
        start = 2
        if length & LONG:
            start += length ^ LONG
            length = int.from_bytes(der[2:start])
        if len(der) < start + length:
            raise ValueError(f"DER of {len(der)} bytes ends early.")
        found.append((tag, der[start : start + length]))
        der = der[start + length :]
    return found


def inside(der: bytes) -> list[Item]:
    """Give the items of one sequence."""
    [(tag, content)] = items(der)
    if tag != SEQUENCE:
        raise ValueError(f"DER begins with tag {tag} instead of a sequence.")
    return items(content)


def kind_in(algorithm: bytes) -> str:
    """Name the kind of key of an AlgorithmIdentifier (RFC 5480, RFC 8410)."""
    *_, last = (content for tag, content in items(algorithm) if tag == OID)
    for kind, oid in OIDS.items():
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
    return {"kty": "EC", "crv": kind, **point(key, FIELD_BYTES[kind])}


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
    jwk = {"kty": "EC", "crv": kind, "d": encode(d.rjust(FIELD_BYTES[kind], b"\0"))}
    if SECOND in found:
        [(_, bits)] = items(found[SECOND])
        jwk |= point(bits[1:], FIELD_BYTES[kind])
    return jwk


def point(octets: bytes, size: int) -> Jwk:
    """Split a point into its coordinates (SEC 1 §2.3.3)."""
    if octets[:1] != b"\4" or len(octets) != 1 + 2 * size:
        raise InvalidKeyError("The EC point is compressed: give it uncompressed.")
    return {"x": encode(octets[1 : 1 + size]), "y": encode(octets[1 + size :])}


READERS = {
    "PUBLIC KEY": read_public,
    "PRIVATE KEY": read_private,
    "RSA PUBLIC KEY": read_rsa_public,
    "RSA PRIVATE KEY": read_rsa_private,
    "EC PRIVATE KEY": read_ec_private,
    "CERTIFICATE": read_certificate,
}


def pkcs8_without_public(jwk: Jwk) -> bytes:
    """Write a private key of which only `d` is known (RFC 5958, RFC 5915 §3)."""
    kind, d = jwk["crv"], tagged(OCTETS, base64url_decode(jwk["d"]))
    oid = tagged(OID, OIDS[kind])
    if kind != "Ed25519":
        oid = tagged(OID, EC_OID) + oid
        d = tagged(SEQUENCE, tagged(INTEGER, b"\1") + d)
    version = tagged(INTEGER, b"\0")
    return tagged(SEQUENCE, version + tagged(SEQUENCE, oid) + tagged(OCTETS, d))


def tagged(tag: int, content: bytes) -> bytes:
    """Write one item of DER, of at most 127 bytes."""
    return bytes([tag, len(content)]) + content
