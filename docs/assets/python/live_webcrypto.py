"""Lets PyJWT sign and verify by WebCrypto, as it does by `cryptography` elsewhere."""

import json
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar, Literal, overload

import jwt
from jwt.algorithms import Algorithm, get_default_algorithms, requires_cryptography
from jwt.exceptions import InvalidKeyError
from jwt.utils import from_base64url_uint

from examples.auth import signing_keys
from examples.jose.jwk import read_key
from examples.jose.pem_keys import PUBLIC, Jwk, pkcs8_without_public

type FromJs = Any
"""A proxy of what JavaScript gave."""

MIN_RSA_BITS = 2048
CURVES = {256: "P-256", 384: "P-384", 512: "P-521"}
IMPORT: dict[str, dict[str, object]] = {
    "RSA": {"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"},
    **{curve: {"name": "ECDSA", "namedCurve": curve} for curve in CURVES.values()},
    "Ed25519": {"name": "Ed25519"},
}
HINTS = {
    "DataError": "give one whose numbers belong together",
    "NotSupportedError": "use another algorithm or a newer browser",
    "OperationError": "use a longer one",
}


@dataclass(frozen=True, eq=False)
class WebKey:
    """A key as the members of its JWK, which no `repr` shows.

    A key of WebCrypto's own would belong to one algorithm only.
    """

    jwk: Jwk = field(repr=False)

    @property
    def kind(self) -> str:
        """`RSA`, or the name of the curve."""
        return self.jwk.get("crv", "RSA")

    def public_key(self) -> "WebKey":
        """Give the half that may be published."""
        names = ("kty", *PUBLIC[self.jwk["kty"]])
        return WebKey({name: self.jwk[name] for name in names})


class WebCryptoAlgorithm(Algorithm):
    """A signature algorithm of RFC 7518 §3 or RFC 8037 §3.1.

    Args:
        name: its name in a token's header.
        kind: the only kind of key that it takes.
        parameters: WebCrypto's, for import, sign and verify alike.

    """

    kty: ClassVar[str]

    def __init__(self, name: str, kind: str, parameters: Mapping[str, object]) -> None:
        self.name = name
        self.kind = kind
        self.parameters = parameters

    def prepare_key(self, key: object) -> WebKey:
        """Read PEM, a JWK, or what `from_jwk` gave.

        Raises:
            InvalidKeyError: it is damaged, or not of this algorithm's kind.
            TypeError: it is nothing that can hold a key.

        """
        given = key.key if isinstance(key, jwt.PyJWK) else key
        found = given if isinstance(given, WebKey) else load(given)
        if found.kind != self.kind:
            raise InvalidKeyError(
                f"The key is {found.kind}, but {self.name} needs {self.kind}: "
                "give the key of this algorithm."
            )
        return found

    def check_key_length(self, key: WebKey) -> str | None:
        """Warn of short RSA keys in PyJWT's own words (NIST SP 800-131A)."""
        if self.kind != "RSA":
            return None
        bits = from_base64url_uint(key.jwk["n"]).bit_length()
        if bits >= MIN_RSA_BITS:
            return None
        return (
            f"The RSA key is {bits} bits long, which is below the minimum "
            f"recommended size of {MIN_RSA_BITS} bits. See NIST SP 800-131A."
        )

    def sign(self, msg: bytes, key: WebKey) -> bytes:
        """Sign; raise InvalidKeyError when the key is public."""
        if "d" not in key.jwk:
            raise InvalidKeyError("The key is public: sign with the private key.")
        handle = import_key(key, self.parameters)
        return bytes(ask(key, "sign", self.parameters, handle, msg).to_bytes())

    def verify(self, msg: bytes, key: WebKey, sig: bytes) -> bool:
        """Verify by the public half; a signature of another length is not valid."""
        public = key.public_key()
        handle = import_key(public, self.parameters)
        return bool(ask(public, "verify", self.parameters, handle, sig, msg))

    @overload
    @staticmethod
    def to_jwk(key_obj: WebKey, as_dict: Literal[True]) -> dict[str, Any]: ...

    @overload
    @staticmethod
    def to_jwk(key_obj: WebKey, as_dict: Literal[False] = False) -> str: ...

    @staticmethod
    def to_jwk(key_obj: WebKey, as_dict: bool = False) -> dict[str, Any] | str:
        """Give the JWK, with its private members if the key has them."""
        jwk: dict[str, Any] = dict(key_obj.jwk)
        if key_obj.kind == "RSA":
            jwk["key_ops"] = ["sign" if "d" in jwk else "verify"]
        return jwk if as_dict else json.dumps(jwk)

    @classmethod
    def from_jwk(cls, jwk: str | dict[str, Any]) -> WebKey:
        """Read a JWK of this class's type; raise InvalidKeyError if it is not."""
        key = load(jwk)
        if key.jwk["kty"] != cls.kty:
            raise InvalidKeyError(f"The JWK's kty is not {cls.kty}: give another one.")
        return key


class RSAAlgorithm(WebCryptoAlgorithm):
    """RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518 §3.3, §3.5)."""

    kty = "RSA"


class ECAlgorithm(WebCryptoAlgorithm):
    """ECDSA, whose signature is r and s as in JWS already (RFC 7518 §3.4)."""

    kty = "EC"


class OKPAlgorithm(WebCryptoAlgorithm):
    """Ed25519, which RFC 8037 calls EdDSA and RFC 9864 by its name."""

    kty = "OKP"


