"""Tokens that can be taken back, and what the server must remember for it."""

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


def who(token: str) -> str:
    """Return the user of a token that is valid and not revoked."""
    claims = tokens.verify(token)
    denylist.check(claims)
    not_before.check(claims)
    return str(claims["sub"])


token = tokens.issue("alice", jti="login-1")
print(f"Accepted: {who(token)}. Entries in the store: {len(store)}")
# --8<-- [end:log_in]

# --8<-- [start:revoke]
denylist.revoke(tokens.verify(token))
try:
    who(token)
except TokenError as refusal:
    print(refusal)
print(f"Entries in the store: {len(store)}, of {store.size_bytes()} bytes")
# --8<-- [end:revoke]

# --8<-- [start:entry_ends]
clock.advance(minutes=15)
try:
    who(token)
except TokenError as refusal:
    print(refusal)
print(f"Entries in the store: {len(store)}. The expiry does the rest.")
# --8<-- [end:entry_ends]

# --8<-- [start:not_before]
devices = [tokens.issue("alice", jti=f"device-{n}") for n in range(1000)]
not_before.revoke_all("alice")
print(f"{len(devices)} tokens revoked. Entries in the store: {len(store)}")
try:
    who(devices[-1])
except TokenError as refusal:
    print(refusal)

clock.advance(seconds=1)
newer = tokens.issue("alice", jti="login-2")
print(f"A token of the next log-in is accepted: {who(newer)}.")
# --8<-- [end:not_before]
