"""Try the usual mistakes with a pasted key, and say which repair would match.

Nothing is applied: the reader decides.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from examples.auth.wording import shown
from examples.jose.jws_rules import KEY_KINDS
from examples.jose.secret_text import KeyFieldError
from examples.jose.signature_check import judge
from examples.jose.token_parts import Token, split_token
from examples.jose.verification_keys import HMAC, Key, read_keys

type Outcome = Literal["matches", "no match", "does not apply"]
type Candidate = tuple[str, str]
"""A key's text, and how a secret in it is written."""

MAX_REPAIRED = 64 * 1024
"""Characters of a secret. Longer texts are key sets."""
_ARMOUR = "-----BEGIN "
_LABELS = ("PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY", "PRIVATE KEY")
_ORDER: list[Outcome] = ["matches", "no match", "does not apply"]


@dataclass(frozen=True)
class Repair:
    r"""One way to read the key differently.

    Args:
        name: what its button says, such as `Try as base64`.
        key: the repaired text for the field Key.
        encoding: how a secret in it is written: `text`, `base64`, `base64url` or
            `hex`; None if it is no secret.
        outcome: `matches`, `no match` or `does not apply`.
        reason: what came of it, such as `32 bytes instead of 44` or `no \n in it`.

    """

    name: str
    key: str
    encoding: str | None
    outcome: Outcome
    reason: str


class _NotApplicableError(ValueError):
    """Raised for a repair that would change nothing. `str()` says why."""


def repairs(token: str, key: str, encoding: str = "text") -> list[Repair]:
    """Try every repair of a key, those that match first. No text makes this raise.

    Args:
        token: a token in the compact serialization.
        key: what the reader typed as its key.
        encoding: how a secret is written at present.

    """
    found = split_token(token)
    tried = [_try(name, make, found, key, encoding) for name, make in _REPAIRS.items()]
    return sorted(tried, key=lambda one: _ORDER.index(one.outcome))


def _try(
    name: str,
    make: Callable[[Token, str, str], Candidate],
    token: Token,
    key: str,
    encoding: str,
) -> Repair:
    try:
        text, form = make(token, key, encoding)
    except _NotApplicableError as error:
        return Repair(name, key, None, "does not apply", str(error))
    try:
        keys = read_keys(text, form)
    except KeyFieldError as error:
        return Repair(name, text, None, "no match", str(error))
    written = form if keys[0].kind == HMAC and keys[0].form != "JWK" else None
    if judge(token, "", keys).verdict == "Valid signature":
        return Repair(name, text, written, "matches", _what(keys[0], key))
    return Repair(name, text, written, "no match", "tried")


def _what(key: Key, before: str) -> str:
    if key.kind == HMAC:
        return f"{len(key.secret)} bytes instead of {len(before.encode())}"
    return f"{key.kind} public key"


def _as_base64(token: Token, key: str, encoding: str) -> Candidate:
    if pem := _pem_in_base64(key):
        return pem, "text"
    _require_secret(token, key)
    _require_other(encoding, "base64")
    bare = "".join(key.split())
    try:
        base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise _NotApplicableError("it is not base64") from None
    return key, "base64"


def _pem_in_base64(key: str) -> str:
    """Return the PEM that environment variables often hold in base64, or ""."""
    if not key.lstrip().startswith("LS0tLS1CRUdJTi") or len(key) > MAX_REPAIRED:
        return ""
    try:
        return base64.b64decode("".join(key.split()), validate=True).decode()
    except ValueError:
        return ""


def _as_base64url(token: Token, key: str, encoding: str) -> Candidate:
    _require_secret(token, key)
    _require_other(encoding, "base64url")
    if not re.fullmatch(r"[\w-]+={0,2}", "".join(key.split()), re.ASCII):
        raise _NotApplicableError("it is not base64url")
    return key, "base64url"


def _as_hex(token: Token, key: str, encoding: str) -> Candidate:
    _require_secret(token, key)
    _require_other(encoding, "hex")
    digits = "".join(key.split())
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", digits):
        raise _NotApplicableError("it is not hex")
    return key, "hex"


def _as_text(token: Token, key: str, encoding: str) -> Candidate:
    _require_secret(token, key)
    _require_other(encoding, "text")
    return key, "text"


