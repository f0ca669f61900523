"""Make, publish and rotate key pairs without failing a request."""

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


@dataclass(frozen=True)
class SigningKey:
    """A key pair that is bound to one algorithm.

    Args:
        kid: the name of the key in a token's header and in the JWKS (RFC 7517 §4.5).
        algorithm: `EdDSA` (Ed25519, RFC 8037) or `ES256` (RFC 7518 §3.4).
        private: the half that PyJWT signs with.
        public: the half that PyJWT verifies with.

    """

    kid: str
    algorithm: str
    private: Any = field(repr=False)
    public: Any = field(repr=False)

    def public_jwk(self) -> Jwk:
        """Return the public half as a JWK, which you may publish (RFC 7517 §4)."""
        jwk: Jwk = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.public, True)
        return jwk | {"kid": self.kid, "alg": self.algorithm, "use": "sig"}


def new_signing_key(algorithm: str = "EdDSA") -> SigningKey:
    """Make a key pair and give it a random name.

    Raises:
        UnknownAlgorithmError: the algorithm is not in the allow-list.

    """
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithmError(
            f"The algorithm {shown(algorithm)} is not allowed: "
            f"choose one of {', '.join(ALGORITHMS)}."
        )
    private = generate_private_key(algorithm)
    return SigningKey(
        secrets.token_urlsafe(8), algorithm, private, private.public_key()
    )


def generate_private_key(algorithm: str) -> Any:  # noqa: ANN401 - no common type
    """Return a new private key of `cryptography` for this algorithm."""
    # Imported late, because the pages of this guide have no cryptography: their
    # live_crypto replaces this function.
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519  # noqa: PLC0415

    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.generate()


@dataclass
class KeyRing:
    """The keys of one issuer: the next one, the one that signs, and older ones.

    The ring publishes a key one period before it signs, so that a verifier that caches
    the JWKS knows the key in time. The key goes on verifying until the last token that
    it signed has expired.

    Args:
        make: returns a new key pair.
        clock: returns seconds since 1970-01-01 UTC.
        period: seconds for which a key signs.
        overlap: seconds for which it goes on verifying, at least the lifetime of a
            token plus the leeway.

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
        """Return the key of this name, or None if there is none or it has expired."""
        return next((key for _, key in self._valid() if key.kid == kid), None)

    def jwks(self) -> dict[str, list[Jwk]]:
        """Return the JWK Set to publish, public members only (RFC 7517 §5)."""
        return {"keys": [key.public_jwk() for _, key in self._valid()]}

    def rotate(self) -> None:
        """Let the next key sign from now on, for example after a leak."""
        self._advance(self._keys[-1], self.make())

    # --8<-- [start:withdraw]
    def withdraw(self, kid: str) -> None:
        """Stop trusting a key at once, for example because it has leaked.

        Every token that it signed is refused from now on. A verifier that keeps a
        copy of the JWKS trusts the key until its copy expires.
        """
        self._valid()
        made = self.make()
        with self._lock:
            names = [key.kid for _, key in self._keys]
            if kid not in names:
                return
            left = [(start, key) for start, key in self._keys if key.kid != kid]
            if kid == names[-2]:  # the one that signs: the next one starts now
                left[-1] = (self.clock(), left[-1][1])
            if kid in names[-2:]:
                left.append((left[-1][0] + self.period, made))
            self._keys = left

    # --8<-- [end:withdraw]

    def _valid(self) -> list[tuple[float, SigningKey]]:
        last = self._keys[-1]
        if self.clock() >= last[0]:
            self._advance(last, self.make())
        now = self.clock()
        with self._lock:
            # A key stops signing when its successor starts.
            while len(self._keys) > 2 and now >= self._keys[1][0] + self.overlap:  # noqa: PLR2004
                del self._keys[0]
            return list(self._keys)

    def _advance(self, last: tuple[float, SigningKey], new: SigningKey) -> None:
        # The caller makes the new key before this lock, because making one takes time.
        with self._lock:
            if self._keys[-1] is not last:
                return  # another thread has rotated already
            # After a pause of many periods the next key starts now, not long ago.
            now = self.clock()
            self._keys[-1] = (now, last[1])
            self._keys.append((now + self.period, new))
