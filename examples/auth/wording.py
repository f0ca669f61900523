"""Turn values into short, safe words for error messages."""

from datetime import UTC, datetime

_LONGEST = 60
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def shown(value: object) -> str:
    """Return the value's repr in ASCII on one line, cut to 60 characters.

    No value that a JSON text can hold makes this function raise.
    """
    # The repr of a very large integer raises ValueError, so its size is given.
    if isinstance(value, int) and value.bit_length() > 4 * _LONGEST:
        return f"an integer of {value.bit_length()} bits"
    try:
        text = ascii(value[:_LONGEST]) if isinstance(value, str) else ascii(value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__} that is too deep or too large to show"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def shown_time(numeric_date: float) -> str:
    """Return a NumericDate (seconds since 1970) as a date and time in UTC."""
    return f"{datetime.fromtimestamp(int(numeric_date), UTC):%Y-%m-%d %H:%M:%S} UTC"


def shown_duration(seconds: float) -> str:
    """Return a duration in its two largest units, for example "1 hour 5 minutes"."""
    left, words = int(seconds), list[str]()
    for unit, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " ".join(words[:2]) or "less than a second"
