"""Lets PyJWT sign and verify by JavaScript, as it does by `cryptography` elsewhere.

The browser's Python has no package `cryptography`. The functions of jose-crypto.js are
synchronous, so they work with and without JavaScript Promise Integration.
"""

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar, Literal, overload

import jwt
from jwt.algorithms import Algorithm, get_default_algorithms, requires_cryptography
from jwt.exceptions import InvalidKeyError
from jwt.utils import from_base64url_uint

from examples.auth import signing_keys
from examples.jose import primitives
from examples.jose.jwk import read_key
from examples.jose.jws_rules import kinds_for
from examples.jose.pem_keys import PUBLIC, Jwk, is_private, kind_of

type FromJs = Any
"""A proxy of what JavaScript gave."""

MIN_RSA_BITS = 2048
MODULE = "jose_crypto"
"""The name under which worker.js registers jose-crypto.js."""


@dataclass(frozen=True, eq=False)
class PageKey:
    """A key as the members of its JWK, which no `repr` shows."""

    jwk: Jwk = field(repr=False)

    @property
    def kind(self) -> str:
        """`RSA`, the name of the curve, or the parameter set of ML-DSA."""
        return kind_of(self.jwk)

    def public_key(self) -> "PageKey":
        """Give the half that may be published."""
        names = ("kty", *PUBLIC[self.jwk["kty"]])
        return PageKey({name: self.jwk[name] for name in names})


class PageAlgorithm(Algorithm):
    """A signature algorithm of RFC 7518 §3, RFC 8037, RFC 8812, RFC 9864 or RFC 9964.

    Args:
        name: its name in a token's header.

    """

    kty: ClassVar[str]

    def __init__(self, name: str) -> None:
        self.name = name
        self.kinds = kinds_for(name)

    def prepare_key(self, key: object) -> PageKey:
        """Read PEM, a JWK, or what `from_jwk` gave.

        Raises:
            InvalidKeyError: it is damaged, or not of this algorithm's kind.
            TypeError: it is nothing that can hold a key.

        """
        given = key.key if isinstance(key, jwt.PyJWK) else key
        found = given if isinstance(given, PageKey) else load(given)
        if found.kind not in self.kinds:
            raise InvalidKeyError(
                f"The key is {found.kind}, but {self.name} needs "
                f"{' or '.join(self.kinds)}: give the key of this algorithm."
            )
        return found

    def check_key_length(self, key: PageKey) -> str | None:
        """Warn of short RSA keys in PyJWT's own words (NIST SP 800-131A)."""
        if key.kind != "RSA":
            return None
        bits = from_base64url_uint(key.jwk["n"]).bit_length()
        if bits >= MIN_RSA_BITS:
            return None
        return (
            f"The RSA key is {bits} bits long, which is below the minimum "
            f"recommended size of {MIN_RSA_BITS} bits. See NIST SP 800-131A."
        )

    def sign(self, msg: bytes, key: PageKey) -> bytes:
        """Sign; raise InvalidKeyError when the key is public, or too short."""
        if not is_private(key.jwk):
            raise InvalidKeyError("The key is public: sign with the private key.")
        return bytes(ask(key.kind, "sign", self.name, key.jwk, msg).to_bytes())

    def verify(self, msg: bytes, key: PageKey, sig: bytes) -> bool:
        """Verify by the public half; a signature of another length is not valid."""
        public = key.public_key().jwk
        return bool(ask(key.kind, "verify", self.name, public, msg, sig))

    @overload
    @staticmethod
    def to_jwk(key_obj: PageKey, as_dict: Literal[True]) -> dict[str, Any]: ...

    @overload
    @staticmethod
    def to_jwk(key_obj: PageKey, as_dict: Literal[False] = False) -> str: ...

    @staticmethod
    def to_jwk(key_obj: PageKey, as_dict: bool = False) -> dict[str, Any] | str:
        """Give the JWK, with its private members if the key has them."""
        jwk: dict[str, Any] = dict(key_obj.jwk)
        if key_obj.kind == "RSA":
            jwk["key_ops"] = ["sign" if "d" in jwk else "verify"]
        return jwk if as_dict else json.dumps(jwk)

    @classmethod
    def from_jwk(cls, jwk: str | dict[str, Any]) -> PageKey:
        """Read a JWK of this class's type; raise InvalidKeyError if it is not."""
        key = load(jwk)
        if key.jwk["kty"] != cls.kty:
            raise InvalidKeyError(f"The JWK's kty is not {cls.kty}: give another one.")
        return key


class RSAAlgorithm(PageAlgorithm):
    """RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 §3.3, §3.5)."""

    kty = "RSA"


class ECAlgorithm(PageAlgorithm):
    """ECDSA, whose signature is r and s side by side (RFC 7518 §3.4, RFC 8812)."""

    kty = "EC"


