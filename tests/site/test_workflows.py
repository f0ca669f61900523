"""The workflows run only verbs that the Makefile has, and files that exist."""

import os
import re
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))


def steps(path: Path) -> list[str]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return [
        step["run"] for job in jobs.values() for step in job["steps"] if "run" in step
    ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_step_can_run(path: Path) -> None:
    verbs = re.findall(r"^([\w-]+):", (CHECKOUT / "Makefile").read_text(), flags=re.M)
    for step in steps(path):
        for verb in re.findall(r"\bmake ([\w-]+)", step):
            assert verb in verbs
        for script in re.findall(r"^\.ci/\S+", step):
            assert os.access(CHECKOUT / script, os.X_OK)


def test_the_tests_run_before_the_site_is_published() -> None:
    [publish] = [path for path in WORKFLOWS if path.name == "publish.yml"]
    commands = steps(publish)
    assert commands.index(".ci/run") < commands.index("make build")
