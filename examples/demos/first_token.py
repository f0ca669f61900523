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
from examples.demos.attempt import attempt

claims = tokens.verify(token)
print(f"Accepted: this is {claims['sub']}, a {claims['role']}.")

changed = "f" if payload[0] != "f" else "e"
forged = f"{header}.{changed}{payload[1:]}.{signature}"
print("One character changed:")
attempt(lambda: f"I am a {tokens.verify(forged)['role']}.", TokenError)
# --8<-- [end:verify]

# --8<-- [start:revoke]
from examples.auth.revocation import Denylist
from examples.stores.memory import MemoryStore

denylist = Denylist(MemoryStore(clock), clock)


def user_of(token: str) -> str:
    """Return the user of a token that is valid and not revoked."""
    claims = tokens.verify(token)
    denylist.check(claims)
    return str(claims["sub"])


print("Before its revocation, the token works:", user_of(token))
denylist.revoke(claims)
print("After it:")
attempt(lambda: f"the token is still {user_of(token)}.", TokenError)
# --8<-- [end:revoke]
