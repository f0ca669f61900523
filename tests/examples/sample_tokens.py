"""Tokens, keys and fields for the decoder's tests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from jwt.algorithms import OKPAlgorithm
from jwt.utils import base64url_encode

from examples.auth.clock import ManualClock
from examples.decoder.decoder import Decoder
from examples.decoder.types import Decoded, Fields

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
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
}
CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}


@cache
def private_key(kind: str) -> Any:  # noqa: ANN401 - no common type
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
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
    one._jws.register_algorithm("Ed25519", OKPAlgorithm())
    return one


def public_jwk(kind: str, **more: object) -> str:
    name = next(name for name, its in KINDS.items() if its == kind)
    public = private_key(kind).public_key()
    jwk = jwt.get_algorithm_by_name(name).to_jwk(public, as_dict=True)
    return json.dumps({key: jwk[key] for key in jwk if key != "key_ops"} | more)


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
    }
    return made | more  # type: ignore[return-value]


def decode(token: str, key: str = "", **more: str) -> Decoded:
    return Decoder(ManualClock(NOW)).decode(fields(token, key, **more))


def verdict(token: str, key: str = "", **more: str) -> str:
    return decode(token, key, **more)["verdict"]


def sentences(decoded: Decoded) -> str:
    return "\n".join(alert["sentence"] for alert in decoded["alerts"])
