"""Refresh tokens: opaque, good for one use, and revoked together after a second use."""

import secrets
import threading
import time
from dataclasses import dataclass, field

from examples.auth.clock import Clock
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.auth.store_protocol import Store, StoreUnavailableError, entry_key

DAY = 86400
REPEAT = 60.0
"""Seconds for which a rotation with an unknown outcome can be repeated."""


class RefreshRefusedError(ValueError):
    """The refresh token is not accepted; `str()` gives the reason."""


class RefreshTokenReusedError(RefreshRefusedError):
    """The token was used twice, so one user may be a thief; its family was revoked."""


@dataclass(frozen=True)
class RefreshTokens:
    """Refresh tokens that are replaced at each use (RFC 9700 §4.14.2).

    A token is `family.secret`. A family is all the tokens that one log-in led to.
    It is kept as a session, under the hash of its id. A second entry holds the hash
    of the one secret that is valid now. A known family with an outdated secret
    means that the token was already used.

    Args:
        store: Store, shared by every server that rotates tokens.
        clock: Clock, returns seconds since 1970-01-01 UTC.
        idle: float, seconds for which an unused token is valid.
        absolute: float, seconds for which a family is valid, used or not.

    """

    store: Store
    clock: Clock = time.time
    idle: float = 7 * DAY
    absolute: float = 30 * DAY
    families: Sessions = field(init=False)
    _unanswered: "_Unanswered" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        families = Sessions(self.store, self.clock, self.idle, self.absolute, "family")
        object.__setattr__(self, "families", families)
        object.__setattr__(self, "_unanswered", _Unanswered(self.clock))

    def start(self, user: str) -> tuple[str, Session]:
        """Log in: return the first token of a new family, and the family."""
        family_id, secret = self.families.start(user), secrets.token_urlsafe(32)
        family = self.families.find(family_id)
        self.store.put(_key(family), hash_of(secret), self.idle)
        return f"{family_id}.{secret}", family

    def rotate(self, token: str) -> tuple[str, Session]:
        """Use up a token; return the next one, and the family.

        The store may rotate the token and lose its answer, for example because
        Redis was too slow. The caller then gets StoreUnavailableError, nothing is
        revoked, and the client still has the old token. For `REPEAT` seconds this
        process remembers the new secret, so the client can repeat its request: the
        swap either happens now or finds that it has happened. Another process, or
        this one after a restart, knows nothing of the first request. It takes the
        repetition for a second use, and the user has to log in again.

        Raises:
            RefreshRefusedError: the family is unknown, revoked, or expired.
            RefreshTokenReusedError: the token was used before. Its family is
                revoked now.
            StoreUnavailableError: the store does not answer.

        """
        family_id, _, used = token.partition(".")
        try:
            family = self.families.find(family_id)
        except NoSessionError as error:
            raise RefreshRefusedError(UNKNOWN) from error
        return f"{family_id}.{self._replace_secret(family, used)}", family

    # --8<-- [start:rotate]
    def _replace_secret(self, family: Session, used: str) -> str:
        old = hash_of(used)
        new = self._unanswered.pop(old) or secrets.token_urlsafe(32)
        try:
            # One atomic step: of several requests with this token, one succeeds.
            rotated = self.store.swap(_key(family), old, hash_of(new), self.idle)
        except StoreUnavailableError:
            self._unanswered.keep(old, new)
            raise
        if not rotated:
            self.end_one(family.user, family.handle)
            raise RefreshTokenReusedError(REUSED)
        return new

    # --8<-- [end:rotate]

    def end_one(self, user: str, handle: str) -> bool:
        """Revoke the family with this handle if it is the user's; return whether."""
        ended = self.families.end_one(user, handle)
        if ended:
            self.store.delete(entry_key("refresh", handle))
        return ended

    def end_all(self, user: str, keep: str = "") -> None:
        """Revoke the user's families, except for the one with the handle `keep`."""
        for handle in self.families.end_all(user, keep):
            self.store.delete(entry_key("refresh", handle))


class _Unanswered:
    """New secrets of rotations whose outcome is unknown, each for `REPEAT` seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._secrets: dict[str, tuple[float, str]] = {}

    def keep(self, old: str, new: str) -> None:
        """Remember the new secret by the hash of the old one."""
        now = self._clock()
        with self._lock:
            for key in [key for key, (end, _) in self._secrets.items() if end <= now]:
                del self._secrets[key]
            self._secrets[old] = now + REPEAT, new

    def pop(self, old: str) -> str | None:
        """Return the new secret and forget it; None if there is none."""
        with self._lock:
            end, new = self._secrets.pop(old, (0.0, ""))
        return new if end > self._clock() else None


UNKNOWN = "The refresh token is unknown, expired or revoked: log in again."
REUSED = (
    "The refresh token was used before, so it may be stolen: "
    "all tokens of this log-in are revoked. Log in again."
)


def _key(family: Session) -> str:
    return entry_key("refresh", family.handle)
