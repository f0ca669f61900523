"""A version per user: what was issued under an older one is no longer good."""

import secrets
from dataclasses import dataclass

from examples.store_protocol import Store, entry_key


@dataclass(frozen=True)
class Versions:
    """Takes back all signed cookies or tokens of a user (ASVS v5.0.0-7.4.1).

    Each carries the version that its user had when it was issued. A version is
    random and leaves the store at its end, so a store that lost its memory lets
    nobody pass, and nothing that ended comes back.

    Args:
        store: shared by every server that verifies.
        lifetime: seconds, at least those that a cookie or token lives.

    """

    store: Store
    lifetime: float

    def current(self, user: str) -> str:
        """Return the version to write into what is issued now."""
        key = entry_key("version", user)
        found = self.store.get(key)
        # Only if it is still the same: a log-out since the look-up must win.
        same = found and self.store.swap(key, found, found, self.lifetime)
        if found is None or not same:
            found = secrets.token_urlsafe(16)
            self.store.put(key, found, self.lifetime)
        return found

    def holds(self, user: str, version: object) -> bool:
        """Say whether this is the user's version now."""
        found = self.store.get(entry_key("version", user))
        return found is not None and found == version

    def end(self, user: str) -> None:
        """Log out everywhere: refuse all that was issued until now."""
        self.store.delete(entry_key("version", user))
