"""Answers to questions that developers ask, as code that runs."""

# --8<-- [start:workers]
from examples.clock import ManualClock
from examples.keys import new_secret
from examples.tokens import TokenError, Tokens

clock = ManualClock(1_800_000_000)


def worker(key: bytes) -> Tokens:
    """Start a worker process with this key."""
    return Tokens(key, "https://id.example", "shop", clock)


first, second = worker(new_secret()), worker(new_secret())  # a key at start-up
try:
    second.verify(first.issue("alice"))
except TokenError as refusal:
    print(refusal)
key = new_secret()  # one key, from the environment or a secret store
first, second = worker(key), worker(key)
print("With one key for all:", second.verify(first.issue("alice"))["sub"])
# --8<-- [end:workers]

# --8<-- [start:slide]
token = first.issue("alice")
clock.advance(minutes=10)
first.verify(token)  # a request does not prolong it
later = first.issue("alice")  # a new token does
clock.advance(minutes=10)
try:
    first.verify(token)
except TokenError as refusal:
    print("The old one:", refusal)
print("The new one:", first.verify(later)["sub"])
# --8<-- [end:slide]

# --8<-- [start:ticket]
import secrets

from examples.store_protocol import entry_key
from examples.stores import MemoryStore

store = MemoryStore(clock)
ticket = secrets.token_urlsafe(32)  # POST /ticket, with the usual credential
store.put(entry_key("ticket", ticket), "alice", ttl=30)


def open_socket(ticket: str) -> str:
    """Answer wss://…/socket?ticket=…, which may come once within 30 seconds."""
    key = entry_key("ticket", ticket)
    user = store.get(key)
    return f"open for {user}" if store.delete(key) else "403"


print("First:", open_socket(ticket))
print("From a log file, later:", open_socket(ticket))
# --8<-- [end:ticket]

# --8<-- [start:pem]
from examples.demos.published_key import PUBLIC_PEM

KEY_PEM = PUBLIC_PEM.decode().strip().replace("\n", r"\n")  # one line, in .env
print(KEY_PEM[:45], "…")
pem = KEY_PEM.replace(r"\n", "\n")
print(f"{len(KEY_PEM.splitlines())} line before, {len(pem.splitlines())} after")
print("As it was:", pem == PUBLIC_PEM.decode().strip())
# --8<-- [end:pem]
