"""Issue tokens for several services: a key pair, an audience each, and rotation."""

# --8<-- [start:public_key]
import json

import jwt

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.auth.token_errors import TokenError

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
orders = KeyPairTokens(keys, "https://id.example", "orders", clock)
token = orders.issue("alice")

jwks = keys.jwks()  # the content of /.well-known/jwks.json
print("The key set publishes:", ", ".join(sorted(jwks["keys"][0])))
kid = jwt.get_unverified_header(token)["kid"]
public = jwt.PyJWKSet.from_dict(jwks)[kid]
read = jwt.PyJWS().decode(token, public, algorithms=["EdDSA"])
print("A service with only the public key reads:", json.loads(read)["sub"])
# --8<-- [end:public_key]

# --8<-- [start:forge]
from examples.auth.tokens import Tokens
from examples.demos.attempt import attempt
from examples.demos.published_key import KEY

shared = Tokens(KEY, "https://id.example", "orders", clock)  # HS256
forged = shared.issue("admin")  # by billing, which should only verify
print("The key set holds a private key:", any("d" in k for k in jwks["keys"]))
print("With a shared secret:")
attempt(lambda: f"billing is {shared.verify(forged)['sub']}.", TokenError)
# --8<-- [end:forge]

# --8<-- [start:audience]
billing = KeyPairTokens(keys, "https://id.example", "billing", clock)
print("orders:", orders.verify(token)["sub"])
print("billing:")
attempt(lambda: f"this is {billing.verify(token)['sub']}.", TokenError)
# --8<-- [end:audience]

# --8<-- [start:id_token]
signing = keys.current()
id_token = jwt.encode(
    {"iss": "https://id.example", "sub": "alice", "aud": "orders", "jti": "1",
     "iat": 1_800_000_000, "exp": 1_800_000_900, "nonce": "n-0S6"},
    signing.private, signing.algorithm, {"typ": "JWT", "kid": signing.kid},
)  # fmt: skip
print("An ID token sent to the API:")
attempt(lambda: f"this is {orders.verify(id_token)['sub']}.", TokenError)
# --8<-- [end:id_token]

# --8<-- [start:rotate]
old = token
names = {jwk["kid"]: f"key {n}" for n, jwk in enumerate(keys.jwks()["keys"], 1)}
keys.rotate()
new = orders.issue("alice")
for title, one in (("before", old), ("after", new)):
    key = names[jwt.get_unverified_header(one)["kid"]]
    print(f"Signed {title} the rotation by {key}: {orders.verify(one)['sub']}")
clock.advance(seconds=keys.overlap)
print("After the old tokens have expired:")
try:
    orders.verify(old)
except TokenError as refusal:
    print("  key 1 is removed:", str(refusal).replace(str(kid), "…"))
# --8<-- [end:rotate]
