"""Attack all libraries in both settings, and write what came of it.

`python -m bench.libraries` writes docs/data/libraries.json and prints each cell that
differs from the last run. It takes at most ten minutes on two cores.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.libraries import releases
from bench.libraries.attacks import ATTACKS
from bench.libraries.requirements import REQUIREMENTS
from examples.libraries.catalogue import ENTRIES, SETTINGS, Entry

ROOT = Path(__file__).parents[2]
DATA = ROOT / "docs" / "data" / "libraries.json"
WITHHELD = {
    ("starsessions", "invented-id"): "",
    ("starsessions", "slow-read"): "",
    ("starsessions", "slow-write"): "",
    ("starsessions-cookie", "slow-read"): "",
    ("starsessions-cookie", "slow-write"): "",
    ("allauth-jwt", "two-refreshes"): "",
    ("allauth-jwt", "eight-refreshes"): "",
    ("authlib", "mixed-list"): "Accepted in one form",
}
"""Maps the weaknesses for which no issue, advisory or documentation was found to words
without a recipe, where those of the attack have one. The data has their effect alone.
Remove an entry when its maintainers have answered."""
MEASURED = ("bytes", "cpu")
"""Attacks whose cells are figures, which may differ a little at each run."""


def main() -> None:
    """Run, compare and write."""
    parser = argparse.ArgumentParser(prog="bench.libraries", description=__doc__)
    parser.add_argument(
        "--only", default="", help="run these entries again, and keep the others"
    )
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    last = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else None
    wanted = given.only.split(",") if given.only else [one.name for one in ENTRIES]
    entries = [one for one in ENTRIES if one.name in wanted]
    start = time.monotonic()
    found = run_all(entries)
    data = assemble(entries, found, round(time.monotonic() - start))
    if given.only and last:
        made = {row["name"]: row for row in data["rows"]}
        rows = [made.get(row["name"], row) for row in last["rows"]]
        data |= {"rows": rows, "seconds": last["seconds"]}
    data["releases"] = releases.read(last["releases"] if last else {})
    given.out.write_text(
        json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"==> wrote {given.out.name} after {data['seconds']} seconds")
    lines = list(changes(last, data)) if last else []
    print(f"==> {len(lines)} cells differ from the last run", *lines, sep="\n")
    broken = [c for c in every_cell(data) if c[3]["outcome"] == "broken"]
    for row, setting, name, cell in broken:
        print(f"BROKEN {row} {setting} {name}: {cell['words']}", file=sys.stderr)
    sys.exit(1 if broken else 0)


def run_all(entries: list[Entry]) -> dict[tuple[str, str], dict[str, Any]]:
    """Run a process for each entry, setting and algorithm, two at a time."""
    jobs = [
        (entry.name, setting, algorithm)
        for entry in entries
        for setting in entry.settings
        for algorithm in entry.algorithms or ("HS256",)
    ]
    # The longest first, so that none is left over at the end.
    jobs.sort(key=lambda job: ("django" not in job[0], "jwt" not in job[0]))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with ThreadPoolExecutor(2) as pool:
        for count, (job, made) in enumerate(pool.map(run_one, jobs), start=1):
            print(f"    {count} of {len(jobs)}: {' '.join(job)}", flush=True)
            whole = found.setdefault(job[:2], made)
            for name, cell in made["cells"].items():
                if whole["cells"].get(name, cell)["outcome"] in ("none", "broken"):
                    whole["cells"][name] = cell
                whole["cells"].setdefault(name, cell)
    return found


def run_one(job: tuple[str, str, str]) -> tuple[tuple[str, str, str], dict[str, Any]]:
    """Run one process.

    Raises:
        RuntimeError: it did not end well; the message has its last lines.

    """
    command = [sys.executable, "-m", "bench.libraries.worker", *job]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=400, env=environment,
        check=False,
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(f"{' '.join(job)} failed:\n{run.stderr[-2000:]}")
    return job, json.loads(run.stdout)


def assemble(
    entries: list[Entry], found: Mapping[tuple[str, str], Any], seconds: int
) -> dict[str, Any]:
    """Return the data file: the attacks, the requirements and a row for each entry."""
    order = [one.name for one in ATTACKS]
    rows = []
    for (name, attack), words in WITHHELD.items():
        for setting in SETTINGS:
            cells = found.get((name, setting), {"cells": {}})["cells"]
            if cells.get(attack, {}).get("outcome") in ("breach", "caution"):
                cells[attack] |= {"evidence": [], "withheld": True}
                cells[attack]["words"] = words or cells[attack]["words"]
    for entry in entries:
        made = {setting: found[entry.name, setting] for setting in entry.settings}
        first = next(iter(made.values()))
        rows.append({
            "name": entry.name,
            "title": entry.title,
            "framework": entry.framework,
            "kind": entry.kind,
            "page": entry.page,
            "package": entry.package,
            "version": first["version"],
            "settings": {
                setting: {
                    "text": one["setting"],
                    "cells": {n: one["cells"][n] for n in order if n in one["cells"]},
                }
                for setting, one in made.items()
            },
        })  # fmt: skip
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "make libraries",
        "seconds": seconds,
        "python": sys.version.split()[0],
        "attacks": [
            {"name": a.name, "group": a.group, "title": a.title, "question": a.question}
            for a in ATTACKS
        ],
        "requirements": [dict(one) for one in REQUIREMENTS],
        "rows": rows,
    }


def every_cell(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield each cell with its row, its setting and its attack."""
    for row in data["rows"]:
        for setting, part in row["settings"].items():
            for name, cell in part["cells"].items():
                yield row["name"], setting, name, cell


def changes(last: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    """Write a line for each version and cell that differs; figures may vary."""
    versions = {row["name"]: row["version"] for row in last["rows"]}
    for row in data["rows"]:
        before = versions.get(row["name"])
        if before != row["version"]:
            yield f"  {row['title']}: version {before} → {row['version']}"
    cells = {key[:3]: key[3] for key in every_cell(last)}
    for row, setting, name, cell in every_cell(data):
        before = cells.get((row, setting, name))
        if name in MEASURED and before:
            continue
        was = f"{before['outcome']}, {before['words']}" if before else "not there"
        now = f"{cell['outcome']}, {cell['words']}"
        if was != now:
            yield f"  {row} ({setting}) {name}: {was} → {now}"


if __name__ == "__main__":
    main()
