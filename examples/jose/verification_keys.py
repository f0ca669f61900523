"""Read the keys to verify with: a secret, PEM, a JWK or a JWKS."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from jwt.exceptions import InvalidKeyError

from examples.auth.wording import shown
from examples.jose.json_text import JsonObject, all_duplicates, read_json, to_python
from examples.jose.jwk import read_key
from examples.jose.parsing import ParseError
from examples.jose.pem_keys import PUBLIC, is_private, kind_of
from examples.jose.secret_text import KeyFieldError, read_base64url, read_secret_text

MAX_KEYS = 5000
MAX_KEY_CHARACTERS = 4 * 1024 * 1024
HMAC = "HMAC secret"
_PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "k", "priv")
_ARMOR = "-----BEGIN "
_DER = re.compile(r"M[A-Za-z0-9+/\s]{40,}+={0,2}")
_PEM_LABELS = ("PUBLIC KEY", "CERTIFICATE", "PRIVATE KEY", "RSA PUBLIC KEY")


@dataclass(frozen=True)
class Key:
    """One key. Its `repr` shows nothing secret.

    Args:
        kind: `HMAC secret`, `RSA`, the name of a curve, or "" for an unusable key.
        name: what to call the key in a sentence: "The key" or "Key 2 (kid 'a')".
        secret: the bytes of an HMAC key.
        source: what PyJWT reads: the public members of a JWK, or a private PEM.
        declared: what the JWK says about its use: alg, use, key_ops and kid.
        private: whether the text holds the private half of a pair, or a secret JWK.
        problem: why the key cannot be used, empty if it can.
        form: how the key is written, such as `text secret` or `JWK`.
        note: a sentence about what was left out, empty if nothing was.

    """

    kind: str
    name: str = "The key"
    secret: bytes = field(default=b"", repr=False)
    source: dict[str, str] | str = field(default="", repr=False)
    declared: dict[str, Any] = field(default_factory=dict)
    private: bool = False
    problem: str = ""
    form: str = ""
    note: str = ""


def read_keys(text: str, form: str) -> list[Key]:
    """Read the keys in what the reader typed.

    Args:
        text: the key or key set.
        form: how a secret is written: `text`, `base64`, `base64url` or `hex`.

    Raises:
        KeyFieldError: The text is damaged, or too long.

    """
    if len(text) > MAX_KEY_CHARACTERS:
        raise KeyFieldError(
            f"The key has {len(text)} characters, but this page reads at most "
            f"{MAX_KEY_CHARACTERS}."
        )
    stripped = text.strip()
    if stripped[:1] in ("{", "["):
        return _from_json(stripped)
    if _ARMOR in text:
        return [_from_pem(stripped, "PEM")]
    if stripped.startswith(("ssh-", "ecdsa-sha2-")):
        raise KeyFieldError(
            "This is an SSH key. Convert it: ssh-keygen -e -m PKCS8 -f FILE."
        )
    if form == "text" and _DER.fullmatch(stripped):
        for label in _PEM_LABELS:
            body = f"{_ARMOR}{label}-----\n{stripped}\n-----END {label}-----"
            try:
                return [_from_pem(body, f"{label} without its PEM lines")]
            except KeyFieldError:
                continue
    return [Key(HMAC, secret=read_secret_text(text, form), form=f"{form} secret")]


def _from_pem(text: str, form: str) -> Key:
    try:
        jwk = read_key(text)
    except InvalidKeyError as error:
        raise KeyFieldError(str(error)) from error
    names = PUBLIC[jwk["kty"]]
    private = is_private(jwk)
    kind = kind_of(jwk)
    note = ""
    if "CERTIFICATE" in form or f"{_ARMOR}CERTIFICATE" in text:
        form = "X.509 certificate"
    if (count := text.count(_ARMOR)) > 1:
        note = f"The first of {count} PEM blocks was used, and no chain was checked."
    # PyJWT derives the public half where a private key in PEM lacks it.
    whole = all(name in jwk for name in names)
    source = {name: jwk[name] for name in ("kty", *names)} if whole else text
    return Key(kind, source=source, private=private, form=form, note=note)


def _from_json(text: str) -> list[Key]:
    try:
        value = read_json(text, "The key's members")
    except ParseError as error:
        raise KeyFieldError(f"The key looks like a JWK. {error}") from error
    if twice := all_duplicates(value):
        raise KeyFieldError(
            f"The JWK repeats {shown(twice[0])}, but names must be unique "
            "(RFC 7517 §4)."
        )
    if isinstance(value, JsonObject):
        if "jwks_uri" in value and "keys" not in value:
            raise KeyFieldError(_metadata(value))
        if certificates := _certificates(value):
            return certificates
    found = (
        value.get("keys")
        if isinstance(value, JsonObject) and "keys" in value
        else value
    )
    if isinstance(found, JsonObject):
        return [_from_jwk(to_python(found), "The key")]
    if not isinstance(found, list) or not found:
        raise KeyFieldError(
            "The JWKS holds no keys: its member keys must be an array (RFC 7517 §5)."
        )
    if len(found) > MAX_KEYS:
        raise KeyFieldError(
            f"The JWKS has {len(found)} keys, but this page reads at most {MAX_KEYS}."
        )
    return [
        _from_jwk(to_python(one), f"Key {number}")
        for number, one in enumerate(found, start=1)
    ]


def _metadata(value: JsonObject) -> str:
    address = value.get("jwks_uri")
    return (
        "This is the metadata of an issuer, which names its keys and does not hold "
        f"them. Open its jwks_uri, {shown(address)}, and paste what you see there."
    )


def _certificates(value: JsonObject) -> list[Key]:
    """Read an object of certificates by their kid, as Google publishes them."""
    members = value.members
    if not members or not all(
        isinstance(one, str) and one.startswith(f"{_ARMOR}CERTIFICATE")
        for _, one in members
    ):
        return []
    return [
        replace(
            _from_pem(str(one).strip(), "PEM"),
            name=f"Key {number} (kid {shown(kid)})",
            declared={"kid": kid},
        )
        for number, (kid, one) in enumerate(members[:MAX_KEYS], start=1)
    ]


def _from_jwk(jwk: object, name: str) -> Key:
    if not isinstance(jwk, dict):
        return Key("", name, problem="It is not a JSON object.")
    if "kid" in jwk and name != "The key":
        name = f"{name} (kid {shown(jwk['kid'])})"
    declared = {one: jwk[one] for one in ("alg", "use", "key_ops", "kid") if one in jwk}
    private = any(one in jwk for one in _PRIVATE)
    try:
        kind, secret, source = _members(jwk)
    except (InvalidKeyError, KeyFieldError) as error:
        return Key("", name, declared=declared, private=private, problem=str(error))
    return Key(kind, name, secret, source, declared, private, form="JWK")


def _members(jwk: dict[str, Any]) -> tuple[str, bytes, dict[str, str]]:
    if jwk.get("kty") == "oct":
        if not isinstance(jwk.get("k"), str) or not jwk["k"]:
            raise KeyFieldError("The oct key lacks k, its secret (RFC 7518 §6.4.1).")
        return HMAC, read_base64url(jwk["k"]), {}
    public = {name: one for name, one in jwk.items() if name not in _PRIVATE}
    members = read_key(public)
    return kind_of(members), b"", members
