"""Write into pages what the benchmark has measured."""

import json
from html import escape
from pathlib import Path
from typing import Any

from snippets.sections import SnippetError

DATA = Path("docs", "data", "performance.json")
UNITS = {
    "us": "µs",
    "ms": "ms",
    "bytes": "bytes",
    "mib": "MiB",
    "gib": "GiB",
    "s": "s",
    "seconds": "s",
}
DIGITS = 3


class Measured:
    """Hold the data file of one build.

    Args:
        root: the checkout.

    Raises:
        SnippetError: the checkout has no data file.

    """

    def __init__(self, root: Path) -> None:
        path = root / DATA
        if not path.exists():
            raise SnippetError(f"{DATA}: There is no such file; run make bench.")
        self.data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    def value(self, name: str) -> Any:  # noqa: ANN401 - a number, or a text
        """Return the value that a dotted name leads to; for a figure, its median.

        Raises:
            SnippetError: the data has no such value; it says which part is missing.

        """
        found: Any = self.data
        for part in name.split("."):
            if not isinstance(found, dict) or part not in found:
                sentence = f"'{name}' was not measured: there is no '{part}'."
                raise SnippetError(f"{DATA}: {sentence}")
            found = found[part]
        return found["median"] if isinstance(found, dict) else found

    def shown(self, name: str, over: str = "") -> str:
        """Write a measured value with its unit, or as a multiple of `over`."""
        found = self.value(name)
        if isinstance(found, str):
            return escape(found)
        if over:
            found /= self.value(over)
        unit = "times" if over or is_ratio(name) else unit_of(name)
        text = f"{number(found)} {unit}".strip()
        return f'<data value="{found:.5g}">{text}</data>'


def is_ratio(name: str) -> bool:
    """Tell whether a name is the name of a ratio."""
    return ".ratio" in name or ".jwt_to_session." in name


def unit_of(name: str) -> str:
    """Return the unit that a name ends with, or an empty string for a count."""
    leaf = name.rsplit(".", 1)[-1]
    if leaf.endswith("per_s"):
        return "requests a second"
    if leaf.endswith(("difference", "within")):
        return ""
    return UNITS.get(leaf.rsplit("_", 1)[-1], "")


def number(value: float) -> str:
    """Write a number with three digits, or with all of its whole digits."""
    if abs(value) >= 10 ** (DIGITS - 1) or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.{DIGITS}g}" if abs(value) >= 0.001 else f"{value:.1g}"  # noqa: PLR2004
