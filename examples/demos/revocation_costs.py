"""Compare ways to revoke a credential by what they store and look up."""

from collections.abc import Callable
from typing import cast

from examples.auth.clock import ManualClock
from examples.auth.store_protocol import Store, StoreUnavailableError, entry_key
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)


class CountingStore:
    """A store that counts the calls to it."""

    memory, calls = MemoryStore(clock), 0

    def __getattr__(self, method: str) -> Callable[..., object]:
        """Count a call and pass it on."""
        self.calls += 1
        called: Callable[..., object] = getattr(self.memory, method)
        return called


from examples.auth.sessions import NoSessionError
from examples.auth.tokens import TokenError, TokenRejectedError

counted = CountingStore()
store = cast("Store", counted)
costs: list[str] = []
ends: list[str] = []


def passes[T](check: Callable[[T], object], credential: T) -> bool:
    """Tell whether the server accepts a request with this credential."""
    try:
        check(credential)
    except (TokenError, NoSessionError):
        return False
    return True


# --8<-- [start:measure]
def measure[T](
    way: str,
    log_in: Callable[[str], T],
    check: Callable[[T], object],
    log_out: Callable[[T], object],
) -> None:
    """Log 1000 users in and 20 of them out, and count bytes and calls."""
    memory = counted.memory = MemoryStore(clock)
    given = [log_in(f"user-{number:03}") for number in range(1000)]
    sizes = [memory.size_bytes()]
    for credential in given[:20]:
        log_out(credential)
    sizes.append(memory.size_bytes())
    counted.calls = 0
    check(given[-1])  # a user who is still logged in
    calls, ended = counted.calls, not passes(check, given[0])
    counted.memory = MemoryStore(clock)  # the store loses its memory
    note(way, sizes, calls, ended=ended, returns=passes(check, given[0]))


# --8<-- [end:measure]


def note(way: str, sizes: list[int], calls: int, *, ended: bool, returns: bool) -> None:
    """Print the measured values, and keep them for the table."""
    before, after = sizes
    counts = "at once" if ended else "at exp"
    lost = ("lets in" if returns else "refuses") if ended else "no store"
    costs.append(f"{way:13}{before:8}{after:8}{calls:7}")
    ends.append(f"{way:13} {counts:11} {lost}")
    print(f"1000 logged in: {before} bytes; 20 of them logged out: {after} bytes")
    print(f"Calls per request: {calls}. The log-out takes effect {counts}.")


# --8<-- [start:short]
from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY

ISSUER = "https://id.example"
tokens = Tokens(KEY, issuer=ISSUER, audience="shop", clock=clock)


def forget(token: str) -> None:
    """Log out: only the client deletes its token."""


measure("short life", tokens.issue, tokens.verify, forget)
# --8<-- [end:short]

# --8<-- [start:denylist]
from examples.auth.revocation import Denylist

denylist = Denylist(store, clock)
measure(
    "denylist",
    tokens.issue,
    lambda token: denylist.check(tokens.verify(token)),
    lambda token: denylist.revoke(tokens.verify(token)),
)
# --8<-- [end:denylist]

# --8<-- [start:not_before]
from examples.auth.revocation import NotBefore

not_before = NotBefore(store, clock)
measure(
    "not before",
    tokens.issue,
    lambda token: not_before.check(tokens.verify(token)),
    lambda token: not_before.revoke_all(tokens.verify(token)["sub"]),
)
# --8<-- [end:not_before]

# --8<-- [start:version]
from examples.auth.token_version import TokenVersions

versions = TokenVersions(store)
measure(
    "version",
    lambda user: tokens.issue(user, ver=versions.current(user)),
    lambda token: versions.check(tokens.verify(token)),
    lambda token: versions.raise_version(tokens.verify(token)["sub"]),
)
# --8<-- [end:version]

# --8<-- [start:user_key]
import secrets

import jwt


def new_key(user: str) -> str:
    """Replace the user's key, so that tokens signed with the old one fail."""
    key = secrets.token_hex(32)
    store.put(entry_key("key", user), key, ttl=30 * 86400)
    return key


def check_by_own_key(token: str) -> None:
    """Verify with the user's own key. The unverified sub only selects it."""
    claims = jwt.decode(token, options={"verify_signature": False})
    key = store.get(entry_key("key", str(claims["sub"])))
    if key is None:
        raise TokenRejectedError("unknown key", "This user has no key.")
    Tokens(bytes.fromhex(key), ISSUER, "shop", clock).verify(token)


# --8<-- [end:user_key]


# --8<-- [start:key_per_user]
def sign(user: str) -> str:
    """Sign with the user's own key."""
    key = store.get(entry_key("key", user)) or new_key(user)
    return Tokens(bytes.fromhex(key), ISSUER, "shop", clock).issue(user)


def replace_key(token: str) -> None:
    """Log out by replacing the key of this token's user."""
    new_key(str(jwt.decode(token, options={"verify_signature": False})["sub"]))


measure("key per user", sign, check_by_own_key, replace_key)
# --8<-- [end:key_per_user]

# --8<-- [start:session]
from examples.auth.sessions import Sessions

sessions = Sessions(store, clock)
measure("session", sessions.start, sessions.find, sessions.end)
# --8<-- [end:session]

# --8<-- [start:compare]
print("way           1000 in  20 out  calls")
print(*costs, sep="\n")
print("\nway           logged out  store lost")
print(*ends, sep="\n")
# --8<-- [end:compare]

# --8<-- [start:outage]
from types import SimpleNamespace


def no_answer(_: str) -> str | None:
    """Fail as a store behind a broken network does."""
    raise StoreUnavailableError


unreachable = Denylist(cast("Store", SimpleNamespace(get=no_answer)), clock)
revoked = tokens.verify(tokens.issue("alice"))
denylist.revoke(revoked)

for name, known in (("answers", denylist), ("is unreachable", unreachable)):
    try:
        known.check(revoked)
    except TokenError:
        print(f"The store {name}: 401, the token was revoked.")
    except StoreUnavailableError as error:
        print(f"The store {name}: 503, Retry-After: {error.retry_after}")
# --8<-- [end:outage]

# --8<-- [start:two_issuers]
ours = tokens.verify(tokens.issue("alice", jti="1"))
theirs = {**ours, "iss": "https://partner.example"}
denylist.revoke(theirs)
for issuer, claims in (("the partner", theirs), ("us", ours)):
    answer = "accepted" if passes(denylist.check, claims) else "refused"
    print(f"Token 1 from {issuer} is {answer}.")
# --8<-- [end:two_issuers]
