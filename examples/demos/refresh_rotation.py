"""Rotate refresh tokens, and see what happens when one is used twice."""

# --8<-- [start:log_in]
from examples.auth.clock import ManualClock
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.sessions import hash_of
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store = MemoryStore(clock)
families = RefreshTokens(store, clock)

first, family = families.start("alice")
family_id, secret = first.split(".")
print(f"The token: {len(family_id)} characters, a dot and {len(secret)} more.")
print("The store holds its hash:", family.handle == hash_of(family_id))
print(f"This log-in takes {len(store)} entries, {store.size_bytes()} bytes.")
# --8<-- [end:log_in]

# --8<-- [start:rotate]
second, family = families.rotate(first)
print("The same family:", second.startswith(family_id))
print("Another secret:", not second.endswith(secret))
print(f"Still {len(store)} entries of {store.size_bytes()} bytes.")
# --8<-- [end:rotate]


# --8<-- [start:reuse]
from examples.demos.attempt import judge


def answer(token: str) -> str:
    """Return the issuer's answer to this refresh token."""
    try:
        families.rotate(token)
    except RefreshRefusedError as refusal:
        return str(refusal).partition(",")[0].partition(" or ")[0]
    return "a new pair"


stolen = second  # the thief's copy
third, family = families.rotate(second)  # the user refreshes first
thief, user = answer(stolen), answer(third)
print("The user, one refresh later:", user)
print(f"Entries in the store: {len(store)}")
judge(
    thief == "a new pair",
    f"the thief got {thief}.",
    f"{thief}.",
)
# --8<-- [end:reuse]

# --8<-- [start:thief_first]
mine, family = families.start("alice")
theirs = mine  # stolen while the application is closed
began = clock()
for _ in range(8):
    clock.advance(hours=1)
    theirs, family = families.rotate(theirs)
hours = (clock() - began) / 3600
print("The user comes back:", answer(mine))
print("The thief:", answer(theirs))
judge(
    hours > 0,
    f"the thief was {family.user} for {hours:.0f} hours, unnoticed.",
    "the thief never got a new pair.",
)
# --8<-- [end:thief_first]

# --8<-- [start:lock]
from threading import Lock

lock, kept = Lock(), {"refresh": families.start("alice")[0]}


def refresh(seen: str) -> str:
    """Return the current token. Only the first tab rotates it."""
    with lock:
        if kept["refresh"] == seen:  # check again: another tab may be faster
            kept["refresh"], _ = families.rotate(seen)
        return kept["refresh"]


seen = kept["refresh"]  # both tabs held this one when they got a 401
tab_one, tab_two = refresh(seen), refresh(seen)
print("Both tabs hold the same new token:", seen != tab_one == tab_two)
print("The next refresh:", answer(tab_one))
# --8<-- [end:lock]

# --8<-- [start:lifetime]
unused, family = families.start("alice")
clock.advance(hours=7 * 24)
print("Unused for 7 days:", answer(unused))

token, family = families.start("alice")
day = 0
try:
    while True:  # the user returns every day
        token, family = families.rotate(token)
        clock.advance(hours=24)
        day += 1
except RefreshRefusedError:
    print(f"Used every day, it ended on day {day}.")
# --8<-- [end:lifetime]
