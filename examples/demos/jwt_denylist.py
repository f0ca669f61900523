"""Revoke tokens with a denylist or by time, and count what the server stores."""

# --8<-- [start:log_in]
from examples.auth.clock import ManualClock
from examples.auth.revocation import Denylist, NotBefore
from examples.auth.tokens import TokenError, Tokens
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store = MemoryStore(clock)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
denylist, not_before = Denylist(store, clock), NotBefore(store, clock)


def user_of(token: str) -> str:
    """Return the user of a token that is valid and not revoked."""
    claims = tokens.verify(token)
    denylist.check(claims)
    not_before.check(claims)
    return str(claims["sub"])


token = tokens.issue("alice", jti="login-1")
print(f"Accepted: {user_of(token)}. Entries in the store: {len(store)}")
# --8<-- [end:log_in]

# --8<-- [start:revoke]
from examples.demos.attempt import attempt

denylist.revoke(tokens.verify(token))
print(f"Entries in the store: {len(store)}, with {store.size_bytes()} bytes")
attempt(lambda: f"the token is still {user_of(token)}.", TokenError)
# --8<-- [end:revoke]

# --8<-- [start:entry_ends]
clock.advance(minutes=15)
try:
    user_of(token)
except TokenError as refusal:
    print(refusal)
print(f"Entries in the store: {len(store)}. The token's expiry is enough.")
# --8<-- [end:entry_ends]

# --8<-- [start:not_before]
devices = [tokens.issue("alice", jti=f"device-{n}") for n in range(1000)]
not_before.revoke_all("alice")
print(f"{len(devices)} tokens revoked. Entries in the store: {len(store)}")

clock.advance(seconds=1)
newer = tokens.issue("alice", jti="login-2")
print(f"A token from the next log-in is accepted: {user_of(newer)}.")
attempt(lambda: f"an older token is still {user_of(devices[-1])}.", TokenError)
# --8<-- [end:not_before]
