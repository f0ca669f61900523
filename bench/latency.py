"""Measure what distance to Redis costs each way, with a proxy that delays answers."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.figures import Rounds, Tree, figure, nest
from bench.load import commands_of, sample
from bench.plan import Plan, say
from bench.proxy import slow_proxy
from bench.servers import Target, by_cookie, by_token, started
from examples.auth.sessions import Sessions
from examples.servers.registry import SERVERS
from examples.stores.redis import RedisStore, connect
from tests.redis_servers import RedisServer

DELAYS = {"near": 0.0, "half": 0.0005, "two": 0.002}
"""Seconds that the proxy adds to each round trip to Redis."""

KEPT = ("requests_per_s", "p50_ms", "p95_ms", "cpu_us")


def measure(plan: Plan, folder: Path) -> Tree:
    """Load the servers of the first framework with Redis at each distance.

    The load uses one connection, so a request waits for Redis and not for others.
    """
    framework = next(iter(SERVERS)).partition("-")[0]
    redis_server = RedisServer(folder)
    redis_server.start()
    taken: Rounds = {}
    with ExitStack() as stack:
        stack.callback(redis_server.stop)
        proxy = stack.enter_context(slow_proxy(redis_server.port))
        url = f"redis://127.0.0.1:{proxy.port}"
        found = start_servers(framework, url, folder, stack)
        for target in found.values():
            commands_of(target, redis_server.client)
        for number in range(plan.latency_rounds):
            say(f"latency: round {number + 1} of {plan.latency_rounds}")
            for name, proxy.delay in DELAYS.items():
                seen = distance(url)
                for way, target in found.items():
                    one = sample(target, redis_server.client, plan.macro_seconds, 1)
                    seen |= {f"{way}.{kept}": one.values()[kept] for kept in KEPT}
                for leaf, value in seen.items():
                    taken.setdefault(f"{name}.{leaf}", []).append(value)
    flat: dict[str, object] = {"framework": framework}
    flat |= {name: figure(values) for name, values in taken.items()}
    flat |= {f"{name}.added_ms": delay * 1000 for name, delay in DELAYS.items()}
    return nest(flat)


def start_servers(
    framework: str, url: str, folder: Path, stack: ExitStack
) -> dict[str, Target]:
    """Start one server of each kind, with this Redis."""
    servers = {
        kind: stack.enter_context(started(f"{framework}-{kind}", url, folder))
        for kind in ("session", "jwt", "hybrid")
    }
    return {
        "session": by_cookie(servers["session"]),
        "jwt": by_token(servers["jwt"]),
        "api": by_token(servers["hybrid"], "/api"),
    }


def distance(url: str) -> dict[str, float]:
    """Time a real round trip to Redis, and the look-up of a session."""
    client = connect(url)
    store = RedisStore(lambda: client)
    sessions = Sessions(store)
    session_id = sessions.start("alice")
    seen = {
        "round_trip_ms": milliseconds(client.ping),
        "lookup_ms": milliseconds(lambda: sessions.find(session_id)),
    }
    store.close()
    return seen


def milliseconds(operation: Callable[[], object], calls: int = 100) -> float:
    """Return the median time of one call."""
    times = []
    for _ in range(calls):
        began = time.perf_counter()
        operation()
        times.append(time.perf_counter() - began)
    return median(times) * 1000
