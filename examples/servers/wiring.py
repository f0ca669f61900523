"""Puts an example server together from its settings."""

import time
from dataclasses import dataclass

from examples.auth.clock import Clock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.passwords import Argon2Hasher
from examples.auth.refresh import RefreshTokens
from examples.auth.revocation import Denylist
from examples.auth.sessions import Sessions
from examples.auth.signing_keys import KeyRing
from examples.auth.store_protocol import Store
from examples.auth.throttle import Throttle
from examples.auth.users import Authenticator, Users
from examples.servers.service_jwt import JwtService
from examples.servers.service_session import SessionService
from examples.servers.settings import Settings, read_settings
from examples.stores.memory import MemoryStore

ISSUER = "https://auth.example"
AUDIENCE = "https://api.example"
LEEWAY = 60


@dataclass(frozen=True)
class Dependencies:
    """What the services of one server share.

    Args:
        settings: of the server.
        store: where its state lives.
        log_ins: checks names and passwords.
        clock: returns seconds since 1970-01-01 UTC.

    """

    settings: Settings
    store: Store
    authenticator: Authenticator
    clock: Clock = time.time


def make_dependencies(settings: Settings | None = None) -> Dependencies:
    """Make the parts; the settings are those of the environment unless given."""
    settings = settings or read_settings()
    store = make_store(settings)
    users = Users(settings.demo_password, Argon2Hasher())
    return Dependencies(settings, store, Authenticator(users, Throttle(store)))


def make_store(settings: Settings) -> Store:
    """Return a store in Redis if there is an address of one, else in memory."""
    url = settings.redis_url
    if url is None:
        return MemoryStore()
    # Imported late: the browser's Python has no redis.
    from examples.stores.redis import RedisStore, connect  # noqa: PLC0415

    return RedisStore(lambda: connect(url))


def session_service(parts: Dependencies) -> SessionService:
    """Return the service behind the session contract."""
    return SessionService(Sessions(parts.store, parts.clock), parts.authenticator)


def jwt_service(parts: Dependencies, *, at_once: bool = False) -> JwtService:
    """Return the service behind the JWT contract; a log-out may work at once."""
    lifetime, clock = parts.settings.jwt_lifetime, parts.clock
    period = parts.settings.key_period
    keys = KeyRing(clock=clock, period=period, overlap=lifetime + LEEWAY)
    return JwtService(
        KeyPairTokens(keys, ISSUER, AUDIENCE, clock, lifetime),
        RefreshTokens(parts.store, clock),
        parts.authenticator,
        Denylist(parts.store, clock) if at_once else None,
    )
