"""Keep a copy of an issuer's public keys, and survive rotation, attack and outage."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from examples.auth.clock import Clock
from examples.auth.store_protocol import StoreUnavailableError

type FetchKeys = Callable[[], Mapping[str, Any]]
"""Returns the JWK Set, or raises OSError, ValueError or an error of PyJWT.

`jwt.PyJWKClient(uri, timeout=3).fetch_data` is such a function. It takes addresses of
http and https alone, and it follows no redirect.
"""


@dataclass(frozen=True)
class PublishedKey:
    """A key of the JWK Set, with the one algorithm that may use it."""

    algorithm: str
    public: Any


@dataclass
class PublishedKeys:
    """The keys that an issuer publishes, fetched seldom and used for long enough.

    PyJWT's own PyJWKClient caches the set and limits the fetches for unknown names
    since 2.13.0 (CVE-2026-48524). While the issuer is down and the copy has expired,
    each request waits for a fetch of its own, one after another, and fails. So here
    a failed fetch counts against the limit too, an old copy goes on working for a
    while, and nobody waits who has a copy.

    Args:
        fetch: gets the JWK Set; give it a timeout of a few seconds.
        algorithms: keys for other algorithms are ignored.
        clock: returns seconds since 1970-01-01 UTC.
        fresh: seconds for which a copy is used without a question. For so long a
            key that the issuer withdrew is still trusted here.
        pause: seconds between two fetches, whatever tokens arrive.
        stale: seconds for which a copy is used while the issuer is down.

    """

    fetch: FetchKeys
    algorithms: tuple[str, ...] = ("EdDSA", "ES256")
    clock: Clock = time.time
    fresh: float = 600
    pause: float = 10
    stale: float = 86_400
    _keys: dict[str, PublishedKey] = field(init=False, default_factory=dict)
    _fetched: float = field(init=False, default=-math.inf)
    _tried: float = field(init=False, default=-math.inf)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    # --8<-- [start:find]
    def find(self, kid: object) -> PublishedKey | None:
        """Return the key of this name, or None if the issuer has none.

        Raises:
            StoreUnavailableError: there is no copy that may be used; answer 503.

        """
        key = self._keys.get(kid) if isinstance(kid, str) else None
        if key is None or self._age() >= self.fresh:
            self._fetch_unless_paused()
            key = self._keys.get(kid) if isinstance(kid, str) else None
        if self._age() >= self.stale:
            raise StoreUnavailableError(int(self.pause))
        return key

    # --8<-- [end:find]

    def _age(self) -> float:
        return self.clock() - self._fetched

    # --8<-- [start:fetch]
    def _fetch_unless_paused(self) -> None:
        # One thread fetches. The others wait only if they have nothing to go by.
        if not self._lock.acquire(blocking=self._age() >= self.stale):
            return
        try:
            now = self.clock()
            if now - self._tried < self.pause:
                return
            self._tried = now  # before the fetch: a failed one counts as well
            self._keys = self._read(self.fetch())
            self._fetched = now
        except (OSError, ValueError, jwt.PyJWTError):
            pass  # keep the copy; `find` decides whether it is too old
        finally:
            self._lock.release()

    # --8<-- [end:fetch]

    def _read(self, jwks: Mapping[str, Any]) -> dict[str, PublishedKey]:
        # An empty or broken answer is a fault of the issuer. PyJWT raises, and the
        # copy stays. Keys that PyJWT cannot use are skipped by it.
        found = {
            key.key_id: PublishedKey(key.algorithm_name, key.key)
            for key in jwt.PyJWKSet.from_dict(dict(jwks)).keys
            if isinstance(key.key_id, str)
            and key.algorithm_name in self.algorithms
            and key.public_key_use in ("sig", None)
        }
        if not found:
            raise ValueError("The issuer publishes no key that we may use.")
        return found
