"""Measure what grows: tokens with permissions, and denylists with revocations."""

import random
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, override

import jwt
import redis

from bench.figures import Tree, nest, rounded
from bench.plan import say
from bench.signing import Pair, claims, pairs
from examples.auth.clock import ManualClock
from examples.auth.refresh import RefreshTokens
from examples.auth.revocation import Denylist
from examples.auth.sessions import Sessions
from examples.auth.tokens import TYPE, Claims
from examples.stores.memory import MemoryStore
from examples.stores.redis import RedisStore
from tests.redis_servers import RedisServer

LIMITS = {"header": 8192, "cookie": 4096}
"""Bytes that common servers accept in one header, and browsers keep in one cookie."""

PREFIXES = {"header": "Authorization: Bearer ", "cookie": "__Host-token="}
STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 150, 200)
SIMULATED = ((60, 900), (600, 900), (3600, 900), (600, 300), (600, 3600), (36000, 900))
"""Pairs of log-outs per hour and the lifetime of a token in seconds."""

USERS, REQUESTS, REFRESHES, LOG_OUTS = 100, 20, 2, 30


def measure() -> Tree:
    """Measure everything. No figure depends on the speed of the machine."""
    flat: dict[str, object] = {}
    say("scale: token sizes")
    for pair in pairs():
        flat |= {f"tokens.{name}": value for name, value in sizes(pair).items()}
    named = permissions(STEPS[-1])
    # In JSON, each permission has two quotes and a comma.
    flat["permission_bytes"] = rounded(sum(len(one) + 3 for one in named) / STEPS[-1])
    flat |= {f"limits.{name}_bytes": limit for name, limit in LIMITS.items()}
    flat["steps.some"], flat["steps.many"] = STEPS[4], STEPS[7]
    say("scale: denylist")
    for rate, lifetime in SIMULATED:
        name = f"denylist.{rate}_an_hour_{lifetime}_s"
        flat[f"{name}.an_hour"], flat[f"{name}.lifetime_s"] = rate, lifetime
        flat[f"{name}.entries"] = rounded(living_entries(rate, lifetime))
    flat["in_process.session_bytes"] = rounded(in_process())
    with tempfile.TemporaryDirectory() as folder:
        flat |= traffic(Path(folder))
    return nest(flat)


def permissions(count: int) -> list[str]:
    """Make this many names of permissions, as an application would name them."""
    areas = ("orders", "invoice", "clients", "reports", "members", "setting")
    verbs = ("read", "edit", "drop", "sign")
    names = [f"{area}:{verb}" for area in areas for verb in verbs]
    return [f"{names[n % len(names)]}:{100 + n // len(names)}" for n in range(count)]


def sizes(pair: Pair) -> dict[str, object]:
    """Measure tokens by their number of permissions, and find what fits the limits."""
    name = pair.algorithm.lower()
    found: dict[str, object] = {
        f"{name}.with_{count}": len(token(pair, count)) for count in STEPS
    }
    for place, limit in LIMITS.items():
        room = limit - len(PREFIXES[place])
        found[f"{name}.fit_{place}"] = most_permissions(pair, room)
    return found


def token(pair: Pair, count: int) -> str:
    """Sign an access token as the servers do, with this many permissions."""
    given = claims() | {"sid": "0" * 64}
    if count:
        given["permissions"] = permissions(count)
    headers = {"typ": TYPE, "kid": "0" * 11}
    return jwt.encode(given, pair.private, pair.algorithm, headers)


