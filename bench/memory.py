"""Fill Redis with sessions, refresh tokens and denylist entries, and measure it."""

import secrets
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import redis

from bench.figures import Tree, figure, nest, rounded
from bench.plan import Plan, say
from bench.signing import ISSUER
from examples.auth.refresh import RefreshTokens
from examples.auth.revocation import Denylist, denied_key
from examples.auth.sessions import Sessions, hash_of
from examples.auth.store_protocol import entry_key
from examples.auth.tokens import Claims
from examples.stores.redis import RedisStore
from tests.redis_servers import RedisServer

BATCH = 1000
LOOKUPS = 200

LARGE = {"session", "denied"}
"""The kinds that are measured at the largest size too."""

type Fill = Callable[[RedisStore, int], str]
"""Adds the entry with this number, and returns the key that requests look up."""


def add_session(store: RedisStore, number: int) -> str:
    """Log a user in. Each user has one session, which takes the most memory."""
    session_id = Sessions(store).start(f"user-{number:07}")
    return entry_key("session", hash_of(session_id))


def add_refresh_token(store: RedisStore, number: int) -> str:
    """Store what `RefreshTokens.start` stores.

    `start` itself reads from the store, so a pipeline cannot run it.
    """
    user, handle, secret = f"user-{number:07}", secrets.token_hex(32), "0" * 64
    tokens = RefreshTokens(store)
    tokens.families.start(user)
    store.put(entry_key("refresh", handle), secret, tokens.idle)
    return entry_key("refresh", handle)


def add_denied(store: RedisStore, _: int) -> str:
    """Revoke a token that lives for an hour."""
    claims: Claims = {"iss": ISSUER, "jti": secrets.token_urlsafe(16)}
    claims["exp"] = time.time() + 3600
    Denylist(store).revoke(claims)
    return denied_key(claims)


KINDS: dict[str, Fill] = {
    "session": add_session,
    "refresh_token": add_refresh_token,
    "denied": add_denied,
}


def measure(plan: Plan, folder: Path) -> Tree:
    """Measure each kind at each size, with a new Redis per kind."""
    flat: dict[str, object] = {}
    for kind, fill in KINDS.items():
        server = RedisServer(folder)
        server.start()
        try:
            for name, value in weighed(server.client, kind, fill, plan).items():
                flat[f"{kind}.{name}"] = value
        finally:
            server.stop()
    return nest(flat)


def weighed(
    client: "redis.Redis", kind: str, fill: Fill, plan: Plan
) -> dict[str, object]:
    """Fill one Redis step by step, and measure its memory and a look-up."""
    found: dict[str, object] = {}
    empty, done = used(client, "used_memory"), 0
    for size in plan.store_sizes[: None if kind in LARGE else -1]:
        say(f"memory: {size} of {kind}")
        key = filled(client, fill, done, size)
        done = size
        name = f"at_{size}"
        each = (used(client, "used_memory") - empty) / size
        found[f"{name}.count"] = size
        found[f"{name}.each_bytes"] = rounded(each)
        found[f"{name}.used_mib"] = rounded(used(client, "used_memory") / 2**20)
        found[f"{name}.rss_mib"] = rounded(used(client, "used_memory_rss") / 2**20)
        found[f"{name}.entry_bytes"] = int(client.memory_usage(key) or 0)
        found[f"{name}.get_us"] = figure(lookups(client, key))
    # Every kind has this size, so the figures can be divided by one another.
    return found | {"each_bytes": found[f"at_{plan.store_sizes[-2]}.each_bytes"]}


def filled(client: "redis.Redis", fill: Fill, start: int, end: int) -> str:
    """Add entries through the examples' own code, a thousand per round trip."""
    for first in range(start, end, BATCH):
        with client.pipeline(transaction=False) as pipeline:
            store = RedisStore(partial(identity, pipeline))
            for number in range(first, min(first + BATCH, end)):
                key = fill(store, number)
            pipeline.execute()
    return key


def identity[T](value: T) -> T:
    return value


def used(client: "redis.Redis", name: str) -> int:
    # Free unused memory first, because clients' buffers do not belong to the entries.
    client.execute_command("MEMORY PURGE")  # type: ignore[no-untyped-call]
    return int(client.info("memory")[name])


def lookups(client: "redis.Redis", key: str) -> list[float]:
    """Return the microseconds of each look-up of an entry, without the extremes."""
    times = []
    for _ in range(LOOKUPS):
        began = time.perf_counter()
        client.exists(key)
        times.append((time.perf_counter() - began) * 1e6)
    return sorted(times)[LOOKUPS // 20 : -LOOKUPS // 20]