def make_algorithms() -> dict[str, Algorithm]:
    """Make all that WebCrypto adds to PyJWT, by their names in a token's header."""
    found: dict[str, Algorithm] = {
        name: OKPAlgorithm(name, "Ed25519", IMPORT["Ed25519"])
        for name in ("EdDSA", "Ed25519")
    }
    for bits, curve in CURVES.items():
        sha = {"hash": f"SHA-{bits}"}
        rs, ps, es = (f"{family}{bits}" for family in ("RS", "PS", "ES"))
        # The salt is as long as the hash (RFC 7518 §3.5).
        pss = {"name": "RSA-PSS", "saltLength": bits // 8}
        found[rs] = RSAAlgorithm(rs, "RSA", IMPORT["RSA"] | sha)
        found[ps] = RSAAlgorithm(ps, "RSA", pss | sha)
        found[es] = ECAlgorithm(es, curve, IMPORT[curve] | sha)
    return found


def load(source: object) -> WebKey:
    """Read a key, let WebCrypto check it, and derive the public half if it lacks.

    Raises:
        InvalidKeyError: it is damaged, or its numbers do not belong together.
        TypeError: it is nothing that can hold a key.

    """
    key = WebKey(read_key(source))
    parameters = IMPORT[key.kind]
    if key.jwk.keys() >= set(PUBLIC[key.jwk["kty"]]):
        import_key(key, parameters)
        return key
    der = pkcs8_without_public(key.jwk)
    handle = ask(key, "importKey", "pkcs8", der, parameters, True, ["sign"])
    return WebKey(read_key(ask(key, "exportKey", "jwk", handle).to_py()))


def import_key(key: WebKey, parameters: Mapping[str, object]) -> FromJs:
    """Make WebCrypto's key, which cannot be exported again."""
    use = ["sign" if "d" in key.jwk else "verify"]
    return ask(key, "importKey", "jwk", key.jwk, parameters, False, use)


def ask(key: WebKey, method: str, *arguments: object) -> FromJs:
    """Call a method of `crypto.subtle` and wait for its promise.

    Raises:
        InvalidKeyError: WebCrypto does not take the key.

    """
    # Imported late: a snapshot cannot hold what belongs to one page.
    js, ffi = import_module("js"), import_module("pyodide.ffi")
    given = [ffi.to_js(one, dict_converter=js.Object.fromEntries) for one in arguments]
    reply = ffi.run_sync(settled(getattr(js.crypto.subtle, method)(*given)))
    if isinstance(reply, ffi.JsException):
        hint = HINTS.get(reply.name, "use another one")
        raise InvalidKeyError(
            f"WebCrypto refuses the {key.kind} key with {reply.name}: {hint}."
        )
    return reply


async def settled(promise: Awaitable[FromJs]) -> FromJs:
    """Return a rejection instead of raising it, since `run_sync` would print it too."""
    try:
        return await promise
    except import_module("pyodide.ffi").JsException as error:
        return error


def obstacle() -> str:
    """Say what keeps Python from WebCrypto; empty if nothing does."""
    js, ffi = import_module("js"), import_module("pyodide.ffi")
    if not hasattr(js.crypto, "subtle"):
        return "browsers offer WebCrypto on https and localhost only"
    if not ffi.can_run_sync():
        return "this browser lacks JavaScript Promise Integration (JSPI)"
    return ""


def missing() -> str:
    """Say which algorithms this Python lacks, and why; empty if it lacks none."""
    if "ES256" in jwt.PyJWS().get_algorithms():
        return ""
    names = ", ".join(sorted(make_algorithms()))
    return f"{names} are unavailable, since {obstacle()}; HS256, HS384 and HS512 work."


class WebCrypto:
    """What tools in a page may ask."""

    def missing(self) -> str:
        """Say which algorithms this Python lacks, and why; empty if it lacks none."""
        return missing()


def extended_algorithms() -> dict[str, Algorithm]:
    """Stand in for PyJWT's function, which lists what new objects start with."""
    return get_default_algorithms() | make_algorithms()


def generate_private_key(algorithm: str) -> WebKey:
    """Make a key pair by WebCrypto, and return its private half.

    Raises:
        NotImplementedError: this browser keeps Python from WebCrypto.

    """
    if lacking := missing():
        raise NotImplementedError(lacking)
    kind = {"EdDSA": "Ed25519", "ES256": "P-256"}[algorithm]
    new = WebKey({"crv": kind})
    pair = ask(new, "generateKey", IMPORT[kind], True, ["sign", "verify"])
    return WebKey(read_key(ask(new, "exportKey", "jwk", pair.privateKey).to_py()))


async def register() -> None:
    """Add the algorithms to PyJWT, in what exists and in what is made later.

    JavaScript must await it: Python may wait for a promise only if called that way.
    """
    vars(signing_keys)["generate_private_key"] = generate_private_key
    if obstacle() or not missing():
        return
    for module in (jwt.algorithms, jwt.api_jws, jwt.api_jwk):
        vars(module)["get_default_algorithms"] = extended_algorithms
    vars(jwt.algorithms).update(
        RSAAlgorithm=RSAAlgorithm, ECAlgorithm=ECAlgorithm, OKPAlgorithm=OKPAlgorithm
    )
    added = make_algorithms()
    # Or PyJWK would ask for the package, and PyJWKSet refuse a set for one such key.
    requires_cryptography.clear()
    for name, algorithm in added.items():
        jwt.register_algorithm(name, algorithm)
