"""Pass the clock as an argument, so that a test or a page can decide the time."""

from collections.abc import Callable

type Clock = Callable[[], float]
"""Returns seconds since 1970-01-01 UTC, like a NumericDate (RFC 7519 §2)."""


class ManualClock:
    """A clock that stands still until the program moves it.

    Args:
        now: seconds since 1970-01-01 UTC.

    """

    def __init__(self, now: float) -> None:
        self._now = now

    def __call__(self) -> float:
        """Return the time in seconds since 1970-01-01 UTC."""
        return self._now

    def advance(
        self, *, seconds: float = 0, minutes: float = 0, hours: float = 0
    ) -> None:
        """Move the clock forward by the sum of the arguments.

        Raises:
            ValueError: the sum is negative.

        """
        step = seconds + 60 * minutes + 3600 * hours
        if step < 0:
            raise ValueError(
                f"A clock cannot go back by {-step} seconds: pass a positive step."
            )
        self._now += step
