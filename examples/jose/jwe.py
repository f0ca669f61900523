"""Decrypt a JWE in the compact serialization (RFC 7516 §5.2).

The algorithms are on fixed lists, and everything that the sender chooses is limited:
the rounds of a password, the size after decompression, the length of the token.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jwt.exceptions import InvalidKeyError

from examples.auth.wording import shown
from examples.jose import primitives
from examples.jose.compact import decode_part
from examples.jose.inflate import InflateError, inflate
from examples.jose.json_text import JsonNumber, JsonObject, read_json, to_python
from examples.jose.jwk import read_key
from examples.jose.parsing import ParseError
from examples.jose.pem_keys import PUBLIC, Jwk, is_private, kind_of
from examples.jose.secret_text import KeyFieldError, read_base64url, read_secret_text
from examples.jose.token_parts import Token, split_token

MAX_PLAINTEXT = 256 * 1024
"""Bytes after decompression."""
MAX_PASSWORD_ROUNDS = 600_000
"""Of PBKDF2: about a second in a page, and what OWASP recommends for storage."""
MAX_KEYS = 20
"""Of a set that are tried. RSA takes up to a third of a second in a page."""
MAX_KEY_CHARACTERS = 4 * 1024 * 1024
GCM_IV_BYTES, CBC_IV_BYTES, TAG_BYTES = 12, 16, 16
ENCRYPTIONS = {
    "A128GCM": 16,
    "A192GCM": 24,
    "A256GCM": 32,
    "A128CBC-HS256": 32,
    "A192CBC-HS384": 48,
    "A256CBC-HS512": 64,
}
"""Bytes of the content encryption key for each `enc` (RFC 7518 §5.1)."""
RSA_OAEP = {
    "RSA-OAEP": "sha1",
    "RSA-OAEP-256": "sha256",
    "RSA-OAEP-384": "sha384",
    "RSA-OAEP-512": "sha512",
}
KEY_WRAPS = {
    f"A{bits}{way}": bits // 8 for bits in (128, 192, 256) for way in ("KW", "GCMKW")
}
PASSWORDS = {
    "PBES2-HS256+A128KW": ("sha256", 16),
    "PBES2-HS384+A192KW": ("sha384", 24),
    "PBES2-HS512+A256KW": ("sha512", 32),
}
AGREEMENTS = {
    "ECDH-ES": 0,
    "ECDH-ES+A128KW": 16,
    "ECDH-ES+A192KW": 24,
    "ECDH-ES+A256KW": 32,
}
"""Bytes of the agreed key, 0 where it encrypts the content itself."""
AGREEMENT_CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
ALGORITHMS = ("dir", *KEY_WRAPS, *RSA_OAEP, *AGREEMENTS, *PASSWORDS)
_OPERATIONS = {"decrypt", "unwrapKey", "deriveKey", "deriveBits"}
_NESTED = re.compile(rb"\s*([\w-]+\.[\w-]+\.[\w-]*(\.[\w-]+\.[\w-]+)?)\s*", re.ASCII)
_NO_FIT = (
    "The key does not open this token: it is another key, or the token was changed "
    "(RFC 7516 §5.2)."
)


class JweError(ValueError):
    """Raised for a token that cannot be decrypted. `str()` says what is missing."""


@dataclass(frozen=True)
class Decrypted:
    """The content of a JWE.

    Args:
        protected: the header, which the encryption protects against changes.
        plaintext: the content.
        nested: the content if it is itself a token, else None (RFC 7519 §5.2).

    """

    protected: JsonObject
    plaintext: bytes
    nested: str | None


@dataclass(frozen=True)
class DecryptionKey:
    """A key to decrypt with. Its `repr` shows nothing secret.

    Args:
        kind: `oct`, `RSA` or the name of a curve.
        secret: the readings of a secret as bytes, the likeliest first.
        jwk: the members of a private key.
        declared: what a JWK says about its use: alg, key_ops and kid.

    """

    kind: str
    secret: tuple[bytes, ...] = field(default=(), repr=False)
    jwk: Jwk | None = field(default=None, repr=False)
    declared: dict[str, Any] = field(default_factory=dict)


def decrypt(token: str, key: str) -> Decrypted:
    """Decrypt a token.

    Args:
        token: five parts, joined by dots.
        key: a secret or password, a private key in PEM, a JWK or a JWKS.

    Raises:
        JweError: The token is malformed, an algorithm is not supported, a limit is
            exceeded, or the key is missing or does not fit.

    """
    found = split_token(token)
    if not found.encrypted or found.faults:
        raise JweError(found.faults[0] if found.faults else "This is not a JWE.")
    alg, enc = _names(found)
    keys = _read_keys(key)
    kid = found.parameters.get("kid")
    if len(keys) > 1 and isinstance(kid, str):
        keys = [one for one in keys if one.declared.get("kid") == kid]
        if not keys:
            raise JweError(f"No key in the set has the kid {shown(kid)}.")
    faults: list[str] = []
    # A password costs up to a second, so only one is tried.
    for one in keys[: 1 if alg in PASSWORDS else MAX_KEYS]:
        try:
            plaintext = _open(found, alg, enc, one)
        except JweError as error:
            faults.append(str(error))
        else:
            content = _decompress(found, plaintext)
            nested = _NESTED.fullmatch(content)
            inner = nested[1].decode() if nested else None
            return Decrypted(found.parameters, content, inner)
    raise JweError(max(faults, key=lambda fault: fault == _NO_FIT))


def _names(token: Token) -> tuple[str, str]:
    header = token.parameters
    alg, enc = token.algorithm, header.get("enc")
    if "crit" in header:
        raise JweError(
            "The crit requires a decrypter to understand "
            f"{shown(to_python(header.get('crit')))}, and this page does not "
            "(RFC 7516 §4.1.13)."
        )
    if alg == "RSA1_5":
        raise JweError(
            "This page does not decrypt RSA1_5, because its padding gives attackers "
            "an oracle (RFC 8725 §3.2). Let the issuer use RSA-OAEP-256."
        )
    if alg not in ALGORITHMS:
        raise JweError(
            f"The alg {shown(alg)} is not one that this page can decrypt: it knows "
            f"{', '.join(ALGORITHMS)}."
        )
    if not isinstance(enc, str) or enc not in ENCRYPTIONS:
        raise JweError(
            f"The enc {shown(to_python(enc))} is not one that this page can decrypt: "
            f"it knows {', '.join(ENCRYPTIONS)}."
        )
    if header.get("zip") not in (None, "DEF"):
        raise JweError("The zip must be DEF (RFC 7516 §4.1.3).")
    return alg, enc


def _read_keys(text: str) -> list[DecryptionKey]:
    stripped = text.strip()
    if not stripped:
        raise JweError("There is no key: enter the secret or the private key.")
    if len(text) > MAX_KEY_CHARACTERS:
        raise JweError(
            f"The key has {len(text)} characters, but this page reads at most "
            f"{MAX_KEY_CHARACTERS}."
        )
    try:
        if stripped[0] in "{[":
            return _from_json(stripped)
        if "-----BEGIN " in text:
            return [_from_members(read_key(stripped), {})]
    except (InvalidKeyError, KeyFieldError, ParseError) as error:
        raise JweError(f"The key cannot be read. {error}") from error
    readings = []
    for form in ("text", "base64url", "hex"):
        try:
            readings.append(read_secret_text(text, form))
        except KeyFieldError:
            continue
    if not readings:
        raise JweError("The key cannot be read: it is no text.")
    return [DecryptionKey("oct", tuple(dict.fromkeys(readings)))]


def _from_json(text: str) -> list[DecryptionKey]:
    value = to_python(read_json(text, "The key's members"))
    several = value.get("keys", [value]) if isinstance(value, dict) else value
    if not isinstance(several, list) or not several:
        raise KeyFieldError("The set holds no keys (RFC 7517 §5).")
    keys, faults = [], []
    for one in several:
        try:
            keys.append(_from_jwk(one))
        except (InvalidKeyError, KeyFieldError, TypeError) as error:
            faults.append(str(error))
    if not keys:
        raise KeyFieldError(faults[0])
    return keys


def _from_jwk(jwk: Any) -> DecryptionKey:  # noqa: ANN401 - JSON is any value
    if not isinstance(jwk, dict):
        raise KeyFieldError("It is not a JSON object.")
    declared = {name: jwk[name] for name in ("alg", "key_ops", "kid") if name in jwk}
    if jwk.get("use", "enc") != "enc":
        raise KeyFieldError(
            f"The JWK's use is {shown(jwk['use'])}, but decryption needs enc."
        )
    if jwk.get("kty") == "oct":
        if not isinstance(jwk.get("k"), str):
            raise KeyFieldError("The oct key lacks k, its secret (RFC 7518 §6.4.1).")
        return DecryptionKey("oct", (read_base64url(jwk["k"]),), declared=declared)
    return _from_members(read_key(jwk), declared)


def _from_members(members: Jwk, declared: dict[str, Any]) -> DecryptionKey:
    return DecryptionKey(kind_of(members), jwk=members, declared=declared)


def _open(token: Token, alg: str, enc: str, key: DecryptionKey) -> bytes:
    _check_declared(alg, enc, key.declared)
    size = ENCRYPTIONS[enc]
    for cek in _content_keys(token, alg, enc, key):
        if len(cek) != size:
            continue
        try:
            return _open_content(token, enc, cek)
        except (ValueError, TypeError):
            continue
    raise JweError(_NO_FIT)


def _check_declared(alg: str, enc: str, declared: dict[str, Any]) -> None:
    """Refuse a JWK that is for another algorithm or operation (RFC 7517 §4)."""
    allowed = (alg, enc) if alg == "dir" else (alg,)
    if declared.get("alg", alg) not in allowed:
        raise JweError(
            f"The JWK is only for {shown(declared['alg'])}, but the header says {alg} "
            "(RFC 7517 §4.4)."
        )
    operations = declared.get("key_ops", ["decrypt"])
    if not isinstance(operations, list) or not _OPERATIONS & {*map(str, operations)}:
        raise JweError(
            f"The JWK's key_ops are {shown(operations)}, and none of them decrypts "
            "(RFC 7517 §4.3)."
        )


def _content_keys(
    token: Token, alg: str, enc: str, key: DecryptionKey
) -> Iterator[bytes]:
    """Find the content encryption key, for each reading of a secret."""
    encrypted = token.part("encrypted key").data
    if alg in ("dir", "ECDH-ES") and encrypted:
        raise JweError(f"With {alg} the encrypted key must be empty (RFC 7516 §5.2).")
    if alg in RSA_OAEP:
        yield from _attempt(
            primitives.decrypt_rsa_oaep,
            _private(key, alg, ("RSA",)),
            encrypted,
            RSA_OAEP[alg],
        )
    elif alg in AGREEMENTS:
        yield from _agreed(token, alg, enc, _private(key, alg, AGREEMENT_CURVES))
    elif alg in PASSWORDS:
        # A password is text (RFC 7518 §4.8), so only one derivation is needed.
        derived = _from_password(token, alg, _secrets(key, alg)[0])
        yield from _attempt(primitives.unwrap_aes_key, derived, encrypted)
    elif alg == "dir":
        yield from _of_size(_secrets(key, alg), ENCRYPTIONS[enc], f"{enc} with dir")
    else:
        for secret in _of_size(_secrets(key, alg), KEY_WRAPS[alg], alg):
            if alg.endswith("GCMKW"):
                iv, tag = (_parameter(token, name) for name in ("iv", "tag"))
                if len(iv) != GCM_IV_BYTES or len(tag) != TAG_BYTES:
                    raise JweError("The header's iv or tag has a wrong length.")
                yield from _attempt(
                    primitives.open_aes_gcm, secret, iv, encrypted + tag, b""
                )
            else:
                yield from _attempt(primitives.unwrap_aes_key, secret, encrypted)


def _attempt(operation: Any, *arguments: object) -> Iterator[bytes]:  # noqa: ANN401
    try:
        yield operation(*arguments)
    except (ValueError, TypeError, InvalidKeyError):
        return


def _secrets(key: DecryptionKey, alg: str) -> tuple[bytes, ...]:
    if key.kind != "oct":
        raise JweError(f"{alg} needs a shared secret, but your key is {key.kind}.")
    return key.secret


def _of_size(readings: tuple[bytes, ...], size: int, what: str) -> list[bytes]:
    fitting = [one for one in readings if len(one) == size]
    if not fitting:
        lengths = " or ".join(str(len(one)) for one in readings)
        raise JweError(
            f"{what} needs a secret of {size} bytes, but yours has {lengths}."
        )
    return fitting


def _private(key: DecryptionKey, alg: str, kinds: tuple[str, ...]) -> Jwk:
    if key.jwk is None or key.kind not in kinds:
        kind = "a secret" if key.kind == "oct" else key.kind
        raise JweError(
            f"{alg} needs a private key of kind {' or '.join(kinds)}, but yours is "
            f"{kind}."
        )
    if not is_private(key.jwk):
        raise JweError(
            "Your key is public. A public key encrypts: enter the private key to "
            "decrypt."
        )
    return key.jwk


def _agreed(token: Token, alg: str, enc: str, private: Jwk) -> Iterator[bytes]:
    epk = token.parameters.get("epk")
    if not isinstance(epk, JsonObject):
        raise JweError("The header lacks epk, the sender's key (RFC 7518 §4.6.1.1).")
    try:
        public = read_key(to_python(epk))
    except (InvalidKeyError, TypeError) as error:
        raise JweError(f"The header's epk cannot be read. {error}") from error
    if public.get("crv") != private["crv"]:
        raise JweError(
            f"The header's epk is on the curve {public.get('crv', 'RSA')}, but your "
            f"key is on {private['crv']}."
        )
    size = AGREEMENTS[alg]
    public = {name: public[name] for name in ("kty", *PUBLIC[public["kty"]])}
    for shared in _attempt(primitives.agree, private, public):
        info = [
            (alg if size else enc).encode(),
            _parameter(token, "apu", optional=True),
            _parameter(token, "apv", optional=True),
        ]
        agreed = concat_kdf(shared, info, size or ENCRYPTIONS[enc])
        if size:
            yield from _attempt(
                primitives.unwrap_aes_key, agreed, token.part("encrypted key").data
            )
        else:
            yield agreed


def concat_kdf(shared: bytes, info: list[bytes], size: int) -> bytes:
    """Derive a key of `size` bytes from a shared secret (RFC 7518 §4.6.2).

    Args:
        shared: the secret that both sides computed.
        info: AlgorithmID, PartyUInfo and PartyVInfo.
        size: bytes of the key, at most 64.

    """
    tail = b"".join(len(one).to_bytes(4) + one for one in info)
    tail += (size * 8).to_bytes(4)
    rounds = (
        hashlib.sha256(number.to_bytes(4) + shared + tail).digest() for number in (1, 2)
    )
    return b"".join(rounds)[:size]


def _from_password(token: Token, alg: str, password: bytes) -> bytes:
    rounds = token.parameters.get("p2c")
    count = rounds.value if isinstance(rounds, JsonNumber) else 0
    if count > MAX_PASSWORD_ROUNDS:
        raise JweError(
            f"The header asks for {shown(count)} rounds of PBKDF2, and this page does "
            f"at most {MAX_PASSWORD_ROUNDS}: a hostile token could keep it busy."
        )
    if not isinstance(count, int) or count < 1:
        raise JweError("The header's p2c must be a count (RFC 7518 §4.8.1.2).")
    digest, size = PASSWORDS[alg]
    salt = alg.encode() + b"\0" + _parameter(token, "p2s")
    return primitives.derive_from_password(password, salt, count, size, digest)


def _parameter(token: Token, name: str, *, optional: bool = False) -> bytes:
    value = token.parameters.get(name)
    if optional and name not in token.parameters:
        return b""
    if not isinstance(value, str):
        raise JweError(f"The header lacks {name}, which {token.algorithm} needs.")
    try:
        return decode_part(value, f"header's {name}")
    except ParseError as error:
        raise JweError(str(error)) from error


def _open_content(token: Token, enc: str, cek: bytes) -> bytes:
    iv = token.part("initialization vector").data
    ciphertext, tag = token.part("ciphertext").data, token.part("tag").data
    extra = token.parts[0].text.encode()
    gcm = enc.endswith("GCM")
    if len(iv) != (GCM_IV_BYTES if gcm else CBC_IV_BYTES):
        raise ValueError("The initialization vector has a wrong length.")
    if gcm:
        if len(tag) != TAG_BYTES:
            raise ValueError("The tag has a wrong length.")
        return primitives.open_aes_gcm(cek, iv, ciphertext + tag, extra)
    half = len(cek) // 2
    covered = extra + iv + ciphertext + (len(extra) * 8).to_bytes(8)
    made = hmac.digest(cek[:half], covered, f"sha{half * 16}")[:half]
    if not hmac.compare_digest(made, tag):
        raise ValueError("The tag does not match.")
    return primitives.decrypt_aes_cbc(cek[half:], iv, ciphertext)


def _decompress(token: Token, plaintext: bytes) -> bytes:
    if "zip" not in token.parameters:
        return plaintext
    try:
        return inflate(plaintext, MAX_PLAINTEXT)
    except InflateError as error:
        raise JweError(
            f"The content was decrypted, but not decompressed. {error}"
        ) from error
