"""A brake on guessing: failures are counted, successes never."""

import math
import secrets
import time
from dataclasses import dataclass

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key


class ThrottledError(Exception):
    """Too many failures.

    Args:
        retry_after: seconds until the next try is looked at.

    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"Too many failed log-ins: try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


@dataclass(frozen=True)
class Throttle:
    """Counts failed log-ins by user and by client address (ASVS v5.0.0-6.3.1).

    A failure is a member of an index that the store lets expire, named by the time
    at which it will. What is throttled is not counted, so an index stays short.

    Args:
        store: shared by every server that checks passwords.
        clock: returns seconds since 1970-01-01 UTC.
        per_user: failures that one user name may have within the window.
        per_address: failures that one client address may have within it.
        window: seconds for which a failure counts.

    """

    store: Store
    clock: Clock = time.time
    per_user: int = 10
    per_address: int = 100
    window: float = 300

    # --8<-- [start:check]
    def check(self, user: str, address: str) -> None:
        """Let a log-in be tried.

        Raises:
            ThrottledError: this user name or this address failed too often.

        """
        for index, limit in self._limits(user, address):
            members = self.store.members(index)
            ends = sorted(float(member.split()[0]) for member in members)
            if len(ends) >= limit:
                wait = ends[-limit] - self.clock()
                raise ThrottledError(max(1, math.ceil(wait)))

    # --8<-- [end:check]

    def note_failure(self, user: str, address: str) -> None:
        """Count a failed log-in."""
        end = self.clock() + self.window
        member = f"{end!r} {secrets.token_hex(8)}"
        for index, _ in self._limits(user, address):
            self.store.add(index, member, self.window)

    def _limits(self, user: str, address: str) -> list[tuple[str, int]]:
        return [
            (entry_key("failed-user", user), self.per_user),
            (entry_key("failed-address", address), self.per_address),
        ]
