"""Judges a token's signature: algorithm, key and header must agree before the math."""

from dataclasses import dataclass
from typing import Literal

import jwt

from examples.token_parts import Token
from examples.verification_keys import HMAC, Key
from examples.wording import shown

type Word = Literal[
    "Valid signature", "Invalid signature", "Not verified", "Malformed token"
]
type Outcome = Literal["valid", "invalid", "unfit", "unusable"]

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
MAX_RSA_CHARACTERS = 2731  # of n in base64url: 16384 bits
_DER_SEQUENCE = b"\x30"
_FAULTS = (jwt.PyJWTError, ValueError, TypeError, LookupError)


@dataclass(frozen=True)
class Trial:
    """How one key did, with a sentence."""

    key: Key
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Judgement:
    """The verdict on the signature, and each key that was tried for it."""

    word: Word
    sentence: str
    trials: tuple[Trial, ...] = ()


def judge(token: Token, chosen: str, keys: list[Key]) -> Judgement:
    """Judge the JWS by RFC 7515 §5.2; claims are another question.

    Args:
        token: as `take_apart` gave it.
        chosen: the reader's algorithm; empty to let the key decide.
        keys: at least one, or nothing is verified.

    """
    if token.faults:
        return Judgement("Malformed token", token.faults[0])
    if not keys or token.encrypted or not token.text:
        return Judgement("Not verified", _keyless(token))
    if reason := refusal(token, chosen):
        return Judgement("Invalid signature", reason)
    if token.algorithm in UNAVAILABLE:
        why = UNAVAILABLE[token.algorithm]
        sentence = f"{token.algorithm} is not available here, since {why}."
        return Judgement("Not verified", sentence)
    trials = tuple(try_key(token, key) for key in _candidates(token, keys))
    return _sum_up(token, trials)


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


def try_key(token: Token, key: Key) -> Trial:
    """Verify with one key, if key, header and algorithm agree."""
    if key.problem:
        return Trial(key, "unusable", key.problem)
    if reason := disagreement(token.algorithm, key):
        return Trial(key, "unfit", reason)
    try:
        good = verify(token, key)
    except NotImplementedError:
        name = token.algorithm
        sentence = f"This browser's Python has no {name}: see above the fields why."
        return Trial(key, "unusable", sentence)
    except _FAULTS as error:
        return Trial(key, "unusable", f"The key cannot be used: {error}")
    if good:
        what = "the secret" if key.kind == HMAC else f"the {key.kind} key"
        return Trial(key, "valid", f"{token.algorithm} matches with {what}.")
    return Trial(key, "invalid", mismatch(token, key))


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


def verify(token: Token, key: Key) -> bool:
    """Let PyJWT verify the signing input (RFC 7515 §5.2, step 8).

    Raises:
        NotImplementedError: this Python lacks the algorithm.
        jwt.PyJWTError, ValueError, TypeError, LookupError: it cannot use the key.

    """
    name = "EdDSA" if token.algorithm == "Ed25519" else token.algorithm
    algorithm = jwt.get_algorithm_by_name(name)
    if key.kind == HMAC:
        prepared = algorithm.prepare_key(key.secret)
    elif isinstance(key.source, str):
        prepared = algorithm.prepare_key(key.source)
    else:
        if len(key.source.get("n", "")) > MAX_RSA_CHARACTERS:
            raise ValueError("Its modulus has more than 16384 bits.")
        prepared = algorithm.from_jwk(dict(key.source))
    message = token.text.rpartition(".")[0].encode()
    return algorithm.verify(message, prepared, token.part("signature").data)


def mismatch(token: Token, key: Key) -> str:
    """Say in which way a signature does not match, as far as that can be seen."""
    name, signature = token.algorithm, token.part("signature").data
    if not signature:
        return "The signature is empty: the token is not signed."
    expected = SIGNATURE_BYTES.get(name) or _modulus_bytes(key)
    if is_der(token):
        return (
            "The ECDSA signature is in DER form, but JWS wants r and s side by side "
            f"in {expected} bytes (RFC 7518 §3.4)."
        )
    if len(signature) != expected:
        return (
            f"The signature has {len(signature)} bytes, but {name} makes {expected} "
            "with this key."
        )
    return "The signature does not match: a changed token, or another key."


def is_der(token: Token) -> bool:
    """Tell whether an ECDSA signature is in DER, as most libraries' own output is."""
    name, signature = token.algorithm, token.part("signature").data
    if not name.startswith("ES") or len(signature) == SIGNATURE_BYTES.get(name):
        return False
    return signature[:1] == _DER_SEQUENCE and b"\x02" in signature[2:4]


def _modulus_bytes(key: Key) -> int:
    source = key.source
    digits = source.get("n", "") if isinstance(source, dict) else ""
    return len(digits) * 3 // 4


def _candidates(token: Token, keys: list[Key]) -> list[Key]:
    """Pick by kid where there is a choice (RFC 7515 §4.1.4)."""
    kid = token.parameters.get("kid")
    if len(keys) == 1 or not isinstance(kid, str):
        return keys
    named = [key for key in keys if key.declared.get("kid") == kid]
    return named or [key for key in keys if "kid" not in key.declared]


def _sum_up(token: Token, trials: tuple[Trial, ...]) -> Judgement:
    if not trials:
        kid = shown(token.parameters.get("kid"))
        return Judgement("Invalid signature", f"No key of the set has the kid {kid}.")
    order: list[Outcome] = ["valid", "invalid", "unfit", "unusable"]
    best = min(trials, key=lambda trial: order.index(trial.outcome))
    word: Word = "Not verified"
    if best.outcome == "valid":
        word = "Valid signature"
    elif best.outcome != "unusable":
        word = "Invalid signature"
    start = f"{best.key.name}: " if len(trials) > 1 else ""
    return Judgement(word, f"{start}{best.sentence}", trials)


def _keyless(token: Token) -> str:
    if not token.text:
        return "There is no token yet."
    if token.encrypted:
        return "This is a JWE: it is encrypted, not signed."
    return "There is no key: give the secret or the public key to verify with."
