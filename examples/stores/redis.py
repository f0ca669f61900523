"""State in Redis or a Redis Cluster: one Store, shared by every server process."""

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
"""Seconds to wait for Redis, to connect and to answer."""

# One script is one atomic step on the server, timed by the server's clock alone.
_NOW = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""
_ADD = f"""{_NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
redis.call('PEXPIREAT', KEYS[1], last)
"""
_MEMBERS = f"""{_NOW}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
"""
# --8<-- [start:swap]
_SWAP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
# --8<-- [end:swap]


class RedisStore:
    """A Store on Redis 7 or later; every call names one key, as a cluster needs.

    Args:
        connect: makes a client with decode_responses=True, so that values are
            text; called at the first use, and again until it succeeds.

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
        """Do as put does, but only if the entry exists; say whether it did."""
        milliseconds = _milliseconds(ttl)
        with self._reached() as client:
            return bool(client.set(key, value, px=milliseconds, xx=True))

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """Put the new value only if the entry holds the old one; say whether."""
        return bool(self._run(_SWAP, key, old, new, _milliseconds(ttl)))

    def get(self, key: str) -> str | None:
        """Return the entry's value, None if it expired or never was."""
        with self._reached() as client:
            value = client.get(key)
        return None if value is None else str(value)

    def delete(self, key: str) -> bool:
        """Remove the entry; say whether it existed."""
        with self._reached() as client:
            return bool(client.delete(key))

    def add(self, index: str, member: str, ttl: float) -> None:
        """Put the member into the index and let it expire after ttl seconds."""
        self._run(_ADD, index, member, _milliseconds(ttl))

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        return set(cast("list[str]", self._run(_MEMBERS, index)))

    def discard(self, index: str, member: str) -> None:
        """Take the member out of the index, if it is there."""
        with self._reached() as client:
            client.zrem(index, member)

    def close(self) -> None:
        """Close the connections, if any were made."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _run(self, script: str, key: str, *arguments: str | int) -> object:
        with self._reached() as client:
            return client.eval(script, 1, key, *arguments)

    @contextmanager
    def _reached(self) -> Iterator[Client]:
        # Whatever Redis refuses (loading, cluster down, read-only, full), it has
        # not done, so that the caller has to refuse as well.
        try:
            with self._lock:
                self._client = self._client or self._connect()
            yield self._client
        except (redis.RedisError, RedisClusterException) as error:
            raise StoreUnavailableError from error


# --8<-- [start:connect]
def connect(url: str) -> Client:
    """Connect to this Redis, or to the whole Redis Cluster that it is in."""
    options: dict[str, Any] = {
        "decode_responses": True,
        "socket_timeout": TIMEOUT,
        "socket_connect_timeout": TIMEOUT,
        "retry": Retry(NoBackoff(), 1),  # a connection of before its restart
    }
    client = redis.Redis.from_url(url, **options)
    if not client.info("cluster")["cluster_enabled"]:
        return client
    client.close()
    return RedisCluster.from_url(url, **options)


# --8<-- [end:connect]


def _milliseconds(ttl: float) -> int:
    return math.ceil(check_ttl(ttl) * 1000)
