"""Check header, chosen algorithm and key before any signature is verified.

Each function returns a sentence that says why the token must be refused, or "".
"""

from examples.auth.wording import shown
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key

KEY_KINDS = {
    **dict.fromkeys(("HS256", "HS384", "HS512"), HMAC),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
}
"""The kind of key that each algorithm needs (RFC 7518 §3.1, RFC 8037, RFC 9864)."""

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
    "ES256K": "no browser's WebCrypto supports the curve secp256k1",
    "Ed448": "few browsers support the curve Ed448, and PyJWT has no such name",
}
UNDERSTOOD_CRIT = ("b64",)


def unsupported_sentence(algorithm: str) -> str:
    """Say what this Python would need for the algorithm."""
    return (
        f"This Python cannot use {algorithm}: in a browser it needs WebCrypto and "
        "JavaScript Promise Integration, elsewhere the package cryptography."
    )


def same_algorithm(one: object, other: object) -> bool:
    """Compare two names. RFC 9864 renames EdDSA with its curve to Ed25519."""
    pair = {one, other} if isinstance(one, str) and isinstance(other, str) else set()
    return one == other or pair == {"EdDSA", "Ed25519"}


def header_refusal(token: Token, chosen: str) -> str:
    """Say why no key can make the token valid.

    Args:
        token: a token with a readable header.
        chosen: the reader's algorithm, empty to let the key decide.

    """
    name = token.algorithm
    if name.lower() == "none":
        return (
            f"The header's alg is {shown(name)}: the token is not signed, so anyone "
            "could have written it (RFC 8725 §3.2)."
        )
    if reason := crit_fault(token):
        return reason
    if chosen and not same_algorithm(chosen, name):
        return (
            f"You chose {chosen}, but the header says {shown(name)}. A verifier must "
            "accept only the algorithm that it expects (RFC 8725 §3.1)."
        )
    if name not in KEY_KINDS and name not in UNAVAILABLE:
        return (
            f"The header's alg {shown(name)} is not a signature algorithm that this "
            "page knows (RFC 7515 §4.1.1)."
        )
    return ""


def crit_fault(token: Token) -> str:
    """Say what is wrong with `crit` (RFC 7515 §4.1.11, RFC 7797 §6)."""
    header = token.parameters
    crit = header.get("crit")
    names = crit if isinstance(crit, list) else []
    if "crit" in header and (not names or len(names) > len(set(map(str, names)))):
        return "The crit must be an array of distinct names (RFC 7515 §4.1.11)."
    for name in names:
        if not isinstance(name, str) or name not in header:
            return (
                f"The crit names {shown(name)}, but the header has no such parameter "
                "(RFC 7515 §4.1.11)."
            )
        if name not in UNDERSTOOD_CRIT:
            return (
                f"The crit requires a verifier to understand {shown(name)}, and this "
                "page does not (RFC 7515 §4.1.11)."
            )
    if token.unencoded and "b64" not in names:
        return "The header sets b64 to false without naming it in crit (RFC 7797 §6)."
    return ""


def key_mismatch(algorithm: str, key: Key) -> str:
    """Say why the key must not verify this algorithm."""
    kind, declared = KEY_KINDS[algorithm], key.declared
    if key.kind != kind:
        hint = " Never use a public key as a secret." * (kind == HMAC)
        return f"{algorithm} needs a key of kind {kind}, but yours is {key.kind}.{hint}"
    if "alg" in declared and not same_algorithm(declared["alg"], algorithm):
        return (
            f"The JWK is only for {shown(declared['alg'])}, but the header says "
            f"{algorithm} (RFC 7517 §4.4)."
        )
    if "use" in declared and declared["use"] != "sig":
        return (
            f"The JWK's use is {shown(declared['use'])}, but a signature needs sig "
            "(RFC 7517 §4.2)."
        )
    operations = declared.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        return (
            f"The JWK's key_ops are {shown(operations)}, without verify "
            "(RFC 7517 §4.3)."
        )
    return ""
