"""Answer questions that developers ask, in code that runs."""

# --8<-- [start:slide]
from examples.auth.clock import ManualClock
from examples.auth.tokens import TokenError, Tokens
from examples.demos.published_key import KEY

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
token = tokens.issue("alice")
clock.advance(minutes=10)
tokens.verify(token)  # a request does not extend the token's life
later = tokens.issue("alice")  # only a new token lives longer
clock.advance(minutes=10)
try:
    tokens.verify(token)
except TokenError as refusal:
    print("The old token:", refusal, sep="\n")
print("The new token:", tokens.verify(later)["sub"])
# --8<-- [end:slide]

# --8<-- [start:ticket]
import secrets

from examples.auth.store_protocol import entry_key
from examples.demos.attempt import judge
from examples.stores.memory import MemoryStore

store = MemoryStore(clock)
ticket = secrets.token_urlsafe(32)  # POST /ticket, with the usual credential
store.put(entry_key("ticket", ticket), "alice", ttl=30)


def open_socket(ticket: str) -> str:
    """Answer wss://…/socket?ticket=…, once and within 30 seconds."""
    user = store.get(entry_key("ticket", ticket))
    uses, use = entry_key("uses", ticket), secrets.token_hex()
    first = store.add(uses, use, ttl=30, limit=1)  # one use, in one atomic step
    return f"open for {user}" if user and first else "403"


print("The user's request:", open_socket(ticket))
copied = open_socket(ticket)  # by a reader of your log files
judge(copied != "403", f"{copied}.", f"{copied} for the copied ticket.")
# --8<-- [end:ticket]

# --8<-- [start:pem]
from examples.demos.published_key import PUBLIC_PEM

KEY_PEM = PUBLIC_PEM.decode().strip().replace("\n", r"\n")  # one line, in .env
print(KEY_PEM[:45], "…")
pem = KEY_PEM.replace(r"\n", "\n")
print(f"{len(KEY_PEM.splitlines())} line before, {len(pem.splitlines())} after")
print("The PEM is restored:", pem == PUBLIC_PEM.decode().strip())
# --8<-- [end:pem]
