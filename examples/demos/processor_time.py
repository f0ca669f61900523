"""Time a signature check and a look-up in the process's own memory."""

# --8<-- [start:time_both]
from timeit import repeat

from examples.auth.sessions import Sessions
from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

tokens = Tokens(KEY, issuer="https://id.example", audience="shop")
sessions = Sessions(MemoryStore())
token, cookie = tokens.issue("alice"), sessions.start("alice")
LIMIT = 5
ways = {
    "verify a signature": lambda: tokens.verify(token),
    "look a session up": lambda: sessions.find(cookie),
}
for name, work in ways.items():
    taken = min(repeat(work, number=1, repeat=200)) * 1000
    print(f"{name}: {'less' if taken < LIMIT else 'more'} than {LIMIT} ms")
    # Remove the first # of the next line to see the time on your machine:
    # print(f"{taken * 1000:.0f} µs")
# --8<-- [end:time_both]
