"""Load every server in the registry, and the same servers without authentication."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.figures import Rounds, Tree, figure, nest, ratios
from bench.load import commands_of, sample
from bench.plan import Plan, say
from bench.servers import (
    Running,
    Target,
    by_cookie,
    by_nothing,
    by_token,
    started,
)
from examples.servers.registry import SERVERS
from tests.redis_servers import RedisServer

BASELINES = {"session": "bare_session", "web": "bare_session"}
BASELINES |= {"jwt": "bare_jwt", "api": "bare_jwt"}
"""Each way, and the same app without authentication, which gives equal answers."""

COMPARED = ("requests_per_s", "cpu_us", "p50_ms", "request_bytes", "response_bytes")
ADDED = ("cpu_us", "request_bytes")

type Taken = dict[str, Rounds]


def measure(plan: Plan, folder: Path) -> Tree:
    """Load one server after the other in each round. The idle ones cost no time."""
    server = RedisServer(folder)
    server.start()
    taken: dict[str, Taken] = {}
    try:
        for framework in dict.fromkeys(name.partition("-")[0] for name in SERVERS):
            say(f"macro: starting the servers of {framework}")
            with targets(framework, server.url, folder) as found:
                taken[framework] = loaded(found, server, plan, framework)
    finally:
        server.stop()
    return {name: summed_up(one) for name, one in taken.items()}


@contextmanager
def targets(
    framework: str, redis_url: str, folder: Path
) -> Iterator[dict[str, Target]]:
    """Start a framework's servers, with and without authentication."""
    with ExitStack() as stack:

        def start(kind: str, *, bare: bool = False) -> Running:
            name = f"{framework}-{kind}"
            return stack.enter_context(started(name, redis_url, folder, bare=bare))

        hybrid = start("hybrid")
        yield {
            "bare_session": by_nothing(start("session", bare=True)),
            "session": by_cookie(start("session")),
            "web": by_cookie(hybrid, "/web"),
            "bare_jwt": by_nothing(start("jwt", bare=True)),
            "jwt": by_token(start("jwt")),
            "api": by_token(hybrid, "/api"),
        }


def loaded(
    found: dict[str, Target], server: RedisServer, plan: Plan, framework: str
) -> Taken:
    """Sample every target in each round, every second round in reverse order."""
    taken: Taken = {
        way: {"redis_commands": [commands_of(target, server.client)]}
        for way, target in found.items()
    }
    for number in range(plan.macro_rounds):
        say(f"macro: {framework}, round {number + 1} of {plan.macro_rounds}")
        ways = list(found)[:: -1 if number % 2 else 1]
        for way in ways:
            seen = sample(found[way], server.client, plan.macro_seconds)
            for name, value in seen.values().items():
                taken[way].setdefault(name, []).append(value)
    for way, target in found.items():
        taken[way]["rss_mib"] = [target.rss_mib()]
    return taken


def summed_up(taken: Taken) -> Tree:
    """Summarise each figure, and its ratio to the app without authentication."""
    flat: dict[str, object] = {}
    for way, rounds in taken.items():
        for name, values in rounds.items():
            flat[f"{way}.{name}"] = figure(values)
        for name in COMPARED if way in BASELINES else ():
            plain = taken[BASELINES[way]][name]
            flat[f"{way}.ratio.{name}"] = ratios(rounds[name], plain)
        for name in ADDED if way in BASELINES else ():
            flat[f"{way}.added.{name}"] = figure(added(taken, way, name))
    for name in COMPARED:
        of_jwt, of_session = taken["jwt"][name], taken["session"][name]
        flat[f"jwt_to_session.{name}"] = ratios(of_jwt, of_session)
    flat["jwt_to_session.added_request_bytes"] = ratios(
        added(taken, "jwt", "request_bytes"), added(taken, "session", "request_bytes")
    )
    return nest(flat)


def added(taken: Taken, way: str, name: str) -> list[float]:
    """Subtract the app without authentication, round by round."""
    plain = taken[BASELINES[way]][name]
    return [a - b for a, b in zip(taken[way][name], plain, strict=True)]
