"""Steal a token that is bound to a key, and fail to use it (DPoP, RFC 9449)."""

# --8<-- [start:bind]
from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.oauth.dpop import DpopKey, DpopProofs
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
keys, store = KeyRing(clock=clock), MemoryStore(clock)
tokens = KeyPairTokens(keys, "https://id.example", "shop", clock)
proofs = DpopProofs(store, clock)

key = DpopKey(clock)  # made by alice's device, which keeps the private half
URL = "https://id.example/token"
bound = proofs.check([key.proof("POST", URL)], "POST", URL)
token = tokens.issue("alice", cnf={"jkt": bound})
print("The token names the key:", tokens.verify(token)["cnf"] == {"jkt": bound})
# --8<-- [end:bind]

# --8<-- [start:use]
from examples.auth.token_errors import TokenError
from examples.oauth.dpop import DpopGate

gate = DpopGate(tokens, proofs)
ORDERS = "https://shop.example/orders"


def request(scheme: str, proof: str, method: str = "GET", url: str = "") -> str:
    """Send a request to the API, and return its answer."""
    sent, address = [proof] if proof else [], url or ORDERS
    try:
        claims = gate.authenticate(f"{scheme} {token}", sent, method, address)
    except TokenError as refusal:
        return f"401 {refusal}"
    return f"200 {claims['sub']}"


print("alice:", request("DPoP", key.proof("GET", ORDERS, token)))
print("alice:", request("DPoP", key.proof("GET", ORDERS, token)))
# --8<-- [end:use]

# --8<-- [start:stolen]
thief = DpopKey(clock)  # the thief has the token, and a key of another device
print("As a bearer:", request("Bearer", ""))
print("No proof:   ", request("DPoP", ""))
print("Own proof:  ", request("DPoP", thief.proof("GET", ORDERS, token)))
# --8<-- [end:stolen]

# --8<-- [start:replay]
sent = key.proof("GET", ORDERS, token)
print("alice:      ", request("DPoP", sent))
print("A copy:     ", request("DPoP", sent))
unused = key.proof("GET", ORDERS, token)  # taken before it arrived
PAY = "https://shop.example/pay"
print("Elsewhere:  ", request("DPoP", unused, url=PAY))
print("As a DELETE:", request("DPoP", unused, method="DELETE"))
clock.advance(seconds=60)
print("Later:      ", request("DPoP", unused))
# --8<-- [end:replay]

# --8<-- [start:other_token]
# The thief has a proof that was made for alice's token, and a token of bob's.
other = tokens.issue("bob", cnf={"jkt": bound})
print(request("DPoP", key.proof("GET", ORDERS, other)))
# --8<-- [end:other_token]

# --8<-- [start:nonce]
import secrets
from dataclasses import replace

from examples.oauth.dpop import DpopError, DpopNonces

nonces = DpopNonces(secrets.token_bytes(32), clock)
gate = DpopGate(tokens, replace(proofs, nonces=nonces))
nonce = ""
for attempt in ("first", "second"):
    proof = key.proof("GET", ORDERS, token, nonce)
    try:
        gate.authenticate(f"DPoP {token}", [proof], "GET", ORDERS)
        print(f"{attempt}: 200")
    except DpopError as refusal:
        nonce = refusal.headers()["DPoP-Nonce"]
        print(f"{attempt}: 401 {refusal.error}, with a nonce to use")
clock.advance(minutes=4)
print("Four minutes later:", nonces.accepts(nonce))
# --8<-- [end:nonce]
