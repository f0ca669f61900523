"""The look-ups of a request to time: session, denylist and refresh-token rotation."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import override

import django
from django.conf import settings
from django.contrib.sessions.backends import cache, db, file, signed_cookies
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import caches
from django.core.management import call_command
from itsdangerous import URLSafeTimedSerializer

from bench.signing import claims
from examples.auth.refresh import RefreshTokens
from examples.auth.revocation import Denylist
from examples.auth.sessions import Sessions
from examples.auth.store_protocol import Store
from examples.stores.memory import MemoryStore
from examples.stores.redis import RedisStore, connect

type Operation = Callable[[], object]

OTHER_ENTRIES = 1000
"""Entries in the store besides the one that is looked up."""


def operations(tcp: str, unix: str) -> Iterator[tuple[str, Operation]]:
    """Yield the look-ups in memory, and in Redis over TCP and a Unix socket."""
    stores: dict[str, Store] = {
        "memory": MemoryStore(),
        "redis_tcp": RedisStore(lambda: connect(tcp)),
        "redis_unix": RedisStore(lambda: connect(unix)),
    }
    for name, store in stores.items():
        yield f"session.{name}", session_lookup(store)
        yield f"denylist.{name}", denylist_lookup(store)
        yield f"rotation.{name}", rotation(store)
    for name, address in {"tcp": tcp, "unix": unix}.items():
        client = connect(address)
        client.set("one", "value")
        yield f"redis_get.{name}", partial(client.get, "one")
    yield from django_lookups(tcp)
    yield "session.signed_cookie", signed_cookie()


def session_lookup(store: Store) -> Operation:
    sessions = Sessions(store)
    for number in range(OTHER_ENTRIES):
        sessions.start(f"user-{number}")
    session_id = sessions.start("alice")
    return lambda: sessions.find(session_id)


def denylist_lookup(store: Store) -> Operation:
    denylist, given = Denylist(store), claims()
    for _ in range(OTHER_ENTRIES):
        denylist.revoke(claims())
    return lambda: denylist.check(given)


def rotation(store: Store) -> Operation:
    tokens = RefreshTokens(store)
    latest = tokens.start("alice")[0]

    def rotate() -> None:
        nonlocal latest
        latest = tokens.rotate(latest)[0]

    return rotate


def signed_cookie() -> Operation:
    signer = URLSafeTimedSerializer(secrets.token_bytes(32), "cookie-session")
    cookie = signer.dumps({"user": "alice", "created": time.time()})
    return lambda: signer.loads(cookie, max_age=1800)


class RedisCacheSession(cache.SessionStore):
    """Django's cache engine, with the cache in Redis."""

    @override
    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache = caches["redis"]


def django_lookups(tcp: str) -> Iterator[tuple[str, Operation]]:
    set_up_django(tcp)
    engines: dict[str, type[SessionBase]] = {
        "django_cache_memory": cache.SessionStore,
        "django_cache_redis": RedisCacheSession,
        "django_database": db.SessionStore,
        "django_file": file.SessionStore,
        "django_signed_cookie": signed_cookies.SessionStore,
    }
    for name, engine in engines.items():
        session = engine()
        session["user"] = "alice"
        session.save()
        yield f"session.{name}", partial(user_of, engine, session.session_key)


def user_of(engine: type[SessionBase], key: str | None) -> object:
    return engine(key)["user"]


def set_up_django(tcp: str) -> None:
    folder = tempfile.mkdtemp(prefix="bench-django-")
    backends = "django.core.cache.backends"
    settings.configure(
        SECRET_KEY=secrets.token_urlsafe(50),
        INSTALLED_APPS=["django.contrib.sessions"],
        SESSION_FILE_PATH=folder,
        CACHES={
            "default": {"BACKEND": f"{backends}.locmem.LocMemCache"},
            "redis": {"BACKEND": f"{backends}.redis.RedisCache", "LOCATION": tcp},
        },
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": Path(folder) / "sessions.sqlite3",
            }
        },
    )
    django.setup()
    call_command("migrate", verbosity=0)
