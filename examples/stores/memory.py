"""A store in the memory of this process."""

import heapq
import threading
import time

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, check_ttl, entry_key

__all__ = ["MemoryStore", "Store", "entry_key"]

type _Place = tuple[str, ...]  # (key,) for an entry, (index, member) for a member

_SPARE = 64  # Outdated queue items allowed before the queue is rebuilt.


class MemoryStore:
    """A Store for tests, for servers with one process, and for the browser.

    One lock makes each call atomic among the threads of the process.

    Args:
        clock: Clock, returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._expiry: dict[_Place, float] = {}
        self._values: dict[str, str] = {}
        self._indexes: dict[str, set[str]] = {}
        self._queue: list[tuple[float, _Place]] = []

    def put(self, key: str, value: str, ttl: float) -> None:
        """Set the entry's value and let it expire after ttl seconds."""
        with self._lock:
            self._keep((key,), ttl)
            self._values[key] = value

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """Do as put does, but only if the entry exists; return whether it did."""
        check_ttl(ttl)
        with self._lock:
            if exists := self.get(key) is not None:
                self.put(key, value, ttl)
        return exists

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """Replace the old value by the new one; return whether the new one is there."""
        check_ttl(ttl)
        with self._lock:
            if (self.get(key) or "") == old:
                self.put(key, new, ttl)
            return self.get(key) == new

    def get(self, key: str) -> str | None:
        """Return the entry's value, or None if it expired or never existed."""
        with self._lock:
            self._purge()
            return self._values.get(key)

    def delete(self, key: str) -> None:
        """Remove the entry if it exists."""
        with self._lock:
            self._purge()
            self._drop((key,))

    def add(
        self, index: str, member: str, ttl: float, limit: int | None = None
    ) -> bool:
        """Put the member into the index unless the index is full; return whether."""
        check_ttl(ttl)
        with self._lock:
            found = self.members(index)
            if limit is not None and member not in found and len(found) >= limit:
                return False
            self._keep((index, member), ttl)
            self._indexes.setdefault(index, set()).add(member)
            return True

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        with self._lock:
            self._purge()
            return set(self._indexes.get(index, ()))

    def discard(self, index: str, member: str) -> None:
        """Remove the member from the index if it is there."""
        with self._lock:
            self._purge()
            self._drop((index, member))

    def __len__(self) -> int:
        """Return how many entries and members have not expired."""
        with self._lock:
            self._purge()
            return len(self._expiry)

    def entries(self) -> list[tuple[str, str, float]]:
        """Return what has not expired, sorted by key.

        Returns:
            Tuples of the key, the value of an entry or the name of a member, and
            the seconds left.

        """
        with self._lock:
            self._purge()
            now = self._clock()
            return [
                (place[0], self._values.get(place[0], place[-1]), expires - now)
                for place, expires in sorted(self._expiry.items())
            ]

    def size_bytes(self) -> int:
        """Return the UTF-8 size of all keys, members and values, in bytes."""
        with self._lock:
            self._purge()
            texts = [text for place in self._expiry for text in place]
            texts += self._values.values()
        return sum(len(text.encode()) for text in texts)

    def _keep(self, place: _Place, ttl: float) -> None:
        expires = self._clock() + check_ttl(ttl)
        self._purge()
        self._expiry[place] = expires
        heapq.heappush(self._queue, (expires, place))
        # A renewed or deleted entry leaves its old time in the queue. Rebuilding
        # the queue at twice the needed length bounds the memory, and costs little
        # because it happens seldom.
        if len(self._queue) > 2 * len(self._expiry) + _SPARE:
            self._queue = [(when, where) for where, when in self._expiry.items()]
            heapq.heapify(self._queue)

    def _purge(self) -> None:
        now = self._clock()
        while self._queue and self._queue[0][0] <= now:
            when, place = heapq.heappop(self._queue)
            if self._expiry.get(place) == when:
                self._drop(place)

    def _drop(self, place: _Place) -> None:
        if self._expiry.pop(place, None) is None:
            return
        if len(place) == 1:
            del self._values[place[0]]
            return
        index, member = place
        self._indexes[index].discard(member)
        if not self._indexes[index]:
            del self._indexes[index]
