"""The suite finds the known holes of old releases, and a broken control says so."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "build/libraries-old-venv/bin/python"
HOLES = {
    ("authlib", "alg-none"): "Accepted: none",  # CVE-2026-28802
    ("pyjwt", "unknown-crit"): "Accepted",  # CVE-2026-32597
    ("pyjwt", "empty-secret"): "Accepted, with a warning",
    ("python-jose", "mixed-list"): "Accepted as DER and SSH",  # CVE-2024-33663
    ("joserfc", "empty-secret"): "Accepted, with a warning",  # GHSA-gg9x-qcx2-xmrh
    ("joserfc", "mixed-list"): "Accepted in every form",
    ("starlette", "absolute-timeout"): "No end within 400 days",
}
"""Words of the cells that newer releases do not have."""


def attacked(python: Path | str, name: str, *attacks: str) -> dict[str, Any]:
    command = [str(python), "-m", "bench.libraries.worker", name, "quick-start"]
    run = subprocess.run(
        [*command, "HS256", "--attacks", ",".join(attacks)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout)["cells"]
    return found


@pytest.mark.parametrize("name", sorted({name for name, _ in HOLES}))
def test_known_holes_are_found(name: str) -> None:
    wanted = {attack: words for (n, attack), words in HOLES.items() if n == name}
    cells = attacked(PYTHON, name, *wanted)
    assert {attack: cell["words"] for attack, cell in cells.items()} == wanted
    assert all(cell["outcome"] in ("breach", "caution") for cell in cells.values())


def test_the_new_releases_have_none_of_them() -> None:
    data = json.loads((ROOT / "docs/data/libraries.json").read_text("utf-8"))
    rows = {
        row["name"]: row["settings"]["quick-start"]["cells"] for row in data["rows"]
    }
    for (name, attack), words in HOLES.items():
        assert rows[name][attack]["words"] != words
