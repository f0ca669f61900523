"""The signing and verifying of a token to time, with PyJWT, joserfc and Authlib."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import joserfc.jwk
import joserfc.jwt
import jwt
from authlib.jose import JsonWebKey, JsonWebToken  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.auth.tokens import Tokens

type Operation = Callable[[], object]

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"
EXPECTED: dict[str, Any] = {
    "iss": {"essential": True, "value": ISSUER},
    "aud": {"essential": True, "value": AUDIENCE},
    "exp": {"essential": True},
}


def claims() -> dict[str, Any]:
    """Return the claims of an access token as the examples issue it."""
    now = int(time.time())
    return {
        "iss": ISSUER,
        "sub": "alice",
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 900,
        "jti": secrets.token_urlsafe(16),
    }


@dataclass(frozen=True)
class Pair:
    """A key pair as objects of `cryptography`, or the same secret twice."""

    algorithm: str
    private: Any
    public: Any

    def texts(self) -> tuple[bytes, bytes]:
        """Write both as PEM, for libraries that have their own key classes."""
        if isinstance(self.private, bytes):
            return self.private, self.public
        private = self.private.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        info = PublicFormat.SubjectPublicKeyInfo
        return private, self.public.public_bytes(Encoding.PEM, info)

    @property
    def kind(self) -> str:
        """Name the key's type as a JWK does (RFC 7518 §6.1)."""
        return {"HS": "oct", "ES": "EC", "Ed": "OKP"}.get(self.algorithm[:2], "RSA")


def pairs() -> Iterator[Pair]:
    """Make a key for each algorithm. RSA keys have 2048 bits."""
    secret = secrets.token_bytes(32)
    yield Pair("HS256", secret, secret)
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    yield Pair("RS256", rsa_key, rsa_key.public_key())
    yield Pair("PS256", rsa_key, rsa_key.public_key())
    curve = ec.generate_private_key(ec.SECP256R1())
    yield Pair("ES256", curve, curve.public_key())
    edwards = ed25519.Ed25519PrivateKey.generate()
    yield Pair("EdDSA", edwards, edwards.public_key())


def operations() -> Iterator[tuple[str, Operation]]:
    """Yield each library's two operations, algorithm by algorithm."""
    libraries = {"pyjwt": with_pyjwt, "joserfc": with_joserfc, "authlib": with_authlib}
    for pair in pairs():
        for name, library in libraries.items():
            sign, verify = library(pair)
            verify()
            yield f"{name}.{pair.algorithm.lower()}.sign", sign
            yield f"{name}.{pair.algorithm.lower()}.verify", verify
    yield from with_the_examples()


def with_pyjwt(pair: Pair) -> tuple[Operation, Operation]:
    given, allowed = claims(), [pair.algorithm]
    token = jwt.encode(given, pair.private, pair.algorithm)
    return (
        lambda: jwt.encode(given, pair.private, pair.algorithm),
        lambda: jwt.decode(
            token, pair.public, algorithms=allowed, audience=AUDIENCE, issuer=ISSUER
        ),
    )


def with_joserfc(pair: Pair) -> tuple[Operation, Operation]:
    given, header, allowed = claims(), {"alg": pair.algorithm}, [pair.algorithm]
    private, public = [
        joserfc.jwk.import_key(text, pair.kind)  # type: ignore[call-overload]
        for text in pair.texts()
    ]
    checks = joserfc.jwt.JWTClaimsRegistry(**EXPECTED)
    token = joserfc.jwt.encode(header, given, private, algorithms=allowed)
    return (
        lambda: joserfc.jwt.encode(header, given, private, algorithms=allowed),
        lambda: checks.validate(
            joserfc.jwt.decode(token, public, algorithms=allowed).claims
        ),
    )


def with_authlib(pair: Pair) -> tuple[Operation, Operation]:
    given, header = claims(), {"alg": pair.algorithm}
    tool = JsonWebToken([pair.algorithm])
    private, public = [
        JsonWebKey.import_key(text, {"kty": pair.kind}) for text in pair.texts()
    ]
    token = tool.encode(header, given, private)
    return (
        lambda: tool.encode(header, given, private),
        lambda: tool.decode(token, public, claims_options=EXPECTED).validate(),
    )


def with_the_examples() -> Iterator[tuple[str, Operation]]:
    """Yield the operations of the examples' own issuers, with all their checks."""
    secret = Tokens(secrets.token_bytes(32), ISSUER, AUDIENCE)
    pair = KeyPairTokens(KeyRing(), ISSUER, AUDIENCE)
    of_secret, of_pair = secret.issue("alice"), pair.issue("alice")
    yield "guide.hs256.sign", lambda: secret.issue("alice")
    yield "guide.hs256.verify", lambda: secret.verify(of_secret)
    yield "guide.eddsa.sign", lambda: pair.issue("alice")
    yield "guide.eddsa.verify", lambda: pair.verify(of_pair)
