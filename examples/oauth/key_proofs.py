"""Verify a JWT whose sender proves that it holds a private key."""

import hashlib
import json

import jwt
from jwt.utils import base64url_encode

from examples.auth.signing_keys import Jwk
from examples.auth.token_errors import TokenRejectedError, translate
from examples.auth.tokens import Claims
from examples.oauth.signed_jwt import check_typ

ALGORITHM = "ES256"
"""The only algorithm of proofs here: asymmetric, and browsers' WebCrypto has it."""
LONGEST = 4096
"""Characters of a proof; one with an ES256 key has about 400."""


def key_in_header(proof: str) -> Jwk:
    """Return the public key that a proof brings along, not verified yet.

    Raises:
        TokenRejectedError: the proof is malformed, or it has no public P-256 key.

    """
    if len(proof) > LONGEST:
        raise TokenRejectedError(
            "too long", f"The proof has {len(proof)} characters, more than {LONGEST}."
        )
    try:
        return public_members(jwt.get_unverified_header(proof).get("jwk"))
    except (jwt.PyJWTError, UnicodeEncodeError) as error:
        raise translate(error, proof) from error


def verify_proof(proof: str, jwk: Jwk, kind: str, *required: str) -> Claims:
    """Return the claims of a proof that this key signed.

    Args:
        proof: the JWT.
        jwk: the key, from the header of the proof or from an earlier registration.
        kind: the only accepted `typ`.
        required: the claims that must be present.

    Raises:
        TokenRejectedError: another key signed it, or it is malformed.

    """
    try:
        key = jwt.get_algorithm_by_name(ALGORITHM).from_jwk(jwk)
        decoded = jwt.decode_complete(proof, key, [ALGORITHM], options_for(required))
    except (jwt.PyJWTError, UnicodeEncodeError) as error:
        raise translate(error, proof) from error
    check_typ(decoded["header"], (kind,))
    claims: Claims = decoded["payload"]
    return claims


def options_for(required: tuple[str, ...]) -> jwt.types.Options:
    """Return PyJWT's options: the caller checks the times with its own clock."""
    return {
        "require": list(required),
        "verify_aud": False,
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
    }


def public_members(jwk: object) -> Jwk:
    """Return the members of a public P-256 key, and nothing else.

    Raises:
        TokenRejectedError: it is another kind of key, or it holds a private one.

    """
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise TokenRejectedError(
            "no key", f"The proof's jwk is missing, or it is no key for {ALGORITHM}."
        )
    if "d" in jwk:
        raise TokenRejectedError(
            "private key", "The proof's jwk has the private key in it: replace the key."
        )
    members = {name: jwk.get(name) for name in ("crv", "kty", "x", "y")}
    if not all(isinstance(member, str) for member in members.values()):
        raise TokenRejectedError("no key", "The proof's jwk has no x or no y.")
    return members


def thumbprint(jwk: Jwk) -> str:
    """Return the JWK thumbprint with SHA-256 (RFC 7638 §3).

    Args:
        jwk: what `public_members` returned: the required members and no other.

    """
    text = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    return base64url_encode(hashlib.sha256(text.encode()).digest()).decode()
