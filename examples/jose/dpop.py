"""Check a DPoP proof against the access token that it accompanies (RFC 9449)."""

import hashlib
import hmac
import json

from jwt.utils import base64url_encode

from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown
from examples.jose.json_text import JsonObject, to_python
from examples.jose.secret_text import KeyFieldError
from examples.jose.signature_check import judge
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, read_keys

_THUMBPRINT = {
    "RSA": ("e", "kty", "n"),
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "AKP": ("alg", "kty", "pub"),
    "oct": ("k", "kty"),
}
"""The members that a thumbprint covers, in their order (RFC 7638 §3.2)."""


def is_proof(token: Token) -> bool:
    """Tell whether the token says that it is a DPoP proof (RFC 9449 §4.2)."""
    typ = token.parameters.get("typ")
    return isinstance(typ, str) and typ.lower() == "dpop+jwt"


def thumbprint(jwk: JsonObject) -> str | None:
    """Return the SHA-256 thumbprint of a JWK (RFC 7638), None if a member lacks."""
    kty = jwk.get("kty")
    names = _THUMBPRINT.get(kty, ()) if isinstance(kty, str) else ()
    members = {name: jwk.get(name) for name in names}
    if not members or not all(isinstance(one, str) for one in members.values()):
        return None
    text = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _hash(text)


def check_proof(proof: Token, access: Token | None) -> list[str]:
    """Check a proof as far as that is possible without the request.

    Args:
        proof: the proof, from the header `DPoP`.
        access: the access token, from the header `Authorization`, if it is known.

    Returns:
        one sentence for each finding. What refuses the proof begins with `Refuse`.

    """
    found = [*_own_signature(proof), *_claims(proof)]
    if access is None:
        return [
            *found,
            "Paste the access token too, to compare ath and cnf.jkt (RFC 9449 §4.3).",
        ]
    return [*found, *_binding(proof, access)]


def _own_signature(proof: Token) -> list[str]:
    jwk = proof.parameters.get("jwk")
    if not isinstance(jwk, JsonObject):
        return ["Refuse: the proof holds no jwk, its public key (RFC 9449 §4.2)."]
    if any(name in jwk for name in ("d", "k", "priv")):
        return ["Refuse: the proof's jwk holds a secret (RFC 9449 §4.3)."]
    try:
        [key] = read_keys(json.dumps(to_python(jwk)), "text")
    except (KeyFieldError, ValueError) as error:
        return [f"Refuse: the proof's jwk cannot be read. {error}"]
    if key.kind == HMAC or proof.algorithm.startswith("HS"):
        return ["Refuse: the proof is not signed by a key pair (RFC 9449 §4.3)."]
    judgement = judge(proof, "", [key])
    if judgement.verdict == "Valid signature":
        return ["The proof's signature matches the key that it holds."]
    return [f"Refuse: the proof's signature is not valid. {judgement.sentence}"]


def _claims(proof: Token) -> list[str]:
    claims = proof.claims
    lacking = [name for name in ("jti", "htm", "htu", "iat") if name not in claims]
    if lacking:
        return [f"Refuse: the proof lacks {', '.join(lacking)} (RFC 9449 §4.2)."]
    try:
        numeric_date({"iat": to_python(claims.get("iat"))}, "iat")
    except TokenRejectedError as error:
        return [f"Refuse: {error}"]
    method, address = claims.get("htm"), claims.get("htu")
    if not isinstance(method, str) or not isinstance(address, str):
        return ["Refuse: the proof's htm and htu must be text (RFC 9449 §4.2)."]
    return [f"The proof is for {shown(method)} {shown(address)} only."]


def _binding(proof: Token, access: Token) -> list[str]:
    found = []
    ath = proof.claims.get("ath")
    if not isinstance(ath, str):
        found.append("Refuse: the proof lacks ath, a hash of the access token.")
    elif hmac.compare_digest(ath.encode(), _hash(access.text).encode()):
        found.append("The proof's ath matches the access token.")
    else:
        found.append("Refuse: the proof's ath belongs to another access token.")
    cnf, jwk = access.claims.get("cnf"), proof.parameters.get("jwk")
    jkt = cnf.get("jkt") if isinstance(cnf, JsonObject) else None
    if not access.claims.members:
        return found
    if not isinstance(jkt, str):
        found.append(
            "Refuse: the access token has no cnf.jkt, so it is not bound to a key."
        )
    elif isinstance(jwk, JsonObject) and thumbprint(jwk) == jkt:
        found.append("The access token is bound to the proof's key: cnf.jkt matches.")
    else:
        found.append("Refuse: the access token is bound to another key (cnf.jkt).")
    return found


def _hash(text: str) -> str:
    data = hashlib.sha256(text.encode(errors="replace")).digest()
    return base64url_encode(data).decode()
