"""A limit on guessed passwords that does not lock out the user they are guessed for."""

import math
import secrets
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key

ABANDONED = 30.0
"""Seconds after which an attempt is forgotten that neither failed nor succeeded."""


class ThrottledError(Exception):
    """Too many log-ins have failed, so this password was not looked at.

    Args:
        retry_after: int, seconds after which the client should try again.

    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"Too many failed log-ins: try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


@dataclass(frozen=True)
class Throttle:
    """Limits failed log-ins by user and address (ASVS v5.0.0-6.3.1).

    An attacker who fails too often for alice locks out alice at the attacker's own
    address, and nowhere else. Many addresses together can still fail often for
    alice. Then each address has one attempt for alice, and she gets in from any
    address that has not failed for her.

    Two things remain. An attacker has one guess in each window from each address
    that the attacker controls, so use passwords that have not leaked (ASVS
    v5.0.0-6.2.12) and a second factor (ASVS v5.0.0-6.3.3). And users who share an
    address with the attacker are locked out together with the attacker.

    Source: OWASP Authentication sheet, "Login Throttling".

    Args:
        store: Store, shared by every server that checks passwords.
        clock: Clock, returns seconds since 1970-01-01 UTC.
        per_pair: int, failures that one user may have at one address.
        per_user: int, failures after which the user has one attempt per address.
        per_address: int, failures that one address may have.
        window: float, seconds for which a failure counts.
        patience: float, seconds for which a log-in waits while the address has too
            many others under way.

    """

    store: Store
    clock: Clock = time.time
    per_pair: int = 10
    per_user: int = 100
    per_address: int = 100
    window: float = 300
    patience: float = 5

    # --8<-- [start:reserve]
    def reserve(self, user: str, address: str) -> "Attempt":
        """Count a log-in, before anyone looks at its password.

        A count of failures comes too late: many simultaneous guesses would pass.

        Raises:
            ThrottledError: this address failed too often.

        """
        block = address_block(address)
        ends = self.clock() + self.window
        attempt = Attempt(self, f"{ends!r} {secrets.token_hex()}")
        crowded = not attempt.enter(entry_key("failed-user", user), self.per_user)
        limit = 1 if crowded else self.per_pair
        attempt.must_enter(entry_key("failed-pair", user, block), limit)
        attempt.must_enter(entry_key("failed-address", block), self.per_address)
        return attempt

    # --8<-- [end:reserve]


class Attempt:
    """A log-in under way, which counts until it is released.

    Args:
        throttle: Throttle, whose limits apply.
        name: str, unique; begins with the time at which the failure stops counting.

    """

    def __init__(self, throttle: Throttle, name: str) -> None:
        self._throttle = throttle
        self._store = throttle.store
        self._name = name
        self._entered: list[str] = []

    def enter(self, index: str, limit: int) -> bool:
        """Count in the index unless it is full; return whether."""
        under_way = f"under-way {self._name}"
        # A server that stops midway leaves the attempt behind.
        lasts = min(ABANDONED, self._throttle.window)
        entered = self._store.add(index, under_way, lasts, limit)
        if entered:
            self._entered.append(index)
        return entered

    def must_enter(self, index: str, limit: int) -> None:
        """Count in the index; wait for other attempts that may still succeed.

        Raises:
            ThrottledError: the index is full of failures, or stays full.

        """
        end = time.monotonic() + self._throttle.patience
        while not self.enter(index, limit):
            failures = sorted(self._failures(index))
            if len(failures) >= limit:
                self.release()
                wait = failures[-limit] - self._throttle.clock()
                raise ThrottledError(max(1, math.ceil(wait)))
            if time.monotonic() > end:
                self.release()
                raise ThrottledError(1)
            time.sleep(0.02)

    def fail(self) -> None:
        """Count the attempt as a failure until the window ends."""
        for index in self._entered:
            self._store.add(index, f"failed {self._name}", self._throttle.window)
            self._store.discard(index, f"under-way {self._name}")

    def release(self) -> None:
        """Stop counting the attempt, because it did not fail."""
        for index in self._entered:
            self._store.discard(index, f"under-way {self._name}")

    def _failures(self, index: str) -> list[float]:
        names = [member.split() for member in self._store.members(index)]
        return [float(end) for state, end, _ in names if state == "failed"]


# --8<-- [start:address_block]
def address_block(address: str) -> str:
    """Return what one client controls: an IPv4 address or an IPv6 /64.

    Args:
        address: str, of the client. ::ffff:192.0.2.1, an IPv4 address that is
            written in IPv6, counts as 192.0.2.1.

    """
    try:
        found = ip_address(address)
    except ValueError:
        return address  # A test client or a Unix socket has no address.
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), 64), strict=False))


# --8<-- [end:address_block]
