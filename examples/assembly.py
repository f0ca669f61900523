"""Puts an example server together from its settings."""

import time
from dataclasses import dataclass

from examples.clock import Clock
from examples.passwords import default_hasher
from examples.refresh import RefreshTokens
from examples.revocation import Denylist
from examples.service_jwt import JwtService
from examples.service_session import SessionService
from examples.sessions import Sessions
from examples.settings import Settings, read_settings
from examples.signed_tokens import SignedTokens
from examples.signing_keys import KeyRing
from examples.store_protocol import Store
from examples.stores import MemoryStore
from examples.throttle import Throttle
from examples.users import LogIn, Users

ISSUER = "https://auth.example"
AUDIENCE = "https://api.example"
LEEWAY = 60


@dataclass(frozen=True)
class Parts:
    """What the services of one server share.

    Args:
        settings: of the server.
        store: where its state lives.
        log_ins: checks names and passwords.
        clock: returns seconds since 1970-01-01 UTC.

    """

    settings: Settings
    store: Store
    log_ins: LogIn
    clock: Clock = time.time


def make_parts(settings: Settings | None = None) -> Parts:
    """Make the parts; the settings are those of the environment unless given."""
    settings = settings or read_settings()
    store = make_store(settings)
    users = Users(settings.demo_password, default_hasher())
    return Parts(settings, store, LogIn(users, Throttle(store)))


def make_store(settings: Settings) -> Store:
    """Return a store in Redis if there is an address of one, else in memory."""
    url = settings.redis_url
    if url is None:
        return MemoryStore()
    # Imported late: the browser's Python has no redis.
    from examples.redis_stores import RedisStore, connect  # noqa: PLC0415

    return RedisStore(lambda: connect(url))


def session_service(parts: Parts) -> SessionService:
    """Return the service behind the session contract."""
    return SessionService(Sessions(parts.store, parts.clock), parts.log_ins)


def jwt_service(parts: Parts, *, at_once: bool = False) -> JwtService:
    """Return the service behind the JWT contract; a log-out may work at once."""
    lifetime, clock = parts.settings.jwt_lifetime, parts.clock
    period = parts.settings.key_period
    keys = KeyRing(clock=clock, period=period, overlap=lifetime + LEEWAY)
    return JwtService(
        SignedTokens(keys, ISSUER, AUDIENCE, clock, lifetime),
        RefreshTokens(parts.store, clock),
        parts.log_ins,
        Denylist(parts.store, clock) if at_once else None,
    )
