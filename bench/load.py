"""Puts one server under load with wrk, and takes what that costs on every side."""

import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import redis

from bench.servers import Target

CONNECTIONS = 8
MOST_A_SECOND = 20_000  # requests: more than any server here can answer
COUNTED = 100  # requests
SCRIPT = Path(__file__).with_name("load.lua")
OUR_OWN = {"cmdstat_info", "cmdstat_config|resetstat"}


@dataclass(frozen=True)
class Sample:
    """What one second or more of load has shown.

    Args:
        requests_per_s: answered.
        cpu_us: processor time of the server's processes, microseconds a request.
        redis_cpu_us: processor time of Redis, microseconds a request.
        p50_ms: the latency that half of the requests did not exceed, milliseconds.
        p95_ms: the same for 95 of 100.
        p99_ms: the same for 99 of 100.
        request_bytes: on the wire, above TCP.
        response_bytes: likewise.

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
        """Give each by its name."""
        return asdict(self)


def commands_of(target: Target, client: "redis.Redis") -> float:
    """Warm the target up, and count the Redis commands of one request to it.

    Raises:
        RuntimeError: the target refuses the request that is to be measured.

    """
    headers = dict(zip([target.header], target.values[:1], strict=False))
    with httpx.Client(base_url=target.url, headers=headers) as http:
        http.get(target.path)
        client.config_resetstat()
        for _ in range(COUNTED):
            answer = http.get(target.path)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{target.url}{target.path}: {answer.text}")
    stats: dict[str, dict[str, int]] = client.info("commandstats")
    calls = sum(one["calls"] for name, one in stats.items() if name not in OUR_OWN)
    return calls / COUNTED


def sample(
    target: Target,
    client: "redis.Redis",
    seconds: int,
    connections: int = CONNECTIONS,
) -> Sample:
    """Load the target alone and take the differences that this makes."""
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
    """Load the target; wrk measures on its side.

    Raises:
        RuntimeError: a request failed or was refused, so that nothing was measured.

    """
    limit = MOST_A_SECOND * seconds
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
