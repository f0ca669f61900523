"""Call the next service with an exchanged token, not with the user's own."""

# --8<-- [start:forward]
from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.auth.token_errors import TokenError

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
ISSUER = "https://id.example"
orders = KeyPairTokens(keys, ISSUER, "orders", clock)
billing = KeyPairTokens(keys, ISSUER, "billing", clock)

alice = orders.issue("alice", scope="invoice:read order:write")
print("orders accepts the token of", orders.verify(alice)["sub"])
try:
    billing.verify(alice)  # orders passes the user's token on
except TokenError as refusal:
    print("billing:", refusal)
# --8<-- [end:forward]

# --8<-- [start:exchange]
import json

from examples.oauth.token_exchange import ExchangeRefusedError, TokenExchange

issuer = TokenExchange(keys, ISSUER, {"orders": {"billing"}}, clock)
answer = issuer.exchange("orders", alice, "billing", "invoice:read")
claims = billing.verify(answer["access_token"])
for name in ("sub", "aud", "act", "scope"):
    print(f"{name:6}{json.dumps(claims[name])}")
print("valid for", claims["exp"] - claims["iat"], "seconds")
# --8<-- [end:exchange]


# --8<-- [start:refused]
from textwrap import fill


def try_exchange(actor: str, token: str, audience: str, scope: str) -> None:
    """Ask the issuer, and print its refusal."""
    try:
        issuer.exchange(actor, token, audience, scope)
    except ExchangeRefusedError as refusal:
        print(fill(f"{refusal.error}: {refusal}", 70))


print("reports found alice's token in a log:")
try_exchange("reports", alice, "billing", "invoice:read")
print("orders wants to call payroll:")
try_exchange("orders", alice, "payroll", "invoice:read")
print("orders wants more than alice granted:")
try_exchange("orders", alice, "billing", "invoice:delete")
# --8<-- [end:refused]
