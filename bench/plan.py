"""Decide how much a run measures: everything, or quickly during development."""

import time
from dataclasses import dataclass

BEGAN = time.monotonic()


@dataclass(frozen=True)
class Plan:
    """The counts and times of one run.

    Args:
        quick: whether the figures are rough, which the page then says.
        micro_rounds: the number of processes that time every operation.
        micro_seconds: seconds for one value of one operation.
        macro_rounds: how often each server is loaded.
        macro_seconds: whole seconds of one load.
        latency_rounds: how often each server is loaded at each latency.
        store_sizes: the numbers of entries at which memory is measured.

    """

    quick: bool
    micro_rounds: int
    micro_seconds: float
    macro_rounds: int
    macro_seconds: int
    latency_rounds: int
    store_sizes: tuple[int, ...]


FULL = Plan(
    quick=False,
    micro_rounds=7,
    micro_seconds=0.05,
    macro_rounds=5,
    macro_seconds=2,
    latency_rounds=3,
    store_sizes=(1_000, 10_000, 100_000, 1_000_000),
)
QUICK = Plan(
    quick=True,
    micro_rounds=1,
    micro_seconds=0.01,
    macro_rounds=1,
    macro_seconds=1,
    latency_rounds=1,
    store_sizes=(1_000, 10_000),
)


def say(sentence: str) -> None:
    """Print the progress with the seconds since the start."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {sentence}", flush=True)
