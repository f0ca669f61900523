"""Store passwords so that nobody can read them back (OWASP Password Storage)."""

from typing import Protocol


class Hasher(Protocol):
    """A slow password hash that gives each password a salt of its own."""

    name: str

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, as one text to store."""
        ...

    def verify(self, stored: str, password: str) -> bool:
        """Return whether the stored hash is one of this password."""
        ...


class Argon2Hasher:
    """Argon2id with 19 MiB of memory, 2 iterations and 1 degree of parallelism.

    These are the least costs that the OWASP Password Storage sheet allows.
    """

    name = "Argon2id"

    def __init__(self) -> None:
        # Imported late, because the pages of this guide import this module without
        # argon2-cffi.
        import argon2  # noqa: PLC0415

        self._hasher = argon2.PasswordHasher(2, 19 * 1024, 1)
        self._mismatch = argon2.exceptions.VerifyMismatchError

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, as one text to store."""
        return self._hasher.hash(_bytes(password))

    def verify(self, stored: str, password: str) -> bool:
        """Return whether the stored hash is one of this password."""
        try:
            return self._hasher.verify(stored, _bytes(password))
        except self._mismatch:
            return False


def _bytes(password: str) -> bytes:
    # JSON can escape a lone surrogate, which UTF-8 alone cannot encode.
    return password.encode(errors="surrogatepass")
