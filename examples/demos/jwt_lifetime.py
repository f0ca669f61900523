"""Show that a plain token works until it expires, even after the log-out."""

# --8<-- [start:log_in]
from examples.auth.clock import ManualClock
from examples.auth.tokens import TokenError, Tokens
from examples.demos.attempt import attempt
from examples.demos.published_key import KEY

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)

browser = {"access_token": tokens.issue("alice", jti="login-1")}
claims = tokens.verify(browser["access_token"])
minutes = (claims["exp"] - claims["iat"]) // 60
print(f"{claims['sub']} is logged in for {minutes} minutes.")
print("The server stored nothing.")
# --8<-- [end:log_in]

# --8<-- [start:log_out]
stolen = browser["access_token"]  # the thief's copy
browser.clear()  # the log-out: the client deletes its token

clock.advance(minutes=14)
print(f"The browser holds {len(browser)} tokens, so its user is logged out.")
print("The thief's copy, 14 minutes after the log-in:")
attempt(lambda: f"it is still {tokens.verify(stolen)['sub']}.", TokenError)
# --8<-- [end:log_out]

# --8<-- [start:expires]
clock.advance(minutes=2)
print("The same copy, 2 minutes later:")
attempt(lambda: f"it is still {tokens.verify(stolen)['sub']}.", TokenError)
# --8<-- [end:expires]

# --8<-- [start:size]
print("permissions  characters of the token")
for count in (0, 1, 10, 50, 100):
    permissions = [f"orders:read:{number}" for number in range(count)]
    token = tokens.issue("alice", jti="login-2", permissions=permissions)
    print(f"{count:11}  {len(token):5}")
print("A session id always has 43 characters.")
# --8<-- [end:size]

# --8<-- [start:said]
import jwt
from jwt.utils import base64url_encode

quoted = {"userId": "123", "role": "admin", "permissions": ["read", "write"]}
print("An article says that these claims take 500 to 2000 bytes:")
for claims in (quoted, quoted | {"iat": 1_800_000_000}):
    size = len(jwt.encode(claims, KEY))
    print(f"  {len(claims)} claims: {size} bytes with HS256")
print("The signature alone takes:")
sizes = {"HS256": 32, "EdDSA and ES256": 64, "RS256, 2048 bits": 256}
for name, size in sizes.items():
    print(f"  {name:16} {len(base64url_encode(bytes(size))):5} bytes")
# --8<-- [end:said]
