"""Times each operation once, in a fresh process: started by micro.py for each round."""

import json
import sys
import time
from collections.abc import Callable

import pyperf  # type: ignore[import-untyped]

from bench import looking_up, signing


def loops_for(operation: Callable[[], object], seconds: float) -> int:
    """Find how often to call it for about this time."""
    loops = 1
    while True:
        began = time.perf_counter()
        for _ in range(loops):
            operation()
        if (took := time.perf_counter() - began) > seconds / 10:
            return max(1, round(loops * seconds / took))
        loops *= 4


def main(tcp: str, unix: str, seconds: str) -> None:
    """Print the least of three values of each operation in microseconds, as JSON."""
    runner = pyperf.Runner(values=3, warmups=1)
    # In its worker mode pyperf times everything in this one process.
    args = runner.parse_args(["--worker", "--loops", "1", "--quiet"])
    found = {}
    everything = [*signing.operations(), *looking_up.operations(tcp, unix)]
    for name, operation in everything:
        args.loops = loops_for(operation, float(seconds))
        timed = runner.bench_func(name, operation)
        found[name] = min(timed.get_values()) * 1e6
    # The last line: pyperf has printed one for each operation.
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
