"""Compare two runs: `python -m bench.compare ONE.json TWO.json`."""

import json
import sys
from pathlib import Path
from statistics import median

from bench.figures import Tree, leaves, rounded


def ratios_of(run: Tree) -> dict[str, float]:
    """Collect the ratios of a run by name. Only ratios compare across machines."""
    return {
        name: one["median"]
        for name, one in leaves(run)
        if ".ratio" in name or ".jwt_to_session." in name
    }


def differences(one: Tree, two: Tree) -> dict[str, float]:
    """Calculate how much each ratio changed, as a share of the smaller value."""
    first, second = ratios_of(one), ratios_of(two)
    return {
        name: max(first[name], second[name]) / min(first[name], second[name]) - 1
        for name in first.keys() & second.keys()
    }


def agreement(earlier: Tree, now: Tree) -> Tree:
    """Summarise how closely the ratios of a run match those of an earlier one."""
    found = differences(earlier, now)
    order = sorted(found.values())
    return {
        "date": earlier["date"],
        "ratios": len(order),
        "median_difference": rounded(median(order)),
        "nine_of_ten_within": rounded(order[len(order) * 9 // 10]),
        "largest_difference": rounded(order[-1]),
        "largest_in": max(found, key=lambda name: found[name]),
    }


def main(one: str, two: str) -> None:
    """Print the difference of each ratio, the largest last."""
    runs = [json.loads(Path(name).read_text()) for name in (one, two)]
    for name, part in sorted(differences(*runs).items(), key=lambda item: item[1]):
        print(f"{part:8.1%}  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
