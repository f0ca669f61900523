"""Make tokens that a library should refuse, with nothing but the standard library."""

import base64
import hmac
import json
from collections.abc import Mapping
from typing import Any

HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def encode(data: bytes) -> str:
    """Encode as base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Decode base64url; the padding may be missing."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the claims of a token, unverified."""
    header, claims, _ = token.split(".")
    return json.loads(decode(header)), json.loads(decode(claims))


def hmac_token(header: Mapping[str, Any], claims: Mapping[str, Any], key: bytes) -> str:
    """Sign with HMAC, whatever the key is."""
    signed = unsigned(header, claims)
    name = HASHES.get(str(header["alg"]), "sha256")
    return f"{signed}.{encode(hmac.new(key, signed.encode(), name).digest())}"


def unsigned(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """Return the header and the claims, without any signature."""
    return ".".join(
        encode(json.dumps(part, separators=(",", ":")).encode())
        for part in (header, claims)
    )


def rsa_token(header: Mapping[str, Any], claims: Mapping[str, Any], pem: str) -> str:
    """Sign with an RSA key (RS256)."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    signed = unsigned(header, claims)
    return f"{signed}.{encode(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def public_forms() -> dict[str, bytes]:
    """Return public keys in the forms in which applications have them at hand."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    keys: dict[str, Any] = {
        "RSA": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "EC": ec.generate_private_key(ec.SECP256R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    }
    forms = {
        "PEM": (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "DER": (Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "SSH": (Encoding.OpenSSH, PublicFormat.OpenSSH),
    }
    found = {
        f"{kind} {form}": key.public_key().public_bytes(*how)
        for kind, key in keys.items()
        for form, how in forms.items()
    }
    pkcs1 = (Encoding.PEM, PublicFormat.PKCS1)
    return found | {"RSA PKCS 1": keys["RSA"].public_key().public_bytes(*pkcs1)}


def readable(credential: str) -> str:
    """Return what anyone can read in a credential: its parts, decoded and unpacked."""
    import zlib

    found = [credential]
    for part in credential.replace(":", ".").replace("|", ".").split("."):
        try:
            data = decode(part)
        except ValueError:
            continue
        found.append(data.decode("utf-8", "replace"))
        try:
            found.append(zlib.decompress(data).decode("utf-8", "replace"))
        except zlib.error:
            continue
    return "\n".join(found)
