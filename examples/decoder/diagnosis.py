"""Collect what the decoder found out about a paste, before it is put into words."""

from dataclasses import dataclass, field

from examples.decoder.claim_checks import Check, Expected
from examples.decoder.key_repairs import Repair
from examples.decoder.pasted_types import Pasted
from examples.jose.json_text import JsonObject
from examples.jose.jwe import Decrypted
from examples.jose.jws_rules import crit_fault
from examples.jose.signature_check import Judgement, Trial
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_published

SHORTEST_SECRET = 8
"""Bytes. Programs guess all shorter secrets within days."""
_DEFAULTS = {HMAC: "HS256", "RSA": "RS256", "P-256": "ES256", "P-384": "ES384"}
_DEFAULTS |= {"P-521": "ES512", "Ed25519": "EdDSA", "secp256k1": "ES256K"}


@dataclass(frozen=True)
class Diagnosis:
    """What was found out about a paste.

    Args:
        pasted: what the text is.
        token: the token that is read, an empty one if there is none.
        opened: the content of an encrypted token, None without the right key.
        sealed: why an encrypted token could not be opened with the key.
        text: the paste without white space, quotes and a header's name around it.
        keys: the keys that could be read.
        key_given: whether the field has any text.
        key_fault: why the key cannot be read, empty if it can.
        key_text: the text of the field.
        in_set: whether the key was pasted as a key set.
        chosen: the reader's algorithm, empty to let the key decide.
        form: how a secret is written.
        judgement: the verdict on the signature.
        checks: the result for each claim.
        expected: what the reader's service expects.
        repairs: the ways to read the key that were tried.

    """

    pasted: Pasted
    token: Token
    expected: Expected
    judgement: Judgement
    keys: list[Key] = field(default_factory=list)
    key_given: bool = False
    key_fault: str = ""
    key_text: str = ""
    in_set: bool = False
    chosen: str = ""
    form: str = "text"
    checks: list[Check] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    text: str = ""
    opened: Decrypted | None = None
    sealed: str = ""

    @property
    def is_jwt(self) -> bool:
        """Whether the payload is a JSON object (RFC 7519 §7.2)."""
        return isinstance(self.token.payload, JsonObject)

    @property
    def valid(self) -> bool:
        """Whether the signature matches."""
        return self.judgement.verdict == "Valid signature"

    @property
    def unsigned(self) -> bool:
        """Whether the header's `alg` is `none` in any spelling."""
        return self.token.algorithm.lower() == "none"

    @property
    def crit(self) -> str:
        """What is wrong with `crit`, empty if nothing is."""
        return crit_fault(self.token)

    @property
    def symmetric(self) -> bool:
        """Whether the header names an algorithm with a shared secret."""
        return self.token.algorithm.startswith("HS")

    @property
    def kid(self) -> str | None:
        """The header's key id."""
        found = self.token.parameters.get("kid")
        return found if isinstance(found, str) else None

    @property
    def key_ids(self) -> list[str]:
        """The ids of the keys, in their order."""
        found = [key.declared.get("kid") for key in self.keys]
        return [kid for kid in found if isinstance(kid, str)]

    @property
    def unknown_kid(self) -> bool:
        """Whether the token names a key that the key set lacks."""
        if not self.in_set or self.kid is None or not self.key_ids:
            return False
        return self.kid not in self.key_ids

    @property
    def failed(self) -> list[Check]:
        """The checks of claims that failed."""
        return [check for check in self.checks if check.passed is False]

    @property
    def used(self) -> Key | None:
        """The key that matched, or else the first one."""
        matched = [one.key for one in self.judgement.trials if one.outcome == "valid"]
        return next(iter([*matched, *self.keys]), None)

    @property
    def unfit(self) -> Trial | None:
        """The first key that must not verify this token, if none was tried."""
        trials = self.judgement.trials
        if any(trial.outcome in ("valid", "invalid") for trial in trials):
            return None
        return next((trial for trial in trials if trial.outcome == "unfit"), None)

    @property
    def guessable(self) -> bool:
        """Whether the secret that matches is published, or too short to resist."""
        key = self.used
        if not self.valid or key is None or key.kind != HMAC:
            return False
        return is_published(key.secret) or len(key.secret) < SHORTEST_SECRET

    @property
    def match(self) -> Repair | None:
        """The first repair of the key with which the signature matches."""
        return next((one for one in self.repairs if one.outcome == "matches"), None)

    def check(self, *names: str) -> Check | None:
        """Return the first failed check of these claims."""
        return next((check for check in self.failed if check.name in names), None)


def algorithm_of(key: Key) -> str:
    """Name the algorithm that a key is for: its own, else its kind's usual one."""
    declared = key.declared.get("alg")
    if isinstance(declared, str):
        return declared
    return _DEFAULTS.get(key.kind, key.kind)
