"""Key pairs that sign: made, published and rotated without a failed request."""

import base64
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt

from examples.auth.clock import Clock
from examples.auth.keys import UnknownAlgorithmError
from examples.auth.wording import shown

type Jwk = dict[str, Any]

ALGORITHMS = ("EdDSA", "ES256")

# All of a PKCS#8 private key (RFC 5958) before its 32 secret bytes, the public
# half left out: RFC 8410 §7 for Ed25519, RFC 5480 and RFC 5915 for P-256.
_PKCS8 = {
    "EdDSA": "302e020100300506032b657004220420",
    "ES256": "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
}
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class SigningKey:
    """A key pair that knows its only algorithm.

    Args:
        kid: its name in a token's header and in the JWKS (RFC 7517 §4.5).
        algorithm: `EdDSA` (Ed25519, RFC 8037) or `ES256` (RFC 7518 §3.4).
        private: what PyJWT signs with.
        public: what PyJWT verifies with.

    """

    kid: str
    algorithm: str
    private: Any = field(repr=False)
    public: Any = field(repr=False)

    def public_jwk(self) -> Jwk:
        """Return the members that may be published (RFC 7517 §4)."""
        jwk: Jwk = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.public, True)
        return jwk | {"kid": self.kid, "alg": self.algorithm, "use": "sig"}


def new_signing_key(algorithm: str = "EdDSA") -> SigningKey:
    """Make a key pair.

    It is written as PKCS#8 and read by PyJWT, so that it can be made by any Python:
    what reads it is `cryptography` on a server and WebCrypto in the browser.

    Raises:
        UnknownAlgorithmError: the algorithm is not in the allow-list.
        NotImplementedError: neither `cryptography` nor WebCrypto is there.

    """
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithmError(
            f"The algorithm {shown(algorithm)} is not allowed: "
            f"choose one of {', '.join(ALGORITHMS)}."
        )
    private = jwt.get_algorithm_by_name(algorithm).prepare_key(_pem(algorithm))
    kid = secrets.token_urlsafe(8)
    return SigningKey(kid, algorithm, private, private.public_key())


@dataclass
class KeyRing:
    """The keys of one issuer: the next one, the one that signs, and older ones.

    A key is published one period before it signs, so that whoever caches the JWKS
    knows it in time; and it verifies until the last token it signed has expired.

    Args:
        make: makes a key pair.
        clock: returns seconds since 1970-01-01 UTC.
        period: seconds for which a key signs.
        overlap: seconds for which it verifies afterwards, at least the lifetime
            of a token and the leeway.

    """

    make: Callable[[], SigningKey] = new_signing_key
    clock: Clock = time.time
    period: float = 86400
    overlap: float = 1000
    _keys: list[tuple[float, SigningKey]] = field(init=False, repr=False)
    _lock: Any = field(init=False, repr=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        now = self.clock()
        self._keys = [(now, self.make()), (now + self.period, self.make())]

    def current(self) -> SigningKey:
        """Return the key that signs now."""
        return self._valid()[-2][1]

    def find(self, kid: object) -> SigningKey | None:
        """Return our key of this name, None if there is none or its time is over."""
        return next((key for _, key in self._valid() if key.kid == kid), None)

    def jwks(self) -> dict[str, list[Jwk]]:
        """Return the JWK Set to publish, public members only (RFC 7517 §5)."""
        return {"keys": [key.public_jwk() for _, key in self._valid()]}

    def rotate(self) -> None:
        """Let the next key sign from now on."""
        self._advance(self._keys[-1], self.make())

    def _valid(self) -> list[tuple[float, SigningKey]]:
        last = self._keys[-1]
        if self.clock() >= last[0]:
            self._advance(last, self.make())
        now = self.clock()
        with self._lock:
            # A key stops to sign when its successor begins.
            while len(self._keys) > 2 and now >= self._keys[1][0] + self.overlap:  # noqa: PLR2004
                del self._keys[0]
            return list(self._keys)

    def _advance(self, last: tuple[float, SigningKey], new: SigningKey) -> None:
        # The new key was made before the lock: in a browser that waits for a promise.
        with self._lock:
            if self._keys[-1] is not last:
                return  # somebody was faster
            # After a pause of many periods the next key begins now, not long ago.
            now = self.clock()
            self._keys[-1] = (now, last[1])
            self._keys.append((now + self.period, new))


def _pem(algorithm: str) -> str:
    scalar = secrets.token_bytes(32)
    if algorithm == "ES256":
        scalar = (1 + secrets.randbelow(_P256_ORDER - 1)).to_bytes(32)
    der = base64.b64encode(bytes.fromhex(_PKCS8[algorithm]) + scalar).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n"
