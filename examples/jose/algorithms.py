"""Give the signature algorithms: PyJWT's own, and ML-DSA, which it lacks."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import jwt
from jwt.algorithms import Algorithm
from jwt.exceptions import InvalidKeyError
from jwt.utils import base64url_decode

from examples.jose.jwk import read_key


class MlDsa(Algorithm):
    """ML-DSA by the package `cryptography` (RFC 9964).

    Args:
        name: `ML-DSA-44`, `ML-DSA-65` or `ML-DSA-87`.

    Raises:
        NotImplementedError: This Python lacks the package, or its release lacks ML-DSA.

    """

    def __init__(self, name: str) -> None:
        package = "cryptography.hazmat.primitives.asymmetric.mldsa"
        try:
            module = import_module(package)
        except ImportError as error:
            raise NotImplementedError(f"{name} needs {package}.") from error
        self.name = name
        size = name.removeprefix("ML-DSA-")
        self._private = getattr(module, f"MLDSA{size}PrivateKey")
        self._public = getattr(module, f"MLDSA{size}PublicKey")

    def prepare_key(self, key: object) -> Any:  # noqa: ANN401 - cryptography's keys
        """Read PEM, a JWK, or what this method gave.

        Raises:
            InvalidKeyError: It is damaged, or of another parameter set.

        """
        if isinstance(key, self._private | self._public):
            return key
        jwk = read_key(key)
        if jwk.get("alg") != self.name:
            raise InvalidKeyError(f"The key is not of the kind {self.name}.")
        if "priv" not in jwk:
            return self._public.from_public_bytes(base64url_decode(jwk["pub"]))
        return self._private.from_seed_bytes(base64url_decode(jwk["priv"]))

    def from_jwk(self, jwk: str | dict[str, Any]) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Read a JWK; raise InvalidKeyError for another kind of key."""
        return self.prepare_key(jwk)

    @staticmethod
    def to_jwk(key_obj: object, as_dict: bool = False) -> Any:  # noqa: ANN401
        """Raise NotImplementedError: the tools read keys only."""
        raise NotImplementedError

    def sign(self, msg: bytes, key: Any) -> bytes:  # noqa: ANN401
        """Sign with a private key."""
        signature: bytes = key.sign(msg)
        return signature

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:  # noqa: ANN401
        """Verify with either half of a pair."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

        public = key.public_key() if isinstance(key, self._private) else key
        try:
            public.verify(sig, msg)
        except InvalidSignature:
            return False
        return True


def get_algorithm(name: str) -> Algorithm:
    """Return the algorithm of that name, and let PyJWT know it from now on.

    Args:
        name: the `alg` of a token's header.

    Raises:
        NotImplementedError: This Python lacks the algorithm.

    """
    try:
        return jwt.get_algorithm_by_name(name)
    except NotImplementedError:
        if name not in _LATE:
            raise
    algorithm = _LATE[name](name)
    jwt.register_algorithm(name, algorithm)
    return algorithm


def _eddsa(_name: str) -> Algorithm:
    return jwt.get_algorithm_by_name("EdDSA")


_LATE: dict[str, Callable[[str], Algorithm]] = {
    # The names of RFC 9864, which PyJWT 2.15 does not know.
    **dict.fromkeys(("Ed25519", "Ed448"), _eddsa),
    **dict.fromkeys(("ML-DSA-44", "ML-DSA-65", "ML-DSA-87"), MlDsa),
}
