"""Send the same token twice. A `jti` helps only if the server records it."""

# --8<-- [start:three_times]
from examples.auth.clock import ManualClock
from examples.auth.tokens import Claims, TokenError, TokenRevokedError, Tokens
from examples.demos.attempt import attempt, judge
from examples.demos.published_key import KEY

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
transfer = tokens.issue("alice", jti="transfer-1", amount=100)
paid = sum(tokens.verify(transfer)["amount"] for _ in range(3))
judge(
    paid > tokens.verify(transfer)["amount"],
    f"one token for 100, sent three times, paid {paid}.",
    "the token paid once.",
)
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
print("The first time:", once(tokens.verify(transfer))["amount"], "paid")
attempt(lambda: f"{once(tokens.verify(transfer))['amount']} again.", TokenError)
# --8<-- [end:recorded]
