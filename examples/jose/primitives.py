"""The operations that decrypting a JWE needs, by the package `cryptography`.

In this site's pages, their Python replaces these functions by JavaScript's, because
the package does not exist there. Each raises ValueError for what it cannot open.
"""

import hashlib
from typing import Any

from jwt.utils import base64url_decode

from examples.jose.pem_keys import Jwk


def open_aes_gcm(key: bytes, iv: bytes, sealed: bytes, extra: bytes) -> bytes:
    """Open AES-GCM.

    Args:
        key: 16, 24 or 32 bytes.
        iv: the nonce of 12 bytes.
        sealed: the ciphertext and the tag of 16 bytes.
        extra: the additional authenticated data.

    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        return AESGCM(key).decrypt(iv, sealed, extra)
    except InvalidTag as error:
        raise ValueError("The tag does not match.") from error


def decrypt_aes_cbc(key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
    """Decrypt AES-CBC and remove its padding (PKCS #7)."""
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.algorithms import AES  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.modes import CBC  # noqa: PLC0415
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    engine = Cipher(AES(key), CBC(iv)).decryptor()
    padded = engine.update(ciphertext) + engine.finalize()
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def unwrap_aes_key(key: bytes, wrapped: bytes) -> bytes:
    """Unwrap a key (RFC 3394)."""
    from cryptography.hazmat.primitives import keywrap  # noqa: PLC0415

    try:
        return keywrap.aes_key_unwrap(key, wrapped)
    except keywrap.InvalidUnwrap as error:
        raise ValueError("The wrapped key is another one's.") from error


def decrypt_rsa_oaep(jwk: Jwk, ciphertext: bytes, digest: str) -> bytes:
    """Decrypt RSAES-OAEP (RFC 8017 §7.1.2).

    Args:
        jwk: the private key.
        ciphertext: as long as the modulus.
        digest: `sha1`, `sha256`, `sha384` or `sha512`, also for MGF1.

    """
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415
    from jwt.algorithms import RSAAlgorithm  # noqa: PLC0415

    key: Any = RSAAlgorithm.from_jwk(dict(jwk))
    used = getattr(hashes, digest.upper())()
    oaep = padding.OAEP(padding.MGF1(used), used, None)
    plaintext: bytes = key.decrypt(ciphertext, oaep)
    return plaintext


def agree(private: Jwk, public: Jwk) -> bytes:
    """Return the shared secret of two keys on one curve (SEC 1 §3.3.1, RFC 7748)."""
    from cryptography.hazmat.primitives.asymmetric import ec, x448, x25519  # noqa: PLC0415
    from jwt.algorithms import ECAlgorithm  # noqa: PLC0415

    if private["kty"] == "EC":
        own: Any = ECAlgorithm.from_jwk(dict(private))
        other: Any = ECAlgorithm.from_jwk(dict(public))
        secret: bytes = own.exchange(ec.ECDH(), other)
        return secret
    d, x = base64url_decode(private["d"]), base64url_decode(public["x"])
    if private["crv"] == "X25519":
        return x25519.X25519PrivateKey.from_private_bytes(d).exchange(
            x25519.X25519PublicKey.from_public_bytes(x)
        )
    return x448.X448PrivateKey.from_private_bytes(d).exchange(
        x448.X448PublicKey.from_public_bytes(x)
    )


def derive_from_password(
    password: bytes, salt: bytes, rounds: int, length: int, digest: str
) -> bytes:
    """Derive a key by PBKDF2 with HMAC (RFC 8018 §5.2)."""
    return hashlib.pbkdf2_hmac(digest, password, salt, rounds, length)
