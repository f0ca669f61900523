"""Read a key in PEM or as a JWK into the members of a JWK (RFC 7517)."""

import json
from typing import Any

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode

from examples.jose.pem_keys import (
    PRIVATE,
    PUBLIC,
    Jwk,
    base64url,
    read_pem,
    unknown_kind,
)

_KTY_OF_CURVE = {
    "RSA": "RSA",
    "P-256": "EC",
    "P-384": "EC",
    "P-521": "EC",
    "Ed25519": "OKP",
}


def read_key(source: object) -> Jwk:
    """Read a key and keep only its numbers.

    An EC or Ed25519 private key in PEM may lack its public half. Then the result
    lacks it too.

    Args:
        source: PEM or a JWK as text or bytes, or a JWK as a dict.

    Raises:
        InvalidKeyError: The source is not a key, or WebCrypto does not support it.
        TypeError: The source is neither text, nor bytes, nor a dict.

    """
    if not isinstance(source, str | bytes | dict):
        raise TypeError(
            f"A {type(source).__name__} cannot be a key: pass PEM or a JWK."
        )
    try:
        if isinstance(source, dict):
            return read_jwk(source)
        text = source if isinstance(source, str) else source.decode()
        start = text.lstrip()[:1]
        return read_jwk(json.loads(text)) if start == "{" else read_pem(text)
    except (LookupError, ValueError, RecursionError):
        raise InvalidKeyError(
            "The key cannot be read: paste the whole PEM or JWK, unchanged."
        ) from None


def read_jwk(jwk: dict[str, Any]) -> Jwk:
    """Keep a JWK's key members in WebCrypto's form (RFC 7518 §6, RFC 8037 §2).

    Raises:
        InvalidKeyError: A member is missing, or the kind of key is not supported.

    """
    kty = jwk.get("kty")
    if kty not in ("RSA", "EC", "OKP"):
        raise InvalidKeyError(
            f"The kty {kty!r:.40} is not a public-key type: use RSA, EC or OKP."
        )
    names = PUBLIC[kty] + PRIVATE[kty] if "d" in jwk else PUBLIC[kty]
    if lacking := [name for name in names if not isinstance(jwk.get(name), str)]:
        raise InvalidKeyError(
            f"The {kty} key lacks {', '.join(lacking)}: paste the whole JWK."
        )
    if "crv" in names and _KTY_OF_CURVE.get(jwk["crv"]) != kty:
        raise unknown_kind(f"curve {jwk['crv']!r:.40} with kty {kty}")
    kept = {"kty": kty}
    for name in names:
        kept[name] = jwk[name] if name == "crv" else canonical_member(jwk[name], kty)
    return kept


def canonical_member(text: str, kty: str) -> str:
    """Encode a member without padding or leading zeros.

    PyJWT accepts both, but Chromium's WebCrypto refuses them.
    """
    content = base64url_decode(text)
    return base64url(content.lstrip(b"\0") if kty == "RSA" else content)
