"""Hash the demo users' passwords where this site has no Argon2id: in the browser."""

import hmac
import secrets


class BrowserHasher:
    """PBKDF2-HMAC-SHA256 (RFC 8018 §5.2) in plain Python, for the server panels only.

    Do not copy it. Pyodide's hashlib has neither `scrypt` nor `pbkdf2_hmac`, and a
    reader can wait for far fewer iterations than the 600,000 that the OWASP Password
    Storage sheet asks of a server.

    Args:
        rounds: how many iterations a new hash takes.

    """

    name = "PBKDF2"

    def __init__(self, rounds: int = 5000) -> None:
        self._rounds = rounds

    def hash(self, password: str) -> str:
        """Return the hash with its salt and cost, as one text to store."""
        salt = secrets.token_bytes(16)
        digest = _pbkdf2(_bytes(password), salt, self._rounds)
        return f"{self._rounds}${salt.hex()}${digest.hex()}"

    def verify(self, stored: str, password: str) -> bool:
        """Return whether the stored hash is one of this password."""
        rounds, salt, digest = stored.split("$")
        found = _pbkdf2(_bytes(password), bytes.fromhex(salt), int(rounds))
        return hmac.compare_digest(found, bytes.fromhex(digest))


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
