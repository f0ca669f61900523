"""Write how long ago something was, in the largest whole unit."""

import math

MINUTE = 60
_UNITS = (
    ("year", 31_536_000),
    ("day", 86_400),
    ("hour", 3600),
    ("minute", MINUTE),
    ("second", 1),
)


def length(seconds: float) -> str:
    """Write a duration in its largest whole unit, such as "3 days".

    Under a minute the result counts seconds, and it is never less than one.
    """
    for unit, size in _UNITS:
        if seconds >= size:
            return _counted(int(seconds // size), unit)
    return _counted(1, "second")


def remaining(seconds: float) -> str:
    """Write the time that is left.

    Times of two clocks differ by the seconds that a paste takes, so a little less
    than two hours is written as "2 hours".
    """
    if seconds < MINUTE:
        return length(math.ceil(seconds))
    return length(seconds * 1.01)


def age(date: float, now: float) -> str:
    """Write a date's distance from now: "3 days ago", "in 2 hours" or "now"."""
    if date > now:
        return f"in {remaining(date - now)}"
    return f"{length(now - date)} ago" if now - date >= 1 else "now"


def _counted(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
