"""Use a store on the server: end any session at once, and keep secrets there."""

# --8<-- [start:lock_out]
from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store = MemoryStore(clock)
sessions = Sessions(store, clock)
cookie = sessions.start("alice")
print("Before:", sessions.find(cookie).user)
sessions.end_all("alice")  # by an administrator, who needs no cookie
try:
    sessions.find(cookie)
except NoSessionError as refusal:
    print("In the same second:", refusal, sep="\n")
# --8<-- [end:lock_out]

# --8<-- [start:memory]
cookies = [sessions.start(f"user-{number}") for number in range(1000)]
print(f"{len(cookies)} log-ins take {store.size_bytes() // 1024} KiB")
clock.advance(hours=9)
print(f"After 9 hours: {store.size_bytes()} bytes, without a clean-up job")
# --8<-- [end:memory]

# --8<-- [start:two_processes]
here = Sessions(MemoryStore(clock), clock)
there = Sessions(MemoryStore(clock), clock)  # a second process, or a restart
cookie = here.start("alice")
try:
    there.find(cookie)
except NoSessionError as refusal:
    print("Two memories:", refusal, sep="\n")
shared = MemoryStore(clock)  # on your servers, a database or Redis
one, other = Sessions(shared, clock), Sessions(shared, clock)
print("One store:", other.find(one.start("alice")).user)
# --8<-- [end:two_processes]

# --8<-- [start:secret]
from jwt.utils import base64url_decode

from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY

data = {"diagnosis": "confidential"}
tokens = Tokens(KEY, "https://id.example", "clinic", clock)
payload = tokens.issue("alice", **data).split(".")[1]
print("The token shows it:", b"confidential" in base64url_decode(payload))
cookie = one.start("alice")
records = {one.find(cookie).handle: data}
print("The cookie shows it:", "confidential" in cookie)
print("The server keeps it:", records[one.find(cookie).handle])
# --8<-- [end:secret]
