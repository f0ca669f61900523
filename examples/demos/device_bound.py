"""Copy a device-bound cookie to another machine: a model of browser and thief."""

# --8<-- [start:register]
import jwt

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import new_signing_key
from examples.oauth.bound_sessions import BoundSessions
from examples.oauth.key_proofs import public_members
from examples.stores.memory import MemoryStore


class Browser:
    """A model: a real browser keeps the key where nobody can copy it."""

    def __init__(self) -> None:
        self._key = new_signing_key("ES256")

    def sign(self, challenge: str, *, register: bool = False) -> str:
        """Return a proof; only the registration has the public key in it."""
        jwk = public_members(self._key.public_jwk())
        headers = {"typ": "dbsc+jwt"} | ({"jwk": jwk} if register else {})
        claims = {"jti": challenge}
        return jwt.encode(claims, self._key.private, "ES256", headers)


# --8<-- [end:register]

# --8<-- [start:log_in]
clock = ManualClock(1_800_000_000)
server = BoundSessions(MemoryStore(clock))
browser = Browser()
proof = browser.sign(server.challenge(), register=True)  # after the log-in
session, cookie = server.register("alice", proof)
print("The cookie works:", server.user_of(cookie))
clock.advance(seconds=server.cookie_lifetime)
print("Ten minutes later:", server.user_of(cookie))
cookie = server.refresh(session, browser.sign(server.challenge(session)))
print("Renewed by the browser, unseen:", server.user_of(cookie))
# --8<-- [end:log_in]

# --8<-- [start:steal]
from examples.auth.token_errors import TokenError

stolen, thief = cookie, Browser()  # malware has copied the whole cookie jar
print("The thief, at once:", server.user_of(stolen))
clock.advance(seconds=server.cookie_lifetime)
print("Ten minutes later:", server.user_of(stolen))
try:
    server.refresh(session, thief.sign(server.challenge(session)))
except TokenError as refusal:
    print("Renewed by the thief:", refusal, sep="\n")
# --8<-- [end:steal]
