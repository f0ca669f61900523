"""Run two workers of one server, with a key each and then with a shared key."""

# --8<-- [start:workers]
from examples.auth.clock import ManualClock
from examples.auth.keys import new_secret
from examples.auth.tokens import TokenError, Tokens

clock = ManualClock(1_800_000_000)


def worker(key: bytes) -> Tokens:
    """Start a worker process with this key."""
    return Tokens(key, "https://id.example", "shop", clock)


first, second = worker(new_secret()), worker(new_secret())  # a key each
try:
    second.verify(first.issue("alice"))
except TokenError as refusal:
    print(refusal)
key = new_secret()  # one key, from the environment or a secret store
first, second = worker(key), worker(key)
print("With one shared key:", second.verify(first.issue("alice"))["sub"])
# --8<-- [end:workers]
