"""What sessions and revocation ask of a place where state lives."""

import json
import math
from typing import Protocol


class StoreUnavailableError(Exception):
    """The place where state lives does not answer: refuse, and try again later.

    Args:
        retry_after: seconds after which another try makes sense.

    """

    def __init__(self, retry_after: int = 2) -> None:
        super().__init__(
            f"The store does not answer: try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


class Store(Protocol):
    """What sessions and revocation need; every call is atomic and uses one key.

    Times to live are seconds, positive and finite, else ValueError. Every call may
    raise StoreUnavailableError; whoever gets it must refuse, never guess.
    """

    def put(self, key: str, value: str, ttl: float) -> None:
        """Set the entry's value and let it expire after ttl seconds."""
        ...

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """Do as put does, but only if the entry exists; say whether it did."""
        ...

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """Put the new value only if the entry holds the old one; say whether."""
        ...

    def get(self, key: str) -> str | None:
        """Return the entry's value, None if it expired or never was."""
        ...

    def delete(self, key: str) -> bool:
        """Remove the entry; say whether it existed."""
        ...

    def add(self, index: str, member: str, ttl: float) -> None:
        """Put the member into the index and let it expire after ttl seconds."""
        ...

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        ...

    def discard(self, index: str, member: str) -> None:
        """Take the member out of the index, if it is there."""
        ...


def entry_key(kind: str, *parts: str) -> str:
    """Return an unambiguous ASCII key: no part can imitate the border of two."""
    return f"{kind}:{json.dumps(parts, separators=(',', ':'))}"


def check_ttl(ttl: float) -> float:
    """Return the time to live in seconds.

    Raises:
        ValueError: it is not positive and finite, so the entry would stay or not be.

    """
    if not (math.isfinite(ttl) and ttl > 0):
        raise ValueError(
            f"A time to live of {ttl} seconds is not possible: "
            "pass a positive, finite number."
        )
    return ttl
