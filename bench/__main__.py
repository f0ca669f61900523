"""Measure everything that the performance page shows: `make bench` (`QUICK=1`)."""

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import latency, macro, memory, micro, scale
from bench.compare import agreement
from bench.figures import Tree
from bench.machine import machine, versions
from bench.plan import FULL, QUICK, Plan, say

ROOT = Path(__file__).parents[1]
DATA = ROOT / "docs" / "data" / "performance.json"


def measured(plan: Plan) -> Tree:
    """Run the parts one after the other, so that none disturbs another."""
    parts: Tree = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts["scale"] = scale.measure()
        parts["micro"] = micro.measure(plan, folder)
        parts["macro"] = macro.measure(plan, folder)
        parts["latency"] = latency.measure(plan, folder)
        parts["memory"] = memory.measure(plan, folder)
    return parts


def main() -> None:
    """Write the data file. A full run is also compared with the previous one."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    plan = QUICK if parser.parse_args().quick else FULL
    began, when = time.monotonic(), datetime.now(UTC)
    found: Tree = {
        "$schema": "performance.schema.json",
        "quick": plan.quick,
        "date": when.isoformat(timespec="seconds"),
        "command": f"make bench{' QUICK=1' if plan.quick else ''}",
        "machine": machine(),
        "versions": versions(),
    }
    found |= measured(plan)
    found["seconds"] = round(time.monotonic() - began)
    earlier = json.loads(DATA.read_text()) if DATA.exists() else {}
    if not plan.quick and earlier.get("quick") is False:
        found["earlier"] = agreement(earlier, found)
    DATA.parent.mkdir(parents=True, exist_ok=True)
    DATA.write_text(json.dumps(found, indent=1) + "\n")
    say(f"wrote {DATA.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
