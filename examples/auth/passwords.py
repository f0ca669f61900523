"""Passwords, stored so that they cannot be read back (OWASP Password Storage)."""

import hmac
import secrets
import sys
from typing import Protocol


class Hasher(Protocol):
    """Hashes passwords slowly, each with its own salt."""

    name: str

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, to be stored."""
        ...

    def verify(self, stored: str, password: str) -> bool:
        """Say whether this password was hashed."""
        ...


class Argon2Hasher:
    """Argon2id with the least cost that the OWASP sheet allows: 19 MiB, 2 rounds."""

    name = "Argon2id"

    def __init__(self) -> None:
        # Imported late: the browser's Python has no argon2-cffi.
        import argon2  # noqa: PLC0415

        self._hasher = argon2.PasswordHasher(2, 19 * 1024, 1)
        self._mismatch = argon2.exceptions.VerifyMismatchError

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, to be stored."""
        return self._hasher.hash(_bytes(password))

    def verify(self, stored: str, password: str) -> bool:
        """Say whether this password was hashed."""
        try:
            return self._hasher.verify(stored, _bytes(password))
        except self._mismatch:
            return False


class Pbkdf2Hasher:
    """PBKDF2-HMAC-SHA256 (RFC 8018 §5.2) in plain Python, for the browser only.

    Its hashlib has neither scrypt nor pbkdf2_hmac. The rounds that a page can wait
    for are far below the 600,000 that the OWASP sheet asks of a server.
    """

    name = "PBKDF2"

    def __init__(self, rounds: int = 5000) -> None:
        self._rounds = rounds

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, to be stored."""
        salt = secrets.token_bytes(16)
        digest = _pbkdf2(_bytes(password), salt, self._rounds)
        return f"{self._rounds}${salt.hex()}${digest.hex()}"

    def verify(self, stored: str, password: str) -> bool:
        """Say whether this password was hashed."""
        rounds, salt, digest = stored.split("$")
        found = _pbkdf2(_bytes(password), bytes.fromhex(salt), int(rounds))
        return hmac.compare_digest(found, bytes.fromhex(digest))


def default_hasher() -> Hasher:
    """Return Argon2id, or in the browser, where it is not to be had, PBKDF2.

    Raises:
        ImportError: argon2-cffi is not installed on a server.

    """
    return Pbkdf2Hasher() if sys.platform == "emscripten" else Argon2Hasher()


def _bytes(password: str) -> bytes:
    return password.encode(errors="surrogatepass")


def _pbkdf2(password: bytes, salt: bytes, rounds: int) -> bytes:
    keyed = hmac.new(password, digestmod="sha256")
    block = salt + (1).to_bytes(4)
    total = 0
    for _ in range(rounds):
        one = keyed.copy()
        one.update(block)
        block = one.digest()
        total ^= int.from_bytes(block)
    return total.to_bytes(keyed.digest_size)
