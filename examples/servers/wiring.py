"""Builds the services of an example server from its settings."""

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
        settings: Settings, of the server.
        store: Store, keeps the server's state.
        authenticator: Authenticator, checks names and passwords.
        clock: Clock, returns seconds since 1970-01-01 UTC.

    """

    settings: Settings
    store: Store
    authenticator: Authenticator
    clock: Clock = time.time


def make_dependencies(settings: Settings | None = None) -> Dependencies:
    """Return what the services share; None reads settings from the environment."""
    settings = settings or read_settings()
    store = make_store(settings)
    users = Users(settings.demo_password, Argon2Hasher())
    return Dependencies(settings, store, Authenticator(users, Throttle(store)))


def make_store(settings: Settings) -> Store:
    """Return a store in Redis if the settings name one, else in memory."""
    url = settings.redis_url
    if url is None:
        return MemoryStore()
    # Import late, because the browser's Python has no redis.
    from examples.stores.redis import RedisStore, connect  # noqa: PLC0415

    return RedisStore(lambda: connect(url))


def session_service(parts: Dependencies) -> SessionService:
    """Return the service that keeps the session contract."""
    return SessionService(Sessions(parts.store, parts.clock), parts.authenticator)


def jwt_service(parts: Dependencies, *, at_once: bool = False) -> JwtService:
    """Return the service that keeps the JWT contract.

    Args:
        parts: Dependencies, of the server.
        at_once: bool, whether a log-out revokes access tokens at once.

    """
    lifetime, clock = parts.settings.jwt_lifetime, parts.clock
    period = parts.settings.key_period
    keys = KeyRing(clock=clock, period=period, overlap=lifetime + LEEWAY)
    return JwtService(
        KeyPairTokens(keys, ISSUER, AUDIENCE, clock, lifetime),
        RefreshTokens(parts.store, clock),
        parts.authenticator,
        Denylist(parts.store, clock) if at_once else None,
    )
