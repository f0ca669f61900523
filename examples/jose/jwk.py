"""Reads keys in PEM, or as a JWK, into the members of a JWK (RFC 7517)."""

import json
from typing import Any

from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode

from examples.jose.pem_keys import PRIVATE, PUBLIC, Jwk, encode, read_pem, unknown

_KTY = {"RSA": "RSA", "P-256": "EC", "P-384": "EC", "P-521": "EC", "Ed25519": "OKP"}


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
    if "crv" in names and _KTY.get(jwk["crv"]) != kty:
        raise unknown(f"curve {jwk['crv']!r:.40} with kty {kty}")
    kept = {"kty": kty}
    for name in names:
        kept[name] = jwk[name] if name == "crv" else plain(jwk[name], kty)
    return kept


def plain(text: str, kty: str) -> str:
    """Write a member anew: PyJWT reads padding and zeros that Chromium refuses."""
    content = base64url_decode(text)
    return encode(content.lstrip(b"\0") if kty == "RSA" else content)
