"""Summarise measurements as medians with a range, nested by dotted names."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import TypedDict


class Figure(TypedDict):
    """The median of several rounds, with the lowest and the highest value."""

    median: float
    low: float
    high: float


type Tree = dict[str, object]
type Rounds = dict[str, list[float]]


def figure(values: Iterable[float]) -> Figure:
    """Summarise one value per round."""
    taken = sorted(values)
    return Figure(
        median=rounded(median(taken)), low=rounded(taken[0]), high=rounded(taken[-1])
    )


def ratios(above: Iterable[float], below: Iterable[float]) -> Figure:
    """Divide two series round by round, so that the machine's drift cancels out."""
    return figure(a / b for a, b in zip(above, below, strict=True))


def rounded(value: float) -> float:
    """Keep five digits, because further ones are noise."""
    return float(f"{value:.5g}")


def nest(flat: Mapping[str, object]) -> Tree:
    """Turn `{"a.b": 1}` into `{"a": {"b": 1}}`."""
    tree: Tree = {}
    for name, value in flat.items():
        *folders, leaf = name.split(".")
        place = tree
        for folder in folders:
            below = place.setdefault(folder, {})
            assert isinstance(below, dict)
            place = below
        place[leaf] = value
    return tree


def leaves(tree: object, name: str = "") -> Iterator[tuple[str, Figure]]:
    """Find every figure in the tree, with its dotted name."""
    if isinstance(tree, dict) and tree.keys() == Figure.__annotations__.keys():
        yield name, Figure(**tree)  # type: ignore[typeddict-item]
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{name}.{key}".lstrip("."))
