"""The users of the example servers, and their log-in."""

from dataclasses import dataclass, field

from examples.auth.passwords import Hasher
from examples.auth.throttle import Throttle

NAMES = ("alice", "bob")


class WrongCredentialsError(ValueError):
    """The user name or the password is wrong; the message does not say which one."""


@dataclass(frozen=True)
class Users:
    """Users in memory who all have one password: enough for a demonstration.

    Args:
        password: str, of every user.
        hasher: Hasher, for passwords.
        names: tuple[str, ...], of the users.

    """

    password: str = field(repr=False)
    hasher: Hasher
    names: tuple[str, ...] = NAMES
    _hashes: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self._hashes[name] = self.hasher.hash(self.password)
        # The dummy for unknown names, with which no log-in succeeds: see `verify`.
        self._hashes[""] = self.hasher.hash("\0")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    # --8<-- [start:verify]
    def verify(self, name: str, password: str) -> bool:
        """Return whether the password is the user's.

        An unknown user takes the same time as a known one, because this verifies a
        hash either way (ASVS v5.0.0-6.3.8).
        """
        known = name in self
        matches = self.hasher.verify(self._hashes[name if known else ""], password)
        return matches and known

    # --8<-- [end:verify]


@dataclass(frozen=True)
class Authenticator:
    """Checks names and passwords, and limits failures.

    Args:
        users: Users, who may log in.
        throttle: Throttle, counts failures.

    """

    users: Users
    throttle: Throttle

    # --8<-- [start:check]
    def check(self, username: str, password: str, address: str) -> None:
        """Return if the password is the user's.

        Args:
            username: str, as the client sent it.
            password: str, as the client sent it.
            address: str, the client's IP address, as the server sees it.

        Raises:
            ThrottledError: too many log-ins failed, so the password was not looked
                at.
            WrongCredentialsError: the name or the password is wrong.

        """
        attempt = self.throttle.reserve(username, address)
        if not self.users.verify(username, password):
            attempt.fail()
            raise WrongCredentialsError("The user name or the password is wrong.")
        attempt.release()

    # --8<-- [end:check]
