"""What must agree before a signature is looked at: header, choice, crit and key."""

from examples.auth.wording import shown
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key

KINDS = {
    **dict.fromkeys(("HS256", "HS384", "HS512"), HMAC),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
}
"""The kind of key that each algorithm takes (RFC 7518 §3.1, RFC 8037, RFC 9864)."""

SIGNATURE_BYTES = {
    "HS256": 32,
    "HS384": 48,
    "HS512": 64,
    "ES256": 64,
    "ES384": 96,
    "ES512": 132,
    "EdDSA": 64,
    "Ed25519": 64,
}
UNAVAILABLE = {
    "ES256K": "no browser's WebCrypto has the curve secp256k1",
    "Ed448": "few browsers' WebCrypto has the curve Ed448, and PyJWT no such name",
}
UNDERSTOOD = ("b64",)


def lacking(algorithm: str) -> str:
    """Say that PyJWT has no such algorithm here: it stands on WebCrypto in a page."""
    return (
        f"This Python cannot use {algorithm}: in a browser it needs WebCrypto and "
        "JavaScript Promise Integration, elsewhere the package cryptography."
    )


def same_algorithm(one: object, other: object) -> bool:
    """Compare names; Ed25519 is the new one of EdDSA with that curve (RFC 9864)."""
    pair = {one, other} if isinstance(one, str) and isinstance(other, str) else set()
    return one == other or pair == {"EdDSA", "Ed25519"}


def refusal(token: Token, chosen: str) -> str:
    """Say why no key could make the token valid; empty if one may."""
    name = token.algorithm
    if name.lower() == "none":
        return (
            f"The header's alg is {shown(name)}: the token is not signed at all, "
            "so anybody could have written it (RFC 8725 §3.2)."
        )
    if reason := crit_fault(token):
        return reason
    if chosen and not same_algorithm(chosen, name):
        return (
            f"You chose {chosen}, but the header says {shown(name)}. A verifier "
            "accepts its own algorithm only (RFC 8725 §3.1)."
        )
    if name not in KINDS and name not in UNAVAILABLE:
        return (
            f"The header's alg {shown(name)} is no signature algorithm that is known "
            "here (RFC 7515 §4.1.1)."
        )
    return ""


def crit_fault(token: Token) -> str:
    """Say what a verifier must refuse about crit (RFC 7515 §4.1.11, RFC 7797 §6)."""
    header = token.parameters
    crit = header.get("crit")
    names = crit if isinstance(crit, list) else []
    if "crit" in header and (not names or len(names) > len(set(map(str, names)))):
        return "The crit must be an array of different names (RFC 7515 §4.1.11)."
    for name in names:
        if not isinstance(name, str) or name not in header:
            return (
                f"The crit names {shown(name)}, which the header does not have "
                "(RFC 7515 §4.1.11)."
            )
        if name not in UNDERSTOOD:
            return (
                f"The crit demands that a verifier understand {shown(name)}, which "
                "this page does not (RFC 7515 §4.1.11)."
            )
    if token.unencoded and "b64" not in names:
        return "The header has b64 false, but no crit that names it (RFC 7797 §6)."
    return ""


def disagreement(algorithm: str, key: Key) -> str:
    """Say why the key is not meant to verify this algorithm; empty if it is."""
    kind, declared = KINDS[algorithm], key.declared
    if key.kind != kind:
        hint = " A public key must never be used as a secret." * (kind == HMAC)
        return (
            f"{algorithm} needs a key of the kind {kind}, but this one is {key.kind}."
            f"{hint}"
        )
    if "alg" in declared and not same_algorithm(declared["alg"], algorithm):
        return (
            f"The JWK is for {shown(declared['alg'])} only, but the header says "
            f"{algorithm} (RFC 7517 §4.4)."
        )
    if "use" in declared and declared["use"] != "sig":
        return (
            f"The JWK's use is {shown(declared['use'])}, but sig is needed "
            "(RFC 7517 §4.2)."
        )
    operations = declared.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        return (
            f"The JWK's key_ops are {shown(operations)}, without verify "
            "(RFC 7517 §4.3)."
        )
    return ""
