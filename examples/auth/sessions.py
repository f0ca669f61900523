"""Server-side sessions: a cookie holds a random id, a store holds everything else."""

import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass, replace

from examples.auth.clock import Clock
from examples.auth.store_protocol import Store, entry_key
from examples.auth.wording import shown_duration


class NoSessionError(ValueError):
    """No valid session has this id; `str()` gives the reason."""


@dataclass(frozen=True)
class Session:
    """What the server knows about a session.

    Args:
        handle: str, names the session. You may show it to the user, because nobody
            can log in with it: it is not the cookie's value.
        user: str, who logged in.
        created: float, seconds since 1970-01-01 UTC.
        last_seen: float, the time of the latest request, in the same unit.

    """

    handle: str
    user: str
    created: float
    last_seen: float


@dataclass(frozen=True)
class Sessions:
    """Sessions in a store that never sees a cookie's value.

    The store has only the SHA-256 of an id, so a reader of the store or of its
    backup cannot log in. The timing of a look-up by hash reveals nothing either.

    Args:
        store: Store, shared by every server that has these sessions.
        clock: Clock, returns seconds since 1970-01-01 UTC.
        idle: float, seconds without a request after which a session ends
            (ASVS v5.0.0-7.3.1).
        absolute: float, seconds after the log-in at which a session ends
            (ASVS v5.0.0-7.3.2).
        kind: str, separates these sessions from others in the same store.

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
        """Return the session of a request, and update `last_seen`.

        Raises:
            NoSessionError: the id is unknown, or the session has ended.

        """
        session = self._load(hash_of(session_id))
        if session is None:
            raise NoSessionError(UNKNOWN)
        self._check_timeouts(session)
        seen = replace(session, last_seen=self.clock())
        key = self._key(seen.handle)
        # Only an existing entry: a log-out since the load must win.
        if not self.store.replace(key, _text(seen), self._ttl(seen)):
            raise NoSessionError(UNKNOWN)
        return seen

    # --8<-- [end:find]

    # --8<-- [start:end]
    def end(self, session_id: str) -> None:
        """Log out: refuse the next request with this id."""
        session = self._load(hash_of(session_id))
        if session is not None:
            self._end(session.user, session.handle)

    def end_all(self, user: str, keep: str = "") -> list[str]:
        """End the user's sessions, except `keep`; return their handles."""
        ended = self.store.members(self._index(user)) - {keep}
        for handle in ended:
            self._end(user, handle)
        return sorted(ended)

    # --8<-- [end:end]

    def end_one(self, user: str, handle: str) -> bool:
        """End the session with this handle if it is the user's; return whether."""
        session = self._load(handle)
        if session is None or session.user != user:
            return False
        self._end(user, handle)
        return True

    def list_all(self, user: str) -> list[Session]:
        """Return the user's sessions, starting with the one used last."""
        found = []
        for handle in self.store.members(self._index(user)):
            session = self.peek(handle)
            if session is None:
                self.store.discard(self._index(user), handle)
            else:
                found.append(session)
        return sorted(found, key=lambda session: -session.last_seen)

    def peek(self, handle: str) -> Session | None:
        """Return the session with this handle without updating `last_seen`."""
        session = self._load(handle)
        return None if session is None or self._timeout(session) else session

    def _load(self, handle: str) -> Session | None:
        text = self.store.get(self._key(handle))
        return None if text is None else Session(**json.loads(text))

    def _end(self, user: str, handle: str) -> None:
        # The entry first: if the store fails halfway, a retry still finds it in
        # the index.
        self.store.delete(self._key(handle))
        self.store.discard(self._index(user), handle)

    def _check_timeouts(self, session: Session) -> None:
        reason = self._timeout(session)
        if reason:
            self._end(session.user, session.handle)
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
        # The entry outlives the session by one idle period, so that `find` can say
        # which timeout ended it.
        left = session.created + self.absolute - session.last_seen
        return min(self.idle, left) + self.idle

    def _key(self, handle: str) -> str:
        return entry_key(self.kind, handle)

    def _index(self, user: str) -> str:
        return entry_key(f"{self.kind}s", user)


UNKNOWN = "No session has this id: it was ended or never started. Log in again."


def hash_of(session_id: str) -> str:
    """Return the SHA-256 of an id as 64 hexadecimal characters."""
    return hashlib.sha256(session_id.encode(errors="surrogatepass")).hexdigest()


def _text(session: Session) -> str:
    return json.dumps(asdict(session))
