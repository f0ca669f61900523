"""Open an SD-JWT: show its disclosures, and check their digests (RFC 9901)."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from jwt.utils import base64url_encode

from examples.auth.wording import shown
from examples.jose.compact import decode_part
from examples.jose.json_text import JsonObject, JsonValue, one_line, read_json
from examples.jose.parsing import MAX_DEPTH, ParseError
from examples.jose.token_parts import split_token

HASHES = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
"""The names of `_sd_alg` (IANA's registry of named information hash algorithms)."""
MAX_DISCLOSURES = 500
_RESERVED = ("_sd", "...")


@dataclass(frozen=True)
class Disclosed:
    """The content of an SD-JWT. No signature in it is verified.

    Args:
        issuer_jwt: the token that the issuer signed.
        key_binding: the holder's own token, empty if there is none.
        payload: the claims, with the disclosed ones in their places.
        notes: what was disclosed, and what is wrong.

    """

    issuer_jwt: str
    key_binding: str
    payload: JsonValue
    notes: tuple[str, ...]


@dataclass
class _Opener:
    """Put each disclosure where its digest stands."""

    known: dict[str, JsonValue]
    used: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    faults: list[str] = field(default_factory=list)

    def open(self, value: JsonValue, depth: int = 0) -> JsonValue:
        if depth > MAX_DEPTH:
            self.faults.append(
                f"The claims are nested deeper than {MAX_DEPTH} levels, so the rest "
                "was not opened."
            )
            return value
        if isinstance(value, list):
            return [one for item in value for one in self._element(item, depth)]
        if not isinstance(value, JsonObject):
            return value
        members = [
            (name, self.open(one, depth + 1))
            for name, one in value.members
            if name not in ("_sd", "_sd_alg")
        ]
        return JsonObject(members + self._members(value, depth))

    def _members(self, value: JsonObject, depth: int) -> list[tuple[str, JsonValue]]:
        digests = value.get("_sd")
        found: list[tuple[str, JsonValue]] = []
        for digest in digests if isinstance(digests, list) else []:
            disclosure = self._take(digest, 3)
            if disclosure is None:
                continue
            name = disclosure[1]
            if not isinstance(name, str) or name in _RESERVED:
                self.faults.append("A disclosure has no usable claim name.")
            elif name in value or name in dict(found):
                self.faults.append(
                    f"A disclosure repeats the claim {shown(name)}: refuse the token."
                )
            else:
                found.append((name, self.open(disclosure[2], depth + 1)))
        return found

    def _element(self, item: JsonValue, depth: int) -> list[JsonValue]:
        if not isinstance(item, JsonObject) or [n for n, _ in item.members] != ["..."]:
            return [self.open(item, depth + 1)]
        disclosure = self._take(item.get("..."), 2)
        return [] if disclosure is None else [self.open(disclosure[1], depth + 1)]

    def _take(self, digest: JsonValue, length: int) -> list[JsonValue] | None:
        if not isinstance(digest, str):
            self.faults.append("A digest is not a string.")
            return None
        self.used[digest] += 1
        if digest not in self.known:
            self.hidden += 1
            return None
        disclosure = self.known[digest]
        if not isinstance(disclosure, list) or len(disclosure) != length:
            self.faults.append("A disclosure stands where its form is not allowed.")
            return None
        # A digest may stand in one place only, or the same value would appear twice.
        return disclosure if self.used[digest] == 1 else None


def disclose(text: str) -> Disclosed:
    """Open an SD-JWT in the compact serialization. No text makes this raise.

    Args:
        text: the issuer's token, its disclosures and perhaps the holder's token,
            each followed by a tilde except the last.

    """
    issuer_jwt, *disclosures, last = text.split("~")
    payload = split_token(issuer_jwt).payload
    claims = payload if isinstance(payload, JsonObject) else JsonObject([])
    named = claims.get("_sd_alg") if "_sd_alg" in claims else "sha-256"
    if not isinstance(named, str) or named not in HASHES:
        note = f"The _sd_alg {shown(named)} is not supported: no digest was checked."
        return Disclosed(issuer_jwt, last, payload, (note,))
    if len(disclosures) > MAX_DISCLOSURES:
        note = f"There are more than {MAX_DISCLOSURES} disclosures: none was checked."
        return Disclosed(issuer_jwt, last, payload, (note,))
    notes: list[str] = []
    known: dict[str, JsonValue] = {}
    for number, one in enumerate(disclosures, start=1):
        try:
            value = read_json(decode_part(one, "disclosure").decode(), "It")
        except (ParseError, UnicodeDecodeError) as error:
            notes.append(f"Disclosure {number} cannot be read. {error}")
            continue
        known[_digest(one, named)] = value
    opener = _Opener(known)
    opened = opener.open(payload)
    for digest, value in known.items():
        notes.append(_told(value, matches=opener.used[digest] > 0))
    notes += opener.faults
    notes += [
        "A digest stands twice in the token: refuse it (RFC 9901 §7.1)."
        for count in [max(opener.used.values(), default=0)]
        if count > 1
    ]
    if opener.hidden:
        notes.append(
            f"{opener.hidden} more digest{'s' if opener.hidden > 1 else ''}: claims "
            "that were not disclosed, or decoys."
        )
    notes += _binding_notes(text, last, named)
    return Disclosed(issuer_jwt, last, opened, tuple(notes))


def _told(value: JsonValue, *, matches: bool) -> str:
    what = one_line(value)
    if isinstance(value, list) and len(value) in (2, 3):
        what = " = ".join(one_line(one) for one in value[1:])
    cut = what if len(what) <= 120 else f"{what[:120]}…"  # noqa: PLR2004
    if matches:
        return f"Disclosed: {cut}. Its digest matches."
    return f"Refuse: no digest matches the disclosure {cut}."


def _binding_notes(text: str, key_binding: str, named: str) -> list[str]:
    """Check that the holder's token covers these disclosures (RFC 9901 §4.3.1)."""
    if not key_binding:
        return []
    found = split_token(key_binding).claims.get("sd_hash")
    covered = text[: len(text) - len(key_binding)]
    if found == _digest(covered, named):
        return ["The key binding JWT covers these disclosures: sd_hash matches."]
    return ["Refuse: the key binding JWT's sd_hash does not match these disclosures."]


def _digest(text: str, named: str) -> str:
    data = hashlib.new(HASHES[named], text.encode(errors="replace")).digest()
    return base64url_encode(data).decode()
