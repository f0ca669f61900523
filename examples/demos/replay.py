"""Send the same token twice. A `jti` helps only if the server records it."""

# --8<-- [start:three_times]
from examples.auth.clock import ManualClock
from examples.auth.tokens import Claims, TokenError, TokenRevokedError, Tokens
from examples.demos.published_key import KEY

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
transfer = tokens.issue("alice", jti="transfer-1", amount=100)
paid = sum(tokens.verify(transfer)["amount"] for _ in range(3))
print(f"A token with exp and jti, sent three times: {paid} paid")
# --8<-- [end:three_times]

# --8<-- [start:recorded]
import secrets

from examples.auth.store_protocol import entry_key
from examples.stores.memory import MemoryStore

store = MemoryStore(clock)


def once(claims: Claims) -> Claims:
    """Mark the jti as used. The swap is atomic, so one request succeeds."""
    key = entry_key("jti", claims["iss"], claims["jti"])
    if not store.swap(key, "unused", secrets.token_hex(), tokens.lifetime):
        raise TokenRevokedError(f"The token {claims['jti']} was used before.")
    return claims


store.put(entry_key("jti", tokens.issuer, "transfer-1"), "unused", 900)
for attempt in range(1, 4):
    try:
        print(attempt, once(tokens.verify(transfer))["amount"], "paid")
    except TokenError as refusal:
        print(attempt, refusal)
# --8<-- [end:recorded]