def most_permissions(pair: Pair, room: int) -> int:
    """Find the largest number of permissions whose token fits into `room` bytes."""
    low, high = 0, 4096
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(token(pair, middle)) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def living_entries(an_hour: int, lifetime: int) -> float:
    """Revoke tokens of every age for four lifetimes, and average the list's length."""
    clock, chance = ManualClock(1_800_000_000), random.Random(1)
    store = MemoryStore(clock)
    denylist, pause, counts = Denylist(store, clock), 3600 / an_hour, []
    for number in range(max(40, round(4 * lifetime / pause))):
        clock.advance(seconds=pause)
        exp = clock() + chance.random() * lifetime
        revoked: Claims = {"iss": "i", "jti": str(number), "exp": exp}
        denylist.revoke(revoked)
        counts.append(len(store))
    later = counts[len(counts) // 4 :]
    return sum(later) / len(later)


def in_process() -> float:
    """Return the bytes of one session in the server's own memory."""
    sessions, count = Sessions(MemoryStore()), 10_000
    tracemalloc.start()
    for number in range(count):
        sessions.start(f"user-{number:07}")
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return taken / count


class CountingRedis(redis.Redis):
    """A client that counts the commands that it sends. A script counts as one."""

    sent = 0

    @override
    def execute_command(self, *args: Any, **options: Any) -> Any:
        CountingRedis.sent += 1
        return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]


def counted(work: Callable[[], object]) -> int:
    """Return how many commands the work sends."""
    before = CountingRedis.sent
    work()
    return CountingRedis.sent - before


def traffic(folder: Path) -> dict[str, object]:
    """Count the commands of each step, and those of many users."""
    say("scale: commands")
    server = RedisServer(folder)
    server.start()
    client = CountingRedis(port=server.port, decode_responses=True)
    store = RedisStore(lambda: client)
    try:
        found = {f"commands.{k}": v for k, v in step_commands(store).items()}
        found["mixed.session_commands"] = counted(lambda: busy_sessions(store))
        found["mixed.hybrid_commands"] = counted(lambda: busy_hybrid(store))
    finally:
        store.close()
        server.stop()
    counts = {"users": USERS, "requests": REQUESTS}
    counts |= {"refreshes": REFRESHES, "log_outs": LOG_OUTS}
    return {**found, **{f"mixed.{name}": value for name, value in counts.items()}}


def step_commands(store: RedisStore) -> dict[str, int]:
    """Count the commands of each step by itself."""
    sessions, tokens, denylist = Sessions(store), RefreshTokens(store), Denylist(store)
    sessions.start("warm-up")
    given, ids, pairs_ = claims(), [], []
    found = {"session_log_in": counted(lambda: ids.append(sessions.start("a")))}
    found["session_request"] = counted(lambda: sessions.find(ids[0]))
    found["session_log_out"] = counted(lambda: sessions.end(ids[0]))
    found["jwt_log_in"] = counted(lambda: pairs_.append(tokens.start("a")))
    token, family = pairs_[0]
    found["refresh"] = counted(lambda: tokens.rotate(token))
    found["hybrid_request"] = counted(
        lambda: check(denylist, tokens, given, family.handle)
    )
    found["jwt_log_out"] = counted(lambda: tokens.end_one("a", family.handle))
    found["revoke"] = counted(lambda: denylist.revoke(given))
    return found


def check(
    denylist: Denylist, tokens: RefreshTokens, given: Claims, handle: str
) -> None:
    """Look up what a request to a hybrid server's API looks up."""
    denylist.check(given)
    tokens.families.peek(handle)


def busy_sessions(store: RedisStore) -> None:
    """Log users in, send their requests in turn, and log some of them out."""
    sessions = Sessions(store)
    ids = [sessions.start(f"user-{n}") for n in range(USERS)]
    for _ in range(REQUESTS):
        for session_id in ids:
            sessions.find(session_id)
    for session_id in ids[:LOG_OUTS]:
        sessions.end(session_id)


def busy_hybrid(store: RedisStore) -> None:
    """Do the same with tokens, which are refreshed and revoked."""
    tokens, denylist = RefreshTokens(store), Denylist(store)
    held = [tokens.start(f"user-{n}") for n in range(USERS)]
    for number in range(REQUESTS):
        for _, family in held:
            check(denylist, tokens, claims(), family.handle)
        if number % (REQUESTS // REFRESHES) == 0:
            held = [tokens.rotate(token) for token, _ in held]
    for _, family in held[:LOG_OUTS]:
        denylist.revoke(claims())
        tokens.end_one(family.user, family.handle)
