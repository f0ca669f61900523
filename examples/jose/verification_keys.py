"""Keys to verify with, read from what a reader pasted: secret, PEM, JWK or JWKS."""

import re
from dataclasses import dataclass, field
from typing import Any

from jwt.exceptions import InvalidKeyError

from examples.auth.wording import shown
from examples.jose.json_text import Object, all_duplicates, plain, read_json
from examples.jose.jwk import read_key
from examples.jose.parsing import ParseError
from examples.jose.pem_keys import PUBLIC
from examples.jose.secret_text import KeyFieldError, read_base64url, read_secret_text

MAX_KEYS = 100
MAX_KEY_CHARACTERS = 256 * 1024
HMAC = "HMAC secret"
_PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "k")
_ARMOR = "-----BEGIN "
_DER = re.compile(r"M[A-Za-z0-9+/\s]{40,}+={0,2}")
_LABELS = ("PUBLIC KEY", "CERTIFICATE", "PRIVATE KEY", "RSA PUBLIC KEY")


@dataclass(frozen=True)
class Key:
    """One key; no `repr` shows what is secret.

    Args:
        kind: `HMAC secret`, `RSA`, a curve's name, or "" if it cannot be used.
        name: what to call it in sentences, "The key" or "Key 2 (kid 'a')".
        secret: an HMAC key's bytes.
        source: what PyJWT reads: public members of a JWK, or a private PEM.
        declared: what its JWK says of its use: alg, use, key_ops, kid.
        private: whether the text held more than verification needs.
        problem: why it cannot be used; empty if it can.

    """

    kind: str
    name: str = "The key"
    secret: bytes = field(default=b"", repr=False)
    source: dict[str, str] | str = field(default="", repr=False)
    declared: dict[str, Any] = field(default_factory=dict)
    private: bool = False
    problem: str = ""
    form: str = ""


def read_keys(text: str, form: str) -> list[Key]:
    """Read what the reader typed.

    Args:
        text: the key.
        form: how a secret is written: `text`, `base64url` or `hex`.

    Raises:
        KeyFieldError: it is damaged, or no kind of key.

    """
    if len(text) > MAX_KEY_CHARACTERS:
        raise KeyFieldError(
            f"The key has {len(text)} characters, but at most {MAX_KEY_CHARACTERS} "
            "are read."
        )
    stripped = text.strip()
    if _ARMOR in text:
        return [_from_pem(stripped, "PEM")]
    if stripped[:1] in ("{", "["):
        return _from_json(stripped)
    if stripped.startswith(("ssh-", "ecdsa-sha2-")):
        raise KeyFieldError(
            "This is an SSH key: write it as PEM with ssh-keygen -e -m PKCS8 -f FILE."
        )
    if form == "text" and _DER.fullmatch(stripped):
        for label in _LABELS:
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
    private = "d" in jwk
    kind = jwk.get("crv", "RSA")
    if "CERTIFICATE" in form or f"{_ARMOR}CERTIFICATE" in text:
        form = "X.509 certificate"
    # A private key in PEM may lack its public half, which PyJWT derives.
    whole = all(name in jwk for name in names)
    source = {name: jwk[name] for name in ("kty", *names)} if whole else text
    return Key(kind, source=source, private=private, form=form)


def _from_json(text: str) -> list[Key]:
    try:
        value = read_json(text, "The key's members")
    except ParseError as error:
        raise KeyFieldError(f"The key looks like a JWK. {error}") from error
    if twice := all_duplicates(value):
        raise KeyFieldError(
            f"The JWK names {shown(twice[0])} twice, but names must be unique "
            "(RFC 7517 §4)."
        )
    found = (
        value.get("keys") if isinstance(value, Object) and "keys" in value else value
    )
    if isinstance(found, Object):
        return [_from_jwk(plain(found), "The key")]
    if not isinstance(found, list) or not found:
        raise KeyFieldError("The JWKS holds no keys: it needs an array (RFC 7517 §5).")
    if len(found) > MAX_KEYS:
        raise KeyFieldError(
            f"The JWKS has {len(found)} keys, but at most {MAX_KEYS} are read."
        )
    return [
        _from_jwk(plain(one), f"Key {number}")
        for number, one in enumerate(found, start=1)
    ]


def _from_jwk(jwk: object, name: str) -> Key:
    if not isinstance(jwk, dict):
        return Key("", name, problem="It is no JSON object.")
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
    if lacking := _unavailable(public):
        raise KeyFieldError(lacking)
    members = read_key(public)
    return members.get("crv", "RSA"), b"", members


def _unavailable(jwk: dict[str, Any]) -> str:
    reasons = {
        "secp256k1": "ES256K (RFC 8812)",
        "Ed448": "EdDSA with Ed448 (RFC 8037)",
    }
    curve = jwk.get("crv")
    if not isinstance(curve, str) or curve not in reasons:
        return ""
    return (
        f"{reasons[curve]} is not available here: no browser's WebCrypto has "
        f"the curve {curve}."
    )