class OKPAlgorithm(PageAlgorithm):
    """Ed25519 and Ed448, which RFC 8037 calls EdDSA, and RFC 9864 by their names."""

    kty = "OKP"


class MlDsaAlgorithm(PageAlgorithm):
    """ML-DSA, whose signatures a quantum computer cannot forge (RFC 9964)."""

    kty = "AKP"


NAMES: dict[type[PageAlgorithm], tuple[str, ...]] = {
    RSAAlgorithm: ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ECAlgorithm: ("ES256", "ES384", "ES512", "ES256K"),
    OKPAlgorithm: ("EdDSA", "Ed25519", "Ed448"),
    MlDsaAlgorithm: ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"),
}


def make_algorithms() -> dict[str, Algorithm]:
    """Make all that JavaScript adds to PyJWT, by their names in a token's header."""
    return {name: kind(name) for kind, names in NAMES.items() for name in names}


def load(source: object) -> PageKey:
    """Read a key, check that its numbers belong together, and complete it.

    Raises:
        InvalidKeyError: it is damaged, or its numbers do not belong together.
        TypeError: it is nothing that can hold a key.

    """
    jwk = read_key(source)
    return PageKey(ask(kind_of(jwk), "checkKey", jwk).to_py())


def ask(what: str, function: str, *arguments: object) -> FromJs:
    """Call a function of jose-crypto.js.

    Args:
        what: the kind of key, for an error.
        function: its name.
        arguments: text, numbers, bytes, and keys as dicts.

    Raises:
        InvalidKeyError: it does not take the key.
        ValueError: it cannot open what is encrypted.

    """
    # Imported late: a snapshot cannot hold what belongs to one page.
    js, ffi = import_module("js"), import_module("pyodide.ffi")
    given = [ffi.to_js(one, dict_converter=js.Object.fromEntries) for one in arguments]
    try:
        return getattr(import_module(MODULE), function)(*given)
    except ffi.JsException as error:
        if error.name != "KeyError":
            raise ValueError(f"It cannot be opened: {error.message}") from None
        reason = error.message
    raise InvalidKeyError(f"The {what} key cannot be used. {reason}")


def extended_algorithms() -> dict[str, Algorithm]:
    """Stand in for PyJWT's function, which lists what new objects start with."""
    return get_default_algorithms() | make_algorithms()


def generate_private_key(algorithm: str) -> PageKey:
    """Make a key pair, and return its private half."""
    kind = kinds_for(algorithm)[0]
    return PageKey(ask(kind, "makeKey", kind).to_py())


def open_aes_gcm(key: bytes, iv: bytes, sealed: bytes, extra: bytes) -> bytes:
    """Open AES-GCM."""
    return bytes(ask("AES", "openAesGcm", key, iv, sealed, extra).to_bytes())


def decrypt_aes_cbc(key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
    """Decrypt AES-CBC and remove its padding."""
    return bytes(ask("AES", "decryptAesCbc", key, iv, ciphertext).to_bytes())


def unwrap_aes_key(key: bytes, wrapped: bytes) -> bytes:
    """Unwrap a key (RFC 3394)."""
    return bytes(ask("AES", "unwrapAesKey", key, wrapped).to_bytes())


def decrypt_rsa_oaep(jwk: Jwk, ciphertext: bytes, digest: str) -> bytes:
    """Decrypt RSAES-OAEP."""
    return bytes(ask("RSA", "decryptRsaOaep", jwk, ciphertext, digest).to_bytes())


def agree(private: Jwk, public: Jwk) -> bytes:
    """Compute the secret that two keys share."""
    return bytes(ask(private["crv"], "agree", private, public).to_bytes())


def derive_from_password(
    password: bytes, salt: bytes, rounds: int, length: int, digest: str
) -> bytes:
    """Derive a key from a password by PBKDF2."""
    given = (password, salt, rounds, length, digest)
    return bytes(ask("secret", "deriveFromPassword", *given).to_bytes())


PRIMITIVES = (
    open_aes_gcm,
    decrypt_aes_cbc,
    unwrap_aes_key,
    decrypt_rsa_oaep,
    agree,
    derive_from_password,
)


def register() -> None:
    """Add the algorithms to PyJWT, in what exists and in what is made later."""
    vars(signing_keys)["generate_private_key"] = generate_private_key
    vars(primitives).update({one.__name__: one for one in PRIMITIVES})
    for module in (jwt.algorithms, jwt.api_jws, jwt.api_jwk):
        vars(module)["get_default_algorithms"] = extended_algorithms
    vars(jwt.algorithms).update(
        RSAAlgorithm=RSAAlgorithm, ECAlgorithm=ECAlgorithm, OKPAlgorithm=OKPAlgorithm
    )
    # Or PyJWK would ask for the package, and PyJWKSet refuse a set for one such key.
    requires_cryptography.clear()
    for name, algorithm in make_algorithms().items():
        jwt.register_algorithm(name, algorithm)
