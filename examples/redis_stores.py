"""State in Redis: the same Store, shared by every server process."""

import math

import redis

from examples.store_protocol import check_ttl

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


class RedisStore:
    """A Store on Redis 7 or later; every call names one key, as a cluster needs.

    Args:
        client: made with decode_responses=True, so that values are text.

    Raises:
        ValueError: the client returns bytes.

    """

    def __init__(self, client: redis.Redis) -> None:
        if not client.get_encoder().decode_responses:
            raise ValueError(
                "The Redis client returns bytes: make it with decode_responses=True."
            )
        self._client = client
        self._add = client.register_script(_ADD)
        self._members = client.register_script(_MEMBERS)

    def put(self, key: str, value: str, ttl: float) -> None:
        """Set the entry's value and let it expire after ttl seconds."""
        self._client.set(key, value, px=_milliseconds(ttl))

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """Do as put does, but only if the entry exists; say whether it did."""
        return bool(self._client.set(key, value, px=_milliseconds(ttl), xx=True))

    def get(self, key: str) -> str | None:
        """Return the entry's value, None if it expired or never was."""
        value = self._client.get(key)
        return None if value is None else str(value)

    def delete(self, key: str) -> bool:
        """Remove the entry; say whether it existed."""
        return bool(self._client.delete(key))

    def add(self, index: str, member: str, ttl: float) -> None:
        """Put the member into the index and let it expire after ttl seconds."""
        self._add(keys=[index], args=[member, _milliseconds(ttl)])

    def members(self, index: str) -> set[str]:
        """Return the members of the index that have not expired."""
        return set(self._members(keys=[index]))

    def discard(self, index: str, member: str) -> None:
        """Take the member out of the index, if it is there."""
        self._client.zrem(index, member)


def _milliseconds(ttl: float) -> int:
    return math.ceil(check_ttl(ttl) * 1000)
