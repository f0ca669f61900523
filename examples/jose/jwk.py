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

_KTY_OF_KIND = {
    **dict.fromkeys(("P-256", "P-384", "P-521", "secp256k1"), "EC"),
    **dict.fromkeys(("Ed25519", "Ed448", "X25519", "X448"), "OKP"),
    **dict.fromkeys(("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"), "AKP"),
}


def read_key(source: object) -> Jwk:
    """Read a key and keep only its numbers.

    An EC or Ed25519 private key in PEM may lack its public half. Then the result
    lacks it too.

    Args:
        source: PEM or a JWK as text or bytes, or a JWK as a dict.

    Raises:
        InvalidKeyError: The source is not a key, or of a kind that is not supported.
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
    """Keep a JWK's key members, each in its only form (RFC 7518 §6, RFC 8037 §2).

    Raises:
        InvalidKeyError: A member is missing, or the kind of key is not supported.

    """
    kty = jwk.get("kty")
    if not isinstance(kty, str) or kty not in PUBLIC:
        raise InvalidKeyError(
            f"The kty {kty!r:.40} is not a public-key type: use RSA, EC, OKP or AKP."
        )
    names = PUBLIC[kty] + (PRIVATE[kty] if PRIVATE[kty][0] in jwk else ())
    if lacking := [name for name in names if not isinstance(jwk.get(name), str)]:
        raise InvalidKeyError(
            f"The {kty} key lacks {', '.join(lacking)}: paste the whole JWK."
        )
    kind = next((name for name in names if name in ("crv", "alg")), "")
    if kind and _KTY_OF_KIND.get(jwk[kind]) != kty:
        raise unknown_kind(f"{kind} {jwk[kind]!r:.40} with kty {kty}")
    kept = {"kty": kty}
    for name in names:
        kept[name] = jwk[name] if name == kind else canonical_member(jwk[name], kty)
    return kept


def canonical_member(text: str, kty: str) -> str:
    """Encode a member without padding or leading zeros.

    PyJWT accepts both, so one key can be written in many ways.
    """
    content = base64url_decode(text)
    return base64url(content.lstrip(b"\0") if kty == "RSA" else content)
