"""Give partners access by a scope in a token, or by introspection."""

# --8<-- [start:scope]
from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
orders = KeyPairTokens(keys, "https://id.example", "orders", clock)
token = orders.issue("partner-7", scope="orders:read")

granted = str(orders.verify(token)["scope"]).split()  # needs no store
for needed in ("orders:read", "orders:write"):
    answer = "granted" if needed in granted else "refused with 403"
    print(f"{needed:12} {answer}")
# --8<-- [end:scope]

# --8<-- [start:introspect]
from examples.auth.sessions import NoSessionError, Sessions
from examples.stores.memory import MemoryStore

references = Sessions(MemoryStore(clock), clock, kind="reference")
reference = references.start("partner-7")


def introspect(token: str) -> dict[str, object]:
    """Tell a partner's service whether the token is active (RFC 7662 §2.2)."""
    try:
        return {"active": True, "sub": references.find(token).user}
    except NoSessionError:
        return {"active": False}


print("Before:", introspect(reference))
references.end_all("partner-7")  # the contract ends
print("After: ", introspect(reference))
print("The signed token still works:", orders.verify(token)["sub"])
# --8<-- [end:introspect]
