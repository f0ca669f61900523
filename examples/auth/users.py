"""The users of the example servers, and their log-in."""

from dataclasses import dataclass, field

from examples.auth.passwords import Hasher
from examples.auth.throttle import Throttle

NAMES = ("alice", "bob")


class WrongCredentialsError(ValueError):
    """No such user, or another password: the answer does not say which."""


@dataclass(frozen=True)
class Users:
    """Users in memory, all with one password, since this is a demonstration.

    Args:
        password: that of every user.
        hasher: hashes it.
        names: the users.

    """

    password: str = field(repr=False)
    hasher: Hasher
    names: tuple[str, ...] = NAMES
    _hashes: dict[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.names, ""):  # "" is the dummy: nobody has its password
            password = self.password if name else "\0"
            self._hashes[name] = self.hasher.hash(password)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    # --8<-- [start:verify]
    def verify(self, name: str, password: str) -> bool:
        """Say whether the password is that of the user.

        It takes the same time if there is no such user: a hash is verified anyway
        (ASVS v5.0.0-6.3.8).
        """
        known = name in self
        matches = self.hasher.verify(self._hashes[name if known else ""], password)
        return matches and known

    # --8<-- [end:verify]


@dataclass(frozen=True)
class Authenticator:
    """Checks names and passwords, more slowly after failures.

    Args:
        users: who may log in.
        throttle: counts the failures.

    """

    users: Users
    throttle: Throttle

    def check(self, username: str, password: str, address: str) -> None:
        """Let the user pass.

        Args:
            username: as the client gave it.
            password: as the client gave it.
            address: the client's, as the server sees it.

        Raises:
            ThrottledError: too many failures; the password was not looked at.
            WrongCredentialsError: the name or the password is wrong.

        """
        self.throttle.check(username, address)
        if not self.users.verify(username, password):
            self.throttle.note_failure(username, address)
            raise WrongCredentialsError("The user name or the password is wrong.")