def _line_breaks(_token: Token, key: str, encoding: str) -> Candidate:
    if "\\n" not in key:
        raise _NotApplicableError(r"no \n in it")
    bare = key.strip().strip("\"'")
    return bare.replace("\\r", "").replace("\\n", "\n"), encoding


def _add_newline(token: Token, key: str, encoding: str) -> Candidate:
    _require_secret(token, key)
    _require_text(encoding)
    if key.endswith("\n"):
        raise _NotApplicableError("it has one")
    return f"{key}\n", encoding


def _remove_newline(token: Token, key: str, encoding: str) -> Candidate:
    _require_secret(token, key)
    _require_text(encoding)
    if not key.endswith(("\n", "\r")):
        raise _NotApplicableError("it has none")
    return key.removesuffix("\n").removesuffix("\r"), encoding


def _add_armour(_token: Token, key: str, encoding: str) -> Candidate:
    if _ARMOUR in key:
        raise _NotApplicableError("it has them")
    body = "".join(key.split())
    if not re.fullmatch(r"M[A-Za-z0-9+/]{40,}={0,2}", body):
        raise _NotApplicableError("it is not a key in base64")
    candidates = [_armoured(body, label) for label in _LABELS]
    for candidate in candidates:
        try:
            read_keys(candidate, encoding)
        except KeyFieldError:
            continue
        return candidate, encoding
    raise _NotApplicableError("it is not a key in base64")


def _armoured(body: str, label: str) -> str:
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    text = "\n".join(lines)
    return f"{_ARMOUR}{label}-----\n{text}\n-----END {label}-----\n"


def _key_with_kid(token: Token, key: str, encoding: str) -> Candidate:
    kid = token.parameters.get("kid")
    if key.lstrip()[:1] not in ("{", "["):
        raise _NotApplicableError("it is not a key set")
    if not isinstance(kid, str):
        raise _NotApplicableError("the token has no kid")
    try:
        read_keys(key, encoding)
        value = json.loads(key)
    except ValueError:
        raise _NotApplicableError("it cannot be read") from None
    keys = value.get("keys") if isinstance(value, dict) else value
    if not isinstance(keys, list):
        raise _NotApplicableError("it is not a key set")
    named = [one for one in keys if isinstance(one, dict) and one.get("kid") == kid]
    if len(named) != 1:
        count = "no key" if not named else f"{len(named)} keys"
        raise _NotApplicableError(f"{count} with kid {shown(kid)} in it")
    return json.dumps(named[0], indent=2), encoding


def _public_half(_token: Token, key: str, encoding: str) -> Candidate:
    try:
        keys = read_keys(key, encoding)
    except KeyFieldError:
        raise _NotApplicableError("it cannot be read") from None
    if len(keys) > 1 or keys[0].kind == HMAC or not keys[0].private:
        raise _NotApplicableError("it is not a private key")
    if not isinstance(keys[0].source, dict):
        raise _NotApplicableError("the PEM does not hold its public half")
    kept = {name: one for name, one in keys[0].declared.items() if name != "key_ops"}
    return json.dumps({**keys[0].source, **kept}, indent=2), encoding


def _require_secret(token: Token, key: str) -> None:
    start = key.lstrip()
    if _ARMOUR in key:
        raise _NotApplicableError("a PEM")
    if start[:1] in ("{", "["):
        raise _NotApplicableError("a JWK")
    if KEY_KINDS.get(token.algorithm, HMAC) != HMAC:
        raise _NotApplicableError(f"{token.algorithm} needs no secret")
    if not start or len(key) > MAX_REPAIRED:
        raise _NotApplicableError("no secret of a usual size")


def _require_other(encoding: str, reading: str) -> None:
    if encoding == reading:
        raise _NotApplicableError("this is how it is read")


def _require_text(encoding: str) -> None:
    if encoding != "text":
        raise _NotApplicableError(f"white space does not count in {encoding}")


_REPAIRS: dict[str, Callable[[Token, str, str], Candidate]] = {
    "Try as base64": _as_base64,
    "Try as base64url": _as_base64url,
    "Try as hex": _as_hex,
    "Try as text": _as_text,
    r"Replace \n by line breaks": _line_breaks,
    "Add the trailing newline": _add_newline,
    "Remove the trailing newline": _remove_newline,
    "Add the BEGIN and END lines": _add_armour,
    "Take the key with this kid": _key_with_kid,
    "Take the public half": _public_half,
}
