"""End sessions: one or all, at once or by a timeout."""

# --8<-- [start:log_in]
from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.demos.attempt import attempt
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store = MemoryStore(clock)
sessions = Sessions(store, clock)

laptop = sessions.start("alice")
phone = sessions.start("alice")
print(f"The cookie holds {len(laptop)} random characters and no name.")
print(f"The server looks up whose it is: {sessions.find(laptop).user}.")
# --8<-- [end:log_in]

# --8<-- [start:list_devices]
clock.advance(minutes=10)
sessions.find(phone)  # a request from the phone

for session in sessions.list_all("alice"):
    quiet = clock() - session.last_seen
    print(f"A session of {session.user}, last seen {quiet:.0f} seconds ago.")
# --8<-- [end:list_devices]

# --8<-- [start:log_out]
stolen = laptop  # the thief's copy of the cookie
sessions.end(laptop)

print(f"The phone is still logged in as {sessions.find(phone).user}.")
print("The thief's copy, in the same second:")
attempt(lambda: f"it is still {sessions.find(stolen).user}.", NoSessionError)
# --8<-- [end:log_out]

# --8<-- [start:log_out_everywhere]
tablet = sessions.start("alice")
print(f"Sessions of alice before: {len(sessions.list_all('alice'))}")
sessions.end_all("alice")
print(f"Sessions of alice after: {len(sessions.list_all('alice'))}")
print(f"Entries left in the store: {len(store)}")
# --8<-- [end:log_out_everywhere]

# --8<-- [start:timeouts]
unused, busy = sessions.start("alice"), sessions.start("bob")


def ask(session_id: str) -> str:
    """Send a request with this cookie, and return the server's answer."""
    try:
        return f"Hello, {sessions.find(session_id).user}."
    except NoSessionError as refusal:
        return str(refusal)


clock.advance(minutes=20)
print("bob, after 20 minutes:", ask(busy))
clock.advance(minutes=20)
print("bob, after 40 minutes:", ask(busy))
print("alice, after 40 idle minutes:", ask(unused), sep="\n")
for _ in range(22):  # bob sends a request every 20 minutes
    clock.advance(minutes=20)
    answer = ask(busy)
print("bob, after 8 busy hours:", answer, sep="\n")
# --8<-- [end:timeouts]
