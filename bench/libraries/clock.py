"""Move the clock of the application, and that of its Redis."""

import time
from typing import Any


class Clock:
    """The clock of this process, in which the application runs.

    Redis has a clock of its own: instead of moving that, each key's remaining
    lifetime becomes shorter, or the key is deleted, which is what would be left.

    Args:
        redis: the client of the application's Redis, if it has one.

    """

    def __init__(self, redis: Any = None) -> None:
        self._redis = redis
        self._travel: Any = None
        self._moved: Any = None

    def reset(self) -> None:
        """Return to the present."""
        if self._travel:
            self._travel.stop()
            self._travel = None

    def move(self, seconds: float) -> None:
        """Move on by some seconds."""
        if self._travel:
            self._moved.shift(seconds)
        else:
            # Imported late, because the site's own environment is without it.
            import time_machine

            self._travel = time_machine.travel(time.time() + seconds, tick=True)
            self._moved = self._travel.start()
        if self._redis is None:
            return
        for key in self._redis.keys("*"):
            left = self._redis.pttl(key)
            if 0 < left <= seconds * 1000:
                self._redis.delete(key)
            elif left > 0:
                self._redis.pexpire(key, int(left - seconds * 1000))
