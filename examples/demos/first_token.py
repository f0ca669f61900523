"""Sign a token, read it, verify it and revoke it."""

# --8<-- [start:sign]
from examples.auth.clock import ManualClock
from examples.auth.tokens import TokenError, Tokens
from examples.demos.published_key import KEY

clock = ManualClock(1_800_000_000)  # stands still, so each run signs the same
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
token = tokens.issue("alice", jti="first-token", role="reader")
print(token)
# --8<-- [end:sign]

# --8<-- [start:read]
import json

from jwt.utils import base64url_decode

header, payload, signature = token.split(".")
print("Anyone can read this without a key:")
print(json.dumps(json.loads(base64url_decode(payload)), indent=2))
# --8<-- [end:read]

# --8<-- [start:verify]
claims = tokens.verify(token)
print(f"Accepted: this is {claims['sub']}, a {claims['role']}.")

changed = "f" if payload[0] != "f" else "e"
forged = f"{header}.{changed}{payload[1:]}.{signature}"
try:
    tokens.verify(forged)
except TokenError as refusal:
    print("One character changed:", refusal, sep="\n")
# --8<-- [end:verify]

# --8<-- [start:revoke]
from examples.auth.revocation import Denylist
from examples.stores.memory import MemoryStore

denylist = Denylist(MemoryStore(clock), clock)
denylist.revoke(claims)
try:
    denylist.check(tokens.verify(token))
except TokenError as refusal:
    print("The same token is refused after its revocation:", refusal, sep="\n")
# --8<-- [end:revoke]
