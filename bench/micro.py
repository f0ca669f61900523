"""Time single operations: signatures, look-ups and the rotation of refresh tokens."""

import json
import subprocess
import sys
from pathlib import Path

from bench.figures import Rounds, Tree, figure, nest, ratios
from bench.plan import Plan, say
from tests.redis_servers import RedisServer

BASELINE = "session.redis_tcp"
"""The look-up of a session in Redis over TCP, which the others are divided by."""


def measure(plan: Plan, folder: Path) -> Tree:
    """Time every operation in each round, so that the machine's drift affects all."""
    socket = folder / "redis.sock"
    server = RedisServer(folder, "--unixsocket", str(socket))
    server.start()
    taken: Rounds = {}
    try:
        for number in range(plan.micro_rounds):
            say(f"micro: round {number + 1} of {plan.micro_rounds}")
            found = one_round(server.url, f"unix://{socket}", plan.micro_seconds)
            for name, value in found.items():
                taken.setdefault(name, []).append(value)
    finally:
        server.stop()
    return summed_up(taken)


def one_round(tcp: str, unix: str, seconds: float) -> dict[str, float]:
    """Time everything in a new process.

    Raises:
        RuntimeError: The process failed. The message holds its error output.

    """
    command = [sys.executable, "-m", "bench.micro_worker"]
    run = subprocess.run(
        [*command, tcp, unix, str(seconds)], capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(f"The operations could not be timed: {run.stderr}")
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def summed_up(taken: Rounds) -> Tree:
    """Summarise microseconds, and the ratio to a session look-up in Redis."""
    found: dict[str, object] = {}
    for name, values in taken.items():
        found[f"{name}.us"] = figure(values)
        found[f"{name}.ratio"] = ratios(values, taken[BASELINE])
    return nest(found)
