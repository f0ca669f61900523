"""End the log-in of a lost phone from another device."""

# --8<-- [start:devices]
from examples.auth.clock import ManualClock
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.tokens import TokenError, Tokens
from examples.demos.attempt import attempt
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
families = RefreshTokens(MemoryStore(clock), clock)

laptop, laptop_family = families.start("alice")
clock.advance(hours=2)
phone, phone_family = families.start("alice")
access = tokens.issue("alice", sid=phone_family.handle)

for device in families.families.list_all("alice"):
    print(f"Logged in {(clock() - device.created) / 3600:.0f} hours ago")
# --8<-- [end:devices]

# --8<-- [start:lost]
families.end_one("alice", phone_family.handle)  # requested from the laptop

try:
    families.rotate(phone)
except RefreshRefusedError as refusal:
    print("The phone:", str(refusal).partition(":")[0])
print("The laptop still refreshes:", families.rotate(laptop)[1].user)
print("The phone's access token still works:", tokens.verify(access)["sub"])
clock.advance(minutes=15)
print("15 minutes later:")
attempt(lambda: f"it is still {tokens.verify(access)['sub']}.", TokenError)
# --8<-- [end:lost]
