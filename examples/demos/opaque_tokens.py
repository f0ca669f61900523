"""Issue opaque access tokens, and let each API ask what they stand for."""

# --8<-- [start:issue]
from examples.auth.clock import ManualClock
from examples.oauth.introspection import OpaqueTokens
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store = MemoryStore(clock)
issuer = OpaqueTokens(store, "https://id.example", clock)
token = issuer.issue("alice", "shop", client="web", scope="orders:read")
print(f"The client holds {len(token)} random characters.")
for name, value in issuer.introspect(token, "shop").items():
    print(f"  {name:11}{value}")
print("Another API asks:", issuer.introspect(token, "billing"))
# --8<-- [end:issue]

# --8<-- [start:revoke]
from examples.auth.token_errors import TokenError
from examples.oauth.introspection import IntrospectionClient

asked: list[str] = []


def ask(text: str) -> dict[str, object]:
    """Stand in for a request to the issuer's endpoint: this is a model."""
    asked.append(text)
    return issuer.introspect(text, "shop")


def answer(api: IntrospectionClient) -> str:
    """Return what this API says to a request."""
    try:
        return f"accepted for {api.verify(token)['sub']}"
    except TokenError as refusal:
        return str(refusal)


# --8<-- [end:revoke]

# --8<-- [start:cache]
always = IntrospectionClient(ask, "https://id.example", "shop", clock)
caching = IntrospectionClient(ask, "https://id.example", "shop", clock, keep=30)
for name, api in (("always asks", always), ("keeps 30 s", caching)):
    before = len(asked)
    for _ in range(100):
        api.verify(token)
    print(f"{name}: 100 requests, {len(asked) - before} questions")

issuer.revoke(token)
print("Revoked, always asks:", answer(always))
print("Revoked, keeps 30 s: ", answer(caching))
clock.advance(seconds=30)
print("30 seconds later:    ", answer(caching))
# --8<-- [end:cache]
