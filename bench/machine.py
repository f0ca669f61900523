"""Describe the machine and the versions of a run, without host names or paths."""

import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.figures import Tree

PACKAGES = (
    *("authlib", "cryptography", "django", "fastapi", "flask", "gunicorn"),
    *("itsdangerous", "joserfc", "pyjwt", "pyperf", "redis", "uvicorn"),
)


def machine() -> Tree:
    """Describe the parts of the machine that its speed depends on."""
    found = re.search(r"^model name\s*: (.+)$", cpu_info(), re.M)
    return {
        "cpu": found[1] if found else platform.machine(),
        "cores": psutil.cpu_count() or 1,
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def cpu_info() -> str:
    path = Path("/proc/cpuinfo")
    return path.read_text() if path.exists() else ""


def versions() -> dict[str, str]:
    """Return the version of every package and program in the measurement."""
    found = {name: version(name) for name in PACKAGES}
    found["python"] = platform.python_version()
    found["redis-server"] = first_version("redis-server", "--version")
    found["wrk"] = first_version("wrk", "--version")
    return dict(sorted(found.items()))


def first_version(*command: str) -> str:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", run.stdout + run.stderr)
    return found[0] if found else "unknown"
