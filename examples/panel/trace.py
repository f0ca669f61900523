"""Note what a server does while it answers: its store, signatures and passwords."""

from dataclasses import dataclass, field

from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.store_protocol import Store
from examples.auth.token_errors import TokenError
from examples.auth.tokens import Claims
from examples.auth.users import Authenticator, WrongCredentialsError

READS = ("get", "members")
WRITES = ("put", "replace", "swap", "add")
DELETES = ("delete", "discard")


@dataclass(frozen=True)
class Event:
    """One thing that a server did.

    Args:
        act: the method of the store, or `verify`, `sign` or `password`.
        kind: for the store, the kind of the key: what stands before its colon.
        ok: whether an entry was there, a swap happened, or a check passed.

    """

    act: str
    kind: str = ""
    ok: bool = True


type Trace = list[Event]
"""What happened since somebody cleared the list."""


@dataclass(frozen=True)
class WatchedStore:
    """A store that notes each call in the trace and passes it on."""

    store: Store
    trace: Trace

    def _note(self, act: str, key: str, ok: bool = True) -> None:
        self.trace.append(Event(act, key.partition(":")[0], ok))

    def put(self, key: str, value: str, ttl: float) -> None:
        """See `Store.put`."""
        self.store.put(key, value, ttl)
        self._note("put", key)

    def replace(self, key: str, value: str, ttl: float) -> bool:
        """See `Store.replace`."""
        existed = self.store.replace(key, value, ttl)
        self._note("replace", key, existed)
        return existed

    def swap(self, key: str, old: str, new: str, ttl: float) -> bool:
        """See `Store.swap`."""
        swapped = self.store.swap(key, old, new, ttl)
        self._note("swap", key, swapped)
        return swapped

    def get(self, key: str) -> str | None:
        """See `Store.get`."""
        value = self.store.get(key)
        self._note("get", key, value is not None)
        return value

    def delete(self, key: str) -> None:
        """See `Store.delete`."""
        self.store.delete(key)
        self._note("delete", key)

    def add(
        self, index: str, member: str, ttl: float, limit: int | None = None
    ) -> bool:
        """See `Store.add`."""
        added = self.store.add(index, member, ttl, limit)
        self._note("add", index, added)
        return added

    def members(self, index: str) -> set[str]:
        """See `Store.members`."""
        found = self.store.members(index)
        self._note("members", index, bool(found))
        return found

    def discard(self, index: str, member: str) -> None:
        """See `Store.discard`."""
        self.store.discard(index, member)
        self._note("discard", index)


@dataclass(frozen=True)
class WatchedAuthenticator(Authenticator):
    """An authenticator that notes whether a password was right."""

    trace: Trace = field(default_factory=list)

    def check(self, username: str, password: str, address: str) -> None:
        """See `Authenticator.check`."""
        try:
            super().check(username, password, address)
        except WrongCredentialsError:
            self.trace.append(Event("password", ok=False))
            raise
        self.trace.append(Event("password"))


@dataclass(frozen=True)
class WatchedTokens(KeyPairTokens):
    """Tokens that note each signature, made or verified."""

    trace: Trace = field(default_factory=list)

    @classmethod
    def watching(cls, tokens: KeyPairTokens, trace: Trace) -> "WatchedTokens":
        """Return tokens like the given ones that write into the trace."""
        return cls(**vars(tokens), trace=trace)

    def issue(self, subject: str, **more: object) -> str:
        """See `KeyPairTokens.issue`."""
        token = super().issue(subject, **more)
        self.trace.append(Event("sign"))
        return token

    def verify(self, token: str) -> Claims:
        """See `KeyPairTokens.verify`."""
        try:
            claims = super().verify(token)
        except TokenError:
            self.trace.append(Event("verify", ok=False))
            raise
        self.trace.append(Event("verify"))
        return claims


def asked(trace: Trace) -> str:
    """Say how often the store was asked, for example "2 reads, 1 write"."""
    found = []
    for word, acts in (("read", READS), ("write", WRITES), ("delete", DELETES)):
        count = sum(event.act in acts for event in trace)
        if count:
            found.append(f"{count} {word}{'s' if count > 1 else ''}")
    return ", ".join(found) or "not asked"
