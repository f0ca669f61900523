"""A session engine for Django over our Store: name this module in SESSION_ENGINE.

Django's own engines store the id itself, so a reader of the table or the cache can
log in with it. They have one age, where ASVS asks for an idle and an absolute timeout,
and they cannot list a user's sessions. This engine mends all three. Django's
middleware, `request.session`, `flush` and `cycle_key` work as its manual says.
"""

import json
import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError

from examples.auth.sessions import Session, hash_of
from examples.auth.store_protocol import Store, entry_key
from examples.servers.everywhere import DJANGO_SESSION


class SessionStore(SessionBase):
    """One session, stored under its handle: the SHA-256 of its id.

    The engine reads SESSION_COOKIE_AGE, the idle timeout in seconds (ASVS
    v5.0.0-7.3.1), and two settings of its own: SESSION_ABSOLUTE_AGE, the absolute
    timeout in seconds (ASVS v5.0.0-7.3.2), and STORE, a Store.
    """

    clock = staticmethod(time.time)

    @property
    def handle(self) -> str:
        """Return the name of this session that the user may see."""
        return hash_of(self.session_key or "")

    def exists(self, session_key: str) -> bool:
        """Return whether a session has this id."""
        return _store().get(_key(hash_of(session_key))) is not None

    def create(self) -> None:
        """Store this session under a new id of 256 random bits (ASVS v5.0.0-7.2.3)."""
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def load(self) -> dict[str, Any]:
        """Return the session's data, and update `last_seen`."""
        key, now = _key(self.handle), self.clock()
        while (text := _store().get(key)) is not None:
            data: dict[str, Any] = json.loads(text)
            if _end_of(data) <= now:
                break
            data["last_seen"] = now
            # Another request may have changed or ended the session: that must win.
            # If it wrote the very same text, in the same instant, the swap succeeds
            # as well, and both requests have the same data.
            if _store().swap(key, text, json.dumps(data), _end_of(data) - now):
                return data
        self._session_key = None  # Never take up an id that a client chose.
        return {}

    def save(self, must_create: bool = False) -> None:
        """Store the data.

        Args:
            must_create: bool, whether the session is new.

        Raises:
            UpdateError: the session has ended since this request loaded it.

        """
        if self.session_key is None:
            self.create()
            return
        # Django's engines do the same; django-stubs do not know the method.
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        data["last_seen"] = now = self.clock()
        data.setdefault("created", now)
        key, text = _key(self.handle), json.dumps(data)
        left = _end_of(data) - now
        write = _store().put if must_create else _store().replace
        if left <= 0 or write(key, text, left) is False:
            raise UpdateError
        if "user" in data:
            lasts = settings.SESSION_ABSOLUTE_AGE
            _store().add(_index(data["user"]), self.handle, lasts)

    def delete(self, session_key: str | None = None) -> None:
        """End a session: refuse the next request with its id."""
        key = session_key or self.session_key
        if key is not None:
            _store().delete(_key(hash_of(key)))

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing, because the store lets entries expire."""

    @classmethod
    def list_all(cls, user: str) -> list[Session]:
        """Return the user's sessions, starting with the one used last."""
        found = []
        for handle in _store().members(_index(user)):
            data = json.loads(_store().get(_key(handle)) or "{}")
            if data.get("user") == user and _end_of(data) > cls.clock():
                seen = data["last_seen"]
                found.append(Session(handle, user, data["created"], seen))
            else:
                _store().discard(_index(user), handle)
        return sorted(found, key=lambda session: -session.last_seen)

    @classmethod
    def end_one(cls, user: str, handle: str) -> bool:
        """End the session with this handle if it is the user's; return whether."""
        mine = handle in [session.handle for session in cls.list_all(user)]
        if mine:
            _store().delete(_key(handle))
        return mine


def _store() -> Store:
    store: Store = settings.STORE
    return store


# `Sessions` names its entries in the same way, so `Everywhere` finds these too.
def _key(handle: str) -> str:
    return entry_key(DJANGO_SESSION, handle)


def _index(user: str) -> str:
    return entry_key(f"{DJANGO_SESSION}s", user)


def _end_of(data: dict[str, Any]) -> float:
    idle: float = data["last_seen"] + settings.SESSION_COOKIE_AGE
    absolute: float = data["created"] + settings.SESSION_ABSOLUTE_AGE
    return min(idle, absolute)
