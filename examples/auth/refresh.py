"""Refresh tokens: opaque, used once, and a second use ends the whole family."""

import secrets
import time
from dataclasses import dataclass, field

from examples.auth.clock import Clock
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.auth.store_protocol import Store, entry_key

DAY = 86400


class RefreshRefusedError(ValueError):
    """The refresh token is not accepted; `str()` says why."""


class RefreshTokenReusedError(RefreshRefusedError):
    """It was used before, so one of its two users is a thief: the family ended."""


@dataclass(frozen=True)
class RefreshTokens:
    """Refresh tokens that are rotated at each use (RFC 9700 §4.14.2).

    A token is `family.secret`. The family, all that one log-in led to, is a
    session, kept by the hash of its id; beside it lies the hash of the one secret
    that is good now. Who knows the family but another secret holds a used token.

    Args:
        store: shared by every server that rotates.
        clock: returns seconds since 1970-01-01 UTC.
        idle: seconds that a token lives unused.
        absolute: seconds that a family lives, however often it is rotated.

    """

    store: Store
    clock: Clock = time.time
    idle: float = 7 * DAY
    absolute: float = 30 * DAY
    families: Sessions = field(init=False)

    def __post_init__(self) -> None:
        families = Sessions(self.store, self.clock, self.idle, self.absolute, "family")
        object.__setattr__(self, "families", families)

    def start(self, user: str) -> tuple[str, Session]:
        """Log in: return the first token of a new family, and the family."""
        family_id, secret = self.families.start(user), secrets.token_urlsafe(32)
        family = self.families.find(family_id)
        self.store.put(_key(family), hash_of(secret), self.idle)
        return f"{family_id}.{secret}", family

    # --8<-- [start:rotate]
    def rotate(self, token: str) -> tuple[str, Session]:
        """Take a token back and return the next one, and its family.

        Raises:
            RefreshRefusedError: its family is unknown, ended, or too old.
            RefreshTokenReusedError: it was used before; its family has ended now.

        """
        family_id, _, used = token.partition(".")
        secret = secrets.token_urlsafe(32)
        try:
            family = self.families.find(family_id)
        except NoSessionError as error:
            raise RefreshRefusedError(UNKNOWN) from error
        # The one atomic step: of all who bring this token, one passes.
        if self.store.swap(_key(family), hash_of(used), hash_of(secret), self.idle):
            return f"{family_id}.{secret}", family
        self.end_one(family.user, family.handle)
        raise RefreshTokenReusedError(REUSED)

    # --8<-- [end:rotate]

    def end_one(self, user: str, handle: str) -> bool:
        """End the family with this handle if it is the user's; say whether."""
        ended = self.families.end_one(user, handle)
        if ended:
            self.store.delete(entry_key("refresh", handle))
        return ended

    def end_all(self, user: str) -> None:
        """End each family that the user has."""
        for family in self.families.list_all(user):
            self.end_one(user, family.handle)


UNKNOWN = "The refresh token is unknown, expired or revoked: log in again."
REUSED = (
    "The refresh token was used before, so it may be stolen: "
    "all tokens of this log-in are revoked. Log in again."
)


def _key(family: Session) -> str:
    return entry_key("refresh", family.handle)
