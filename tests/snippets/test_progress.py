"""The set-up's progress, from logs as pip and npm write them."""

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "snippets" / "progress.sh"


def told(log: str, total: int) -> list[str]:
    command = ["sh", str(SCRIPT), "packages", str(total)]
    run = subprocess.run(command, input=log, capture_output=True, text=True, check=True)
    return [line.strip() for line in run.stdout.splitlines()]


def test_every_tenth_package_is_counted() -> None:
    log = "Collecting a==1\n  Downloading a-1.whl (5.3 kB)\n" * 12
    log += "Processing /wheels/b-1.whl (from -r x.lock (line 1))\n" * 9
    log += "Installing collected packages: a, b\nSuccessfully installed a-1 b-1\n"
    assert told(log, 21) == [
        "packages: 10 of 21",
        "packages: 20 of 21",
        "packages: 21 of 21 downloaded, now installing",
        "packages: 21 of 21 are ready",
    ]


def test_a_large_download_is_named_with_its_size() -> None:
    log = "Collecting d==6\n  Downloading d-6-py3-none-any.whl (8.4 MB)\n"
    log += "Collecting e==1\n  Downloading https://h/e-1.whl (4.9 MB)\n"
    assert told(log, 2) == ["packages: 1 of 2, downloading d (8.4 MB)"]


def test_packages_of_npm_are_counted_without_a_total() -> None:
    fetched = "npm http fetch GET 200 https://h/x/-/x-1.tgz 17ms (cache updated)\n"
    facts = "npm http fetch GET 200 https://h/x 3ms (cache hit)\n"
    log = "npm warn old\n" + (facts + fetched) * 11 + "\nadded 11 packages in 5s\n"
    assert told(log, 0) == ["packages: 10", "added 11 packages in 5s"]


def test_an_error_is_shown_with_all_lines_that_follow() -> None:
    log = "WARNING: x\nERROR: THESE PACKAGES DO NOT MATCH\n    d from y:\n"
    assert told(log, 1) == ["ERROR: THESE PACKAGES DO NOT MATCH", "d from y:"]
