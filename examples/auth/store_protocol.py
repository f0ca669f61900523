"""The interface of a store: what sessions, tokens and throttling need of it."""

import json
import math
from typing import Protocol


class StoreUnavailableError(Exception):
    """The store does not answer, so the request must be refused, not guessed at.

    A write may have happened even so: the store can apply it and lose the answer.

    Args:
        retry_after: int, seconds after which the client should try again.

    """

    def __init__(self, retry_after: int = 2) -> None:
        super().__init__(
            f"The store does not answer: try again in {retry_after} seconds."
        )
        self.retry_after = retry_after


class Store(Protocol):
    """A key-value store with expiry; every call is atomic and uses one key.

    A client repeats a call whose answer it lost, so each call here gives the same
    result when it is applied twice.

    Raises:
        ValueError: a time to live is not a positive, finite number of seconds.
        StoreUnavailableError: the store does not answer. Any call may raise it.

    """

    def put(self, key: str, value: str, ttl: float) -> None:
        """Set the entry's value and let it expire after ttl seconds."""
        ...

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """Do as put does, but only if the entry exists; return whether it did."""
        ...

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """Replace the old value by the new one; return whether the new one is there.

        A missing entry counts as one that holds the empty text, so swapping from ""
        creates an entry that only one of several callers can create.

        A swap that finds its new value in place has succeeded, because it may be
        the repetition of a call whose answer was lost. Pass a new value that no
        other caller writes, or two callers will both be told that they succeeded.
        """
        ...

    def get(self, key: str) -> str | None:
        """Return the entry's value, or None if it expired or never existed."""
        ...

    def delete(self, key: str) -> None:
        """Remove the entry if it exists."""
        ...

    def add(
        self, index: str, member: str, ttl: float, limit: int | None = None
    ) -> bool:
        """Put the member into the index and let it expire after ttl seconds.

        Args:
            index: str, the key of a set whose members expire one by one.
            member: str, renewed if it is there already.
            ttl: float, seconds.
            limit: int, how many members the index may have; None means any number.

        Returns:
            Whether the index has the member; False if the index was full.

        """
        ...

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        ...

    def discard(self, index: str, member: str) -> None:
        """Remove the member from the index if it is there."""
        ...


def entry_key(kind: str, *parts: str) -> str:
    """Return an ASCII key from which the parts can be told apart.

    JSON quotes each part, so ("a,b") and ("a", "b") have different keys.
    """
    return f"{kind}:{json.dumps(parts, separators=(',', ':'))}"


def check_ttl(ttl: float) -> float:
    """Return the time to live, in seconds.

    Raises:
        ValueError: it is not a positive, finite number.

    """
    if not (math.isfinite(ttl) and ttl > 0):
        raise ValueError(
            f"A time to live of {ttl} seconds is not possible: "
            "pass a positive, finite number."
        )
    return ttl
