"""Print, for the tests in Node, what Python decides and calculates: as JSON."""

import json
import sys
from dataclasses import asdict
from itertools import product
from pathlib import Path
from random import Random

from examples.chooser.decide import decide
from examples.chooser.rules import PROFILES, QUESTIONS
from examples.chooser.types import Strength
from examples.costs.cost_model import Workload, estimate
from snippets.chooser import Table
from snippets.cost_form import MEASURES, costs_of, shown
from snippets.measured import Measured
from tests.examples.chooser.test_decide import answers_to

ROOT = Path(__file__).parents[4]
NEED, PREFER = Strength.NEED, Strength.PREFER
RANGES = {"users": 1e6, "requests_per_s": 1e4, "services": 20, "permissions": 50}


ROWS: tuple[dict[str, Strength], ...] = (
    {},
    {"both": NEED},
    {"simple": NEED},
    {"web": PREFER},
)
"""What only the rows of the matrix can say."""


def outcomes() -> None:
    """Print the outcome of every combination of answers."""
    codes = {profile.outcome: profile.code for profile in PROFILES}
    options = [*(list(answers_to(question)) for question in QUESTIONS), ROWS]
    found = []
    for said in product(*options):
        given = {code: how for one in said for code, how in one.items()}
        found.append(codes[decide(given)])
    print(json.dumps({"options": options, "outcomes": found}))


def main() -> None:
    """Print the table, and what each way costs at several loads."""
    random, costs = Random(1), costs_of(Measured(ROOT))
    loads = [Workload()]
    for _ in range(50):
        given = {name: round(random.uniform(0, top)) for name, top in RANGES.items()}
        loads.append(Workload(**given, token_lifetime_s=random.randint(1, 10_000)))
    found = {
        "table": Table(ROOT, "choose/").data(),
        "loads": [asdict(load) | asdict(costs) for load in loads],
        "estimates": [estimate(load, costs) for load in loads],
        "shown": [
            {
                way: {name: shown(name, value[name]) for name in MEASURES}
                for way, value in estimate(load, costs).items()
            }
            for load in loads
        ],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    outcomes() if "outcomes" in sys.argv else main()
