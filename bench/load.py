"""Load one server with wrk, and measure what that costs the server and Redis."""

import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import redis

from bench.servers import Target

CONNECTIONS = 8
MOST_PER_SECOND = 20_000  # requests: more than any server here can answer
COUNTED_REQUESTS = 100
SCRIPT = Path(__file__).with_name("load.lua")
BENCH_COMMANDS = {"cmdstat_info", "cmdstat_config|resetstat"}
"""The commands of the measurement itself."""


@dataclass(frozen=True)
class Sample:
    """The figures of one load.

    Args:
        requests_per_s: answered requests per second.
        cpu_us: microseconds per request that the server's processes computed.
        redis_cpu_us: microseconds per request that Redis computed.
        p50_ms: milliseconds within which 50 % of the requests were answered.
        p95_ms: the same for 95 %.
        p99_ms: the same for 99 %.
        request_bytes: bytes of a request above TCP.
        response_bytes: bytes of a response above TCP.

    """

    requests_per_s: float
    cpu_us: float
    redis_cpu_us: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    request_bytes: float
    response_bytes: float

    def values(self) -> dict[str, float]:
        """Return the figures by their names."""
        return asdict(self)


def commands_of(target: Target, client: "redis.Redis") -> float:
    """Warm the target up, and count the Redis commands of one request to it.

    Raises:
        RuntimeError: The target refuses the request.

    """
    headers = dict(zip([target.header], target.values[:1], strict=False))
    with httpx.Client(base_url=target.url, headers=headers) as http:
        http.get(target.path)
        client.config_resetstat()
        for _ in range(COUNTED_REQUESTS):
            answer = http.get(target.path)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{target.url}{target.path}: {answer.text}")
    stats: dict[str, dict[str, int]] = client.info("commandstats")
    counts = [one["calls"] for name, one in stats.items() if name not in BENCH_COMMANDS]
    return sum(counts) / COUNTED_REQUESTS


def sample(
    target: Target,
    client: "redis.Redis",
    seconds: int,
    connections: int = CONNECTIONS,
) -> Sample:
    """Load one target, and measure the processor time that the load takes."""
    redis_before, cpu_before = redis_cpu(client), target.cpu_seconds()
    seen = wrk(target, seconds, connections)
    cpu, redis_after = target.cpu_seconds() - cpu_before, redis_cpu(client)
    count = seen["requests"]
    return Sample(
        requests_per_s=count / seen["seconds"],
        cpu_us=cpu / count * 1e6,
        redis_cpu_us=(redis_after - redis_before) / count * 1e6,
        p50_ms=seen["p50"],
        p95_ms=seen["p95"],
        p99_ms=seen["p99"],
        request_bytes=seen["request_bytes"],
        response_bytes=round(seen["bytes"] / count),
    )


def wrk(target: Target, seconds: int, connections: int) -> dict[str, Any]:
    """Load one target, and return what wrk measured.

    Raises:
        RuntimeError: A request failed or was refused, so the figures are worthless.

    """
    limit = MOST_PER_SECOND * seconds
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(SCRIPT)]
    arguments = ["--", str(limit), target.path, target.header, *target.values]
    run = subprocess.run(
        [*command, target.url, *arguments], capture_output=True, text=True, check=True
    )
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    if seen["failed"] or seen["refused"] or seen["requests"] >= limit:
        raise RuntimeError(f"{target.url}{target.path} failed under load: {seen}")
    return seen


def redis_cpu(client: "redis.Redis") -> float:
    info: dict[str, float] = client.info("cpu")
    return info["used_cpu_user"] + info["used_cpu_sys"]
