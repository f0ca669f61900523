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
answers = {
    "As a bearer": request("Bearer", ""),
    "No proof": request("DPoP", ""),
    "Own proof": request("DPoP", thief.proof("GET", ORDERS, token)),
}
for name, answer in answers.items():
    print(f"{name + ':':13}{answer}")
used = [name for name, answer in answers.items() if answer.startswith("200")]
print("Attack", f"succeeded: {used}" if used else "blocked: no key, no access.")
# --8<-- [end:stolen]

# --8<-- [start:replay]
sent = key.proof("GET", ORDERS, token)
print("alice:      ", request("DPoP", sent))
unused = key.proof("GET", ORDERS, token)  # taken before it arrived
PAY = "https://shop.example/pay"
answers = {
    "A copy": request("DPoP", sent),
    "Elsewhere": request("DPoP", unused, url=PAY),
    "As a DELETE": request("DPoP", unused, method="DELETE"),
}
clock.advance(seconds=60)
answers["Later"] = request("DPoP", unused)
for name, answer in answers.items():
    print(f"{name + ':':13}{answer}")
used = [name for name, answer in answers.items() if answer.startswith("200")]
print("Attack", f"succeeded: {used}" if used else "blocked: one use.")
# --8<-- [end:replay]

# --8<-- [start:other_token]
bob = tokens.issue("bob", cnf={"jkt": bound})  # the same key, another token
claims = tokens.verify(bob)
proof = key.proof("GET", ORDERS, bob)
answer = request("DPoP", proof)  # sends alice's token with the proof for bob's
print(f"{claims['sub']}'s proof: {answer}")
got_in = answer.startswith("200")
print("Attack", "succeeded." if got_in else "blocked: ath differs.")
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
