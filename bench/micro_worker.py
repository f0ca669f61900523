"""Time each operation once. `micro.py` starts this in a new process per round."""

import json
import sys
import time
from collections.abc import Callable

import pyperf  # type: ignore[import-untyped]

from bench import looking_up, signing


def loops_for(operation: Callable[[], object], seconds: float) -> int:
    """Find how many calls take about this many seconds."""
    loops = 1
    while True:
        began = time.perf_counter()
        for _ in range(loops):
            operation()
        if (took := time.perf_counter() - began) > seconds / 10:
            return max(1, round(loops * seconds / took))
        loops *= 4


def main(tcp: str, unix: str, seconds: str) -> None:
    """Print the least of three values of each operation in microseconds, as JSON.

    Args:
        tcp: the address of Redis over TCP.
        unix: the address of the same Redis over a Unix socket.
        seconds: the time for one value of one operation.

    """
    runner = pyperf.Runner(values=3, warmups=1)
    # As a worker, pyperf times everything in this process.
    args = runner.parse_args(["--worker", "--loops", "1", "--quiet"])
    found = {}
    everything = [*signing.operations(), *looking_up.operations(tcp, unix)]
    for name, operation in everything:
        args.loops = loops_for(operation, float(seconds))
        timed = runner.bench_func(name, operation)
        found[name] = min(timed.get_values()) * 1e6
    # pyperf has printed a line for each operation, so the JSON is the last line.
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
