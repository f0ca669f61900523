"""Django's session engine over our Store: name this module in SESSION_ENGINE.

Django's own engines keep the id as it is, so that whoever reads the table or the
cache can log in with it; they know one age, not an idle and an absolute one; and none
can tell which sessions a user has. An engine is the place that Django leaves for this:
its middleware, `request.session`, `flush` and `cycle_key` work as its manual says.
"""

import json
import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError

from examples.auth.sessions import Session, hash_of
from examples.auth.store_protocol import Store, entry_key


class SessionStore(SessionBase):
    """One session; its entry is named by the SHA-256 of its id, the handle.

    Reads SESSION_COOKIE_AGE, the idle timeout in seconds (ASVS v5.0.0-7.3.1), and two
    settings of our own: SESSION_ABSOLUTE_AGE in seconds (v5.0.0-7.3.2) and STORE.
    """

    clock = staticmethod(time.time)

    @property
    def handle(self) -> str:
        """Return what the user may see of the id."""
        return hash_of(self.session_key or "")

    def exists(self, session_key: str) -> bool:
        """Say whether an id is taken."""
        return _store().get(_key(hash_of(session_key))) is not None

    def create(self) -> None:
        """Store this session under a new id, 256 random bits (v5.0.0-7.2.3)."""
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def load(self) -> dict[str, Any]:
        """Return the living session's data and note that it was seen now."""
        key, now = _key(self.handle), self.clock()
        while (text := _store().get(key)) is not None:
            data: dict[str, Any] = json.loads(text)
            if _end_of(data) <= now:
                break
            data["last_seen"] = now
            # Where another request changed or ended the session, that must win.
            if _store().swap(key, text, json.dumps(data), _end_of(data) - now):
                return data
        self._session_key = None  # an id that a client chose is not taken up
        return {}

    def save(self, must_create: bool = False) -> None:
        """Store the data.

        Raises:
            UpdateError: the session has ended since it was loaded.

        """
        if self.session_key is None:
            self.create()
            return
        # As Django's engines do; django-stubs leave it out.
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
        """End a session: the very next request with its id finds nothing."""
        key = session_key or self.session_key
        if key is not None:
            _store().delete(_key(hash_of(key)))

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing: the store lets entries expire."""

    @classmethod
    def list_all(cls, user: str) -> list[Session]:
        """Return the user's living sessions, the latest seen first."""
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
        """End the session with this handle if it is the user's; say whether."""
        mine = handle in [session.handle for session in cls.list_all(user)]
        return mine and _store().delete(_key(handle))

    @classmethod
    def end_all(cls, user: str) -> None:
        """End each session that the user has."""
        for session in cls.list_all(user):
            _store().delete(_key(session.handle))


def _store() -> Store:
    store: Store = settings.STORE
    return store


def _key(handle: str) -> str:
    return entry_key("django-session", handle)


def _index(user: str) -> str:
    return entry_key("django-sessions", user)


def _end_of(data: dict[str, Any]) -> float:
    idle: float = data["last_seen"] + settings.SESSION_COOKIE_AGE
    absolute: float = data["created"] + settings.SESSION_ABSOLUTE_AGE
    return min(idle, absolute)
