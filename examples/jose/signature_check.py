"""Check a token's signature with the reader's keys (RFC 7515 §5.2)."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

import jwt

from examples.auth.wording import shown
from examples.jose.algorithms import get_algorithm
from examples.jose.jws_rules import (
    SIGNATURE_BYTES,
    header_refusal,
    key_mismatch,
    unsupported_sentence,
)
from examples.jose.secret_text import KeyFieldError, read_secret_text
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key

type Verdict = Literal[
    "Valid signature", "Invalid signature", "Not verified", "Malformed token"
]
type Outcome = Literal["valid", "invalid", "unfit", "unusable"]

MAX_TRIED = 100
"""Keys of a set. Without a kid, each is tried, and a check takes milliseconds."""
MAX_RSA_CHARACTERS = 2731
"""Of a modulus in base64url, which are 16384 bits."""
_DER_SEQUENCE = b"\x30"
_FAULTS = (jwt.PyJWTError, ValueError, TypeError, LookupError)


@dataclass(frozen=True)
class Trial:
    """The outcome of one key, with a sentence."""

    key: Key
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Judgement:
    """The verdict on the signature, and the outcome of each key."""

    verdict: Verdict
    sentence: str
    trials: tuple[Trial, ...] = ()


def judge(token: Token, chosen: str, keys: list[Key]) -> Judgement:
    """Judge the signature alone, not the claims (RFC 7515 §5.2).

    Args:
        token: the result of `split_token`.
        chosen: the reader's algorithm, empty to let the key decide.
        keys: the keys to try. Without one, nothing is verified.

    """
    if token.faults:
        return Judgement("Malformed token", token.faults[0])
    if not keys or token.encrypted or not token.text:
        return Judgement("Not verified", _why_unverified(token))
    if reason := header_refusal(token, chosen):
        return Judgement("Invalid signature", reason)
    trials = tuple(try_key(token, key) for key in _candidates(token, keys)[:MAX_TRIED])
    return _sum_up(token, trials)


def try_key(token: Token, key: Key) -> Trial:
    """Verify with one key, provided that key, header and algorithm agree."""
    if key.problem:
        return Trial(key, "unusable", key.problem)
    if reason := key_mismatch(token.algorithm, key):
        return Trial(key, "unfit", reason)
    try:
        good = verify(token, key)
    except NotImplementedError:
        return Trial(key, "unusable", unsupported_sentence(token.algorithm))
    except _FAULTS as error:
        return Trial(key, "unusable", f"The key cannot be used: {error}")
    if good:
        what = "the secret" if key.kind == HMAC else f"the {key.kind} key"
        return Trial(key, "valid", f"{token.algorithm} matches with {what}.")
    return Trial(key, "invalid", signature_mismatch(token, key))


def verify(token: Token, key: Key) -> bool:
    """Let PyJWT verify the signing input (RFC 7515 §5.2, step 8).

    Raises:
        NotImplementedError: This Python lacks the algorithm.
        jwt.PyJWTError, ValueError, TypeError, LookupError: PyJWT refuses the key.

    """
    algorithm = get_algorithm(token.algorithm)
    if key.kind == HMAC:
        prepared = algorithm.prepare_key(key.secret)
    elif isinstance(key.source, str):
        prepared = algorithm.prepare_key(key.source)
    else:
        if len(key.source.get("n", "")) > MAX_RSA_CHARACTERS:
            raise ValueError("The modulus has more than 16384 bits.")
        prepared = algorithm.from_jwk(dict(key.source))
    message = token.text.rpartition(".")[0].encode()
    return algorithm.verify(message, prepared, token.part("signature").data)


def signature_mismatch(token: Token, key: Key) -> str:
    """Say why a signature does not match, as precisely as possible."""
    name, signature = token.algorithm, token.part("signature").data
    if not signature:
        return "The signature is empty, so the token is not signed."
    expected = SIGNATURE_BYTES.get(key.kind if name == "EdDSA" else name)
    expected = expected or _modulus_bytes(key)
    if is_der(token):
        return (
            "The ECDSA signature is in DER form, but a JWS holds r and s side by side "
            f"in {expected} bytes (RFC 7518 §3.4)."
        )
    if len(signature) != expected:
        return (
            f"The signature has {len(signature)} bytes, but {name} with this key "
            f"makes {expected}."
        )
    return _other_secret_form(token, key)


def _other_secret_form(token: Token, key: Key) -> str:
    """Say whether the signature matches the secret in another form."""
    for form in ("base64url", "hex") if key.form == "text secret" else ():
        with suppress(KeyFieldError, *_FAULTS):
            secret = read_secret_text(key.secret.decode(), form)
            if verify(token, replace(key, secret=secret)):
                return (
                    "The signature does not match the secret as text, but it matches "
                    f"the secret as {form}: tick “Secret is {form}”."
                )
    return "The signature does not match: a changed token, or another key."


def is_der(token: Token) -> bool:
    """Tell whether an ECDSA signature is in DER, the output of most libraries."""
    name, signature = token.algorithm, token.part("signature").data
    if not name.startswith("ES") or len(signature) == SIGNATURE_BYTES.get(name):
        return False
    return signature[:1] == _DER_SEQUENCE and b"\x02" in signature[2:4]


def _modulus_bytes(key: Key) -> int:
    source = key.source
    digits = source.get("n", "") if isinstance(source, dict) else ""
    return len(digits) * 3 // 4


def _candidates(token: Token, keys: list[Key]) -> list[Key]:
    """Pick the keys by kid if there are several (RFC 7515 §4.1.4)."""
    kid = token.parameters.get("kid")
    if len(keys) == 1 or not isinstance(kid, str):
        return keys
    named = [key for key in keys if key.declared.get("kid") == kid]
    return named or [key for key in keys if "kid" not in key.declared]


def _sum_up(token: Token, trials: tuple[Trial, ...]) -> Judgement:
    if not trials:
        kid = shown(token.parameters.get("kid"))
        return Judgement("Invalid signature", f"No key in the set has the kid {kid}.")
    order: list[Outcome] = ["valid", "invalid", "unfit", "unusable"]
    best = min(trials, key=lambda trial: order.index(trial.outcome))
    verdict: Verdict = "Not verified"
    if best.outcome == "valid":
        verdict = "Valid signature"
    elif best.outcome != "unusable":
        verdict = "Invalid signature"
    start = f"{best.key.name}: " if len(trials) > 1 else ""
    return Judgement(verdict, f"{start}{best.sentence}", trials)


def _why_unverified(token: Token) -> str:
    if not token.text:
        return "There is no token yet."
    if token.encrypted:
        return "This is a JWE: it is encrypted, not signed."
    return "There is no key: enter the secret or the public key to verify with."
