"""Server-side sessions: the cookie holds a random id, the server all the rest."""

import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass, replace

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key
from examples.auth.wording import shown_duration


class NoSessionError(ValueError):
    """No living session has this id; `str()` says why."""


@dataclass(frozen=True)
class Session:
    """What the server knows of a session; times are seconds since 1970.

    The handle may be shown to its user: it is not the cookie's value.
    """

    handle: str
    user: str
    created: float
    last_seen: float


@dataclass(frozen=True)
class Sessions:
    """Sessions in a store that holds no cookie.

    An id is stored as its SHA-256, so that whoever reads the store or its backup
    can log in as nobody; and a look-up by hash tells nothing through its timing.

    Args:
        store: where sessions live.
        clock: returns seconds since 1970-01-01 UTC.
        idle: seconds without a request (ASVS v5.0.0-7.3.1).
        absolute: seconds since the log-in, whatever happens (v5.0.0-7.3.2).
        kind: keeps one sort of sessions apart from another in the same store.

    """

    store: Store
    clock: Clock = time.time
    idle: float = 1800
    absolute: float = 28800
    kind: str = "session"

    # --8<-- [start:start]
    def start(self, user: str) -> str:
        """Log in: return a new id, 256 random bits (ASVS v5.0.0-7.2.3)."""
        session_id = secrets.token_urlsafe(32)
        now = self.clock()
        session = Session(hash_of(session_id), user, created=now, last_seen=now)
        key, lasts = self._key(session.handle), self.absolute + self.idle
        self.store.put(key, _text(session), self._ttl(session))
        self.store.add(self._index(user), session.handle, lasts)
        return session_id

    # --8<-- [end:start]

    # --8<-- [start:find]
    def find(self, session_id: str) -> Session:
        """Return the living session and note that it was seen now.

        Raises:
            NoSessionError: unknown or ended, idle for too long, or too old.

        """
        session = self._load(hash_of(session_id))
        if session is None:
            raise NoSessionError(UNKNOWN)
        self._check_timeouts(session)
        seen = replace(session, last_seen=self.clock())
        key = self._key(seen.handle)
        # Only an existing entry: a log-out between load and store must win.
        if not self.store.replace(key, _text(seen), self._ttl(seen)):
            raise NoSessionError(UNKNOWN)
        return seen

    # --8<-- [end:find]

    # --8<-- [start:end]
    def end(self, session_id: str) -> None:
        """Log out: the very next request with this id finds nothing."""
        session = self._load(hash_of(session_id))
        if session is not None:
            self._end(session)

    def end_all(self, user: str) -> None:
        """Log out everywhere: end each session that the user has."""
        for session in self.list_all(user):
            self._end(session)

    # --8<-- [end:end]

    def end_one(self, user: str, handle: str) -> bool:
        """End the session with this handle if it is the user's; say whether."""
        session = self._load(handle)
        if session is None or session.user != user:
            return False
        self._end(session)
        return True

    def list_all(self, user: str) -> list[Session]:
        """Return the user's living sessions, the latest seen first."""
        found = []
        for handle in self.store.members(self._index(user)):
            session = self.peek(handle)
            if session is None:
                self.store.discard(self._index(user), handle)
            else:
                found.append(session)
        return sorted(found, key=lambda session: -session.last_seen)

    def peek(self, handle: str) -> Session | None:
        """Return the living session with this handle; it is not seen by that."""
        session = self._load(handle)
        return None if session is None or self._timeout(session) else session

    def _load(self, handle: str) -> Session | None:
        text = self.store.get(self._key(handle))
        return None if text is None else Session(**json.loads(text))

    def _end(self, session: Session) -> None:
        # The entry first: if the store fails half-way, a retry still finds it.
        self.store.delete(self._key(session.handle))
        self.store.discard(self._index(session.user), session.handle)

    def _check_timeouts(self, session: Session) -> None:
        reason = self._timeout(session)
        if reason:
            self._end(session)
            raise NoSessionError(reason)

    def _timeout(self, session: Session) -> str | None:
        now = self.clock()
        if now - session.created >= self.absolute:
            limit = shown_duration(self.absolute)
            return f"The session is {limit} old, the absolute limit: log in again."
        if now - session.last_seen >= self.idle:
            limit = shown_duration(self.idle)
            return f"The session was idle for {limit} or more: log in again."
        return None

    def _ttl(self, session: Session) -> float:
        # One idle period more than it lives, so that find can say what ended it.
        left = session.created + self.absolute - session.last_seen
        return min(self.idle, left) + self.idle

    def _key(self, handle: str) -> str:
        return entry_key(self.kind, handle)

    def _index(self, user: str) -> str:
        return entry_key(f"{self.kind}s", user)


UNKNOWN = "No session has this id: it was ended or never started. Log in again."


def hash_of(session_id: str) -> str:
    """Return the SHA-256 of an id in hexadecimal, 64 characters."""
    return hashlib.sha256(session_id.encode(errors="surrogatepass")).hexdigest()


def _text(session: Session) -> str:
    return json.dumps(asdict(session))
