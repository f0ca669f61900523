"""Tokens, keys and fields for the decoder's tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from jwt.utils import base64url_encode

from examples.auth.clock import ManualClock
from examples.decoder.decoder import Decoder
from examples.decoder.types import Decoded, Fields
from examples.jose.algorithms import get_algorithm

NOW = 1_800_000_000
SECRET = "0123456789abcdef" * 4
CLAIMS = {"iss": "https://auth.example", "aud": "api", "exp": NOW + 60}
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "rfc.json").read_text()
)
KINDS = {
    **dict.fromkeys(["HS256", "HS384", "HS512"], "oct"),
    **dict.fromkeys(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], "RSA"),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "ES256K": "secp256k1",
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
    "Ed448": "Ed448",
    **{name: name for name in ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")},
}
CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "secp256k1": ec.SECP256K1(),
}
OTHERS: dict[str, Any] = {
    "Ed25519": ed25519.Ed25519PrivateKey,
    "Ed448": ed448.Ed448PrivateKey,
    "ML-DSA-44": mldsa.MLDSA44PrivateKey,
    "ML-DSA-65": mldsa.MLDSA65PrivateKey,
    "ML-DSA-87": mldsa.MLDSA87PrivateKey,
}


@cache
def private_key(kind: str) -> Any:  # noqa: ANN401 - no common type
    return new_private_key(kind)


def new_private_key(kind: str, bits: int = 2048) -> Any:  # noqa: ANN401 - no common type
    """Make a key of its own; `bits` is the length of an RSA key."""
    if kind == "RSA":
        return rsa.generate_private_key(65537, bits)
    if kind in OTHERS:
        return OTHERS[kind].generate()
    return ec.generate_private_key(CURVES[kind])


def private_pem(kind: str) -> str:
    pem: bytes = private_key(kind).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    return pem.decode()


def public_pem(
    kind: str, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo
) -> str:
    pem: bytes = private_key(kind).public_key().public_bytes(Encoding.PEM, form)
    return pem.decode()


@cache
def pyjwt() -> jwt.PyJWT:
    one = jwt.PyJWT()
    for name in KINDS.keys() - one._jws.get_algorithms():
        one._jws.register_algorithm(name, get_algorithm(name))
    return one


def public_jwk(kind: str, **more: object) -> str:
    return json.dumps(jwk_of(kind, private_key(kind).public_key()) | more)


def jwk_of(kind: str, key: Any) -> dict[str, Any]:  # noqa: ANN401
    """Write either half of a key pair as a JWK."""
    if kind.startswith("ML-DSA-"):
        public = key.public_key() if hasattr(key, "public_key") else key
        jwk = {"kty": "AKP", "alg": kind, "pub": b64(public.public_bytes_raw())}
        seed = {"priv": b64(key.private_bytes_raw())} if public is not key else {}
        return jwk | seed
    name = next(name for name, its in KINDS.items() if its == kind)
    jwk = get_algorithm(name).to_jwk(key, as_dict=True)
    return {key: jwk[key] for key in jwk if key != "key_ops"}


def signed(algorithm: str, claims: dict[str, Any] | None = None, **header: Any) -> str:  # noqa: ANN401
    kind = KINDS[algorithm]
    key = SECRET if kind == "oct" else private_key(kind)
    return pyjwt().encode(claims or CLAIMS, key, algorithm, headers=header)


def key_for(algorithm: str) -> str:
    return SECRET if KINDS[algorithm] == "oct" else public_pem(KINDS[algorithm])


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64url_encode(data).decode()


def mac(header: object, payload: object = CLAIMS, secret: str = SECRET) -> str:
    """Sign any header, also one that PyJWT would refuse to write."""
    head = f"{b64(header)}.{b64(payload)}"
    algorithm = jwt.get_algorithm_by_name("HS256")
    return f"{head}.{b64(algorithm.sign(head.encode(), secret.encode()))}"


def fields(token: str, key: str = "", **more: str) -> Fields:
    made: Fields = {
        "token": token,
        "algorithm": "",
        "key": key,
        "form": "text",
        "iss": "",
        "aud": "",
        "leeway": "",
        "now": "",
        "pick": "",
    }
    return made | more  # type: ignore[return-value]


def decode(token: str, key: str = "", **more: str) -> Decoded:
    return Decoder(ManualClock(NOW)).decode(fields(token, key, **more))


def verdict(token: str, key: str = "", **more: str) -> str:
    return decode(token, key, **more)["verdict"]


def sentences(decoded: Decoded) -> str:
    """Join everything that the page says is wrong or dangerous."""
    told = [warned["sentence"] for warned in decoded["warnings"]]
    return "\n".join([decoded["headline"]["why"], decoded["sentence"], *told])


def headline(token: str, key: str = "", **more: str) -> str:
    line = decode(token, key, **more)["headline"]
    return f"{line['word']} {line['reason']}".replace(" ;", ";")


TOKEN_PARTS = mac({"alg": "HS256"}).split(".")
