"""A store in Redis or a Redis Cluster, shared by all server processes."""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
from redis.exceptions import RedisClusterException
from redis.retry import Retry

from examples.auth.store_protocol import StoreUnavailableError, check_ttl

type Client = redis.Redis | RedisCluster

TIMEOUT = 1.0
"""Seconds to wait for a connection, and for each answer."""

# Redis runs a script as one atomic step, and the scripts use its clock alone. The
# client repeats a script whose answer it lost, so running one twice must give the
# same answer as running it once.
_NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""
_ADD = f"""{_NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local full = redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3])
if full and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
redis.call('PEXPIREAT', KEYS[1], last)
return 1
"""
_MEMBERS = f"""{_NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
"""
# --8<-- [start:swap]
_SWAP = """
local held = redis.call('GET', KEYS[1]) or ''
-- The client lost the first answer and repeats the call.
if held == ARGV[2] then return 1 end
if held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
# --8<-- [end:swap]
_NO_LIMIT = 2**53  # Lua's numbers are doubles.


class RedisStore:
    """A Store in Redis 7 or later.

    Every call uses one key, because a cluster keeps keys on different nodes.

    Args:
        connect: Callable, returns a client with decode_responses=True, so that
            values are text. The store calls it at its first use, and at each later
            use until it succeeds.

    """

    def __init__(self, connect: Callable[[], Client]) -> None:
        self._connect = connect
        self._client: Client | None = None
        self._lock = threading.Lock()

    def put(self, key: str, value: str, ttl: float) -> None:
        """Set the entry's value and let it expire after ttl seconds."""
        milliseconds = _milliseconds(ttl)
        with self._reached() as client:
            client.set(key, value, px=milliseconds)

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """Do as put does, but only if the entry exists; return whether it did."""
        milliseconds = _milliseconds(ttl)
        with self._reached() as client:
            return bool(client.set(key, value, px=milliseconds, xx=True))

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """Replace the old value by the new one; return whether the new one is there."""
        return bool(self._run(_SWAP, key, old, new, _milliseconds(ttl)))

    def get(self, key: str) -> str | None:
        """Return the entry's value, or None if it expired or never existed."""
        with self._reached() as client:
            value = client.get(key)
        return None if value is None else str(value)

    def delete(self, key: str) -> None:
        """Remove the entry if it exists."""
        with self._reached() as client:
            client.delete(key)

    def add(
        self, index: str, member: str, ttl: float, limit: int | None = None
    ) -> bool:
        """Put the member into the index unless the index is full; return whether."""
        most = _NO_LIMIT if limit is None else limit
        return bool(self._run(_ADD, index, member, _milliseconds(ttl), most))

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        return set(cast("list[str]", self._run(_MEMBERS, index)))

    def discard(self, index: str, member: str) -> None:
        """Remove the member from the index if it is there."""
        with self._reached() as client:
            client.zrem(index, member)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _run(self, script: str, key: str, *arguments: str | int) -> object:
        with self._reached() as client:
            return client.eval(script, 1, key, *arguments)

    @contextmanager
    def _reached(self) -> Iterator[Client]:
        # Redis may also refuse a command: it is loading, read-only, full, or its
        # cluster is down. The caller then has to refuse the request as well.
        try:
            with self._lock:
                self._client = self._client or self._connect()
            yield self._client
        except (redis.RedisError, RedisClusterException) as error:
            raise StoreUnavailableError from error


# --8<-- [start:connect]
def connect(url: str) -> Client:
    """Return a client of this Redis, or of the whole cluster around it."""
    options: dict[str, Any] = {
        "decode_responses": True,
        "socket_timeout": TIMEOUT,
        "socket_connect_timeout": TIMEOUT,
        # Retry once: a pooled connection may predate a restart of Redis.
        "retry": Retry(NoBackoff(), 1),
    }
    client = redis.Redis.from_url(url, **options)
    if not client.info("cluster")["cluster_enabled"]:
        return client
    client.close()
    return RedisCluster.from_url(url, **options)


# --8<-- [end:connect]


def _milliseconds(ttl: float) -> int:
    return math.ceil(check_ttl(ttl) * 1000)
