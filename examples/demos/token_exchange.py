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
    print("billing refuses it:", refusal)
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

attempts = {
    "reports found the token in a log": ("reports", "billing", "invoice:read"),
    "orders wants to call payroll": ("orders", "payroll", "invoice:read"),
    "orders wants more than granted": ("orders", "billing", "invoice:pay"),
}
for name, (actor, audience, scope) in list(attempts.items()):
    try:
        issuer.exchange(actor, alice, audience, scope)
    except ExchangeRefusedError as refusal:
        print(name, fill(f"  {refusal.error}: {refusal}", 70), sep=":\n")
        del attempts[name]
print("Attack", f"succeeded: {attempts}" if attempts else "blocked: no token.")
# --8<-- [end:refused]
