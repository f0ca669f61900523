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
    "ES256K": "secp256k1",
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
    "Ed448": "Ed448",
    **{name: name for name in ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")},
}
"""The kind of key that each algorithm needs, the usual one for EdDSA.

Sources: RFC 7518 §3.1, RFC 8037, RFC 8812, RFC 9864, RFC 9964.
"""

SIGNATURE_BYTES = {
    "HS256": 32,
    "HS384": 48,
    "HS512": 64,
    "ES256": 64,
    "ES384": 96,
    "ES512": 132,
    "ES256K": 64,
    "Ed25519": 64,
    "Ed448": 114,
    "ML-DSA-44": 2420,
    "ML-DSA-65": 3309,
    "ML-DSA-87": 4627,
}
UNDERSTOOD_CRIT = ("b64",)


def kinds_for(algorithm: str) -> tuple[str, ...]:
    """Return the kinds of key that the algorithm takes, none if it is unknown."""
    if algorithm == "EdDSA":
        return ("Ed25519", "Ed448")
    return (KEY_KINDS[algorithm],) if algorithm in KEY_KINDS else ()


def unsupported_sentence(algorithm: str) -> str:
    """Say what this Python would need for the algorithm."""
    return f"This Python cannot use {algorithm}: install the package cryptography."


def same_algorithm(one: object, other: object) -> bool:
    """Compare two names. RFC 9864 names EdDSA by its curve: Ed25519 or Ed448."""
    pair = {one, other} if isinstance(one, str) and isinstance(other, str) else set()
    return one == other or pair in ({"EdDSA", "Ed25519"}, {"EdDSA", "Ed448"})


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
    if name not in KEY_KINDS:
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
    kinds, declared = kinds_for(algorithm), key.declared
    if key.kind not in kinds:
        hint = " Never use a public key as a secret." * (HMAC in kinds)
        needed = " or ".join(kinds)
        return (
            f"{algorithm} needs a key of kind {needed}, but yours is {key.kind}.{hint}"
        )
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
