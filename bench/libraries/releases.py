"""Read when each release was published, and which advisories are known."""

import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from examples.libraries.catalogue import LIBRARIES

ADVISORIES = Path(__file__).with_name("advisories.json")
PACKAGE = re.compile(r'^name = "([^"]+)"$', re.M)
UPLOADED = re.compile(r'upload-time = "(\d{4}-\d\d-\d\d)')


def read(last: dict[str, Any]) -> dict[str, Any]:
    """Return date and advisories of each package; keep old dates without a network.

    Args:
        last: what the last run found.

    """
    packages = {one.package: version(one.package) for one in LIBRARIES}
    dates = uploaded(packages)
    advisories = json.loads(ADVISORIES.read_text(encoding="utf-8"))
    found = {}
    for package, number in sorted(packages.items()):
        before = last.get(package, {})
        kept = before.get("date") if before.get("version") == number else None
        found[package] = {
            "version": number,
            "date": dates.get(package) or kept,
            "advisories": advisories.get(package, []),
        }
    return found


def uploaded(packages: dict[str, str]) -> dict[str, str]:
    """Let uv lock these versions: its lock file says when they were uploaded."""
    lines = ",\n".join(f'  "{name}=={number}"' for name, number in packages.items())
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "pyproject.toml")
        project.write_text(
            '[project]\nname = "dates"\nversion = "0"\n'
            f'requires-python = ">=3.13"\ndependencies = [\n{lines}\n]\n'
        )
        run = subprocess.run(
            ["uv", "lock", "--quiet", "--project", folder], capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        if run.returncode:
            print(
                f"The dates of the releases stay: {run.stderr[-300:]}", file=sys.stderr
            )
            return {}
        blocks = Path(folder, "uv.lock").read_text().split("[[package]]")
    found = {}
    for block in blocks:
        name, times = PACKAGE.search(block), UPLOADED.findall(block)
        if name and times:
            found[name[1]] = min(times)
    return found
