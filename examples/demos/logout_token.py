"""End a user's sessions at a client when the identity provider says so."""

# --8<-- [start:sign]
import jwt

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.oauth.logout_token import EVENT

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
ISSUER = "https://id.example"


def signed(typ: str = "logout+jwt", **changes: object) -> str:
    """Sign what the provider sends; None leaves a claim out."""
    now = int(clock())
    claims = {"iss": ISSUER, "aud": "shop", "iat": now, "exp": now + 120}
    claims |= {"sub": "alice", "sid": "s-1", "events": {EVENT: {}}} | changes
    given = {name: one for name, one in claims.items() if one is not None}
    key = keys.current()
    headers = {"typ": typ, "kid": key.kid}
    return jwt.encode(given, key.private, key.algorithm, headers)


# --8<-- [end:sign]

# --8<-- [start:accept]
from examples.oauth.logout_token import LogoutTokens
from examples.stores.memory import MemoryStore

store = MemoryStore(clock)
received = LogoutTokens(store, keys, ISSUER, "shop", clock)
out = received.verify(signed(jti="1"))
print(f"End the session {out.session} of {out.subject}.")
received.done(out)
# --8<-- [end:accept]

# --8<-- [start:refuse]
from examples.auth.token_errors import TokenError

attacks = {
    "sent twice": signed(jti="1"),
    "an ID token": signed("JWT", nonce="n", jti="2"),
    "with a nonce": signed(nonce="n", jti="3"),
    "no event": signed(events={}, jti="4"),
    "for another client": signed(aud="wiki", jti="5"),
    "valid for a day": signed(exp=int(clock()) + 86_400, jti="6"),
    "names nobody": signed(sub=None, sid=None, jti="7"),
}
for name, token in list(attacks.items()):
    try:
        received.verify(token)
    except TokenError as refusal:
        print(f"{name}:\n  {refusal}")
        del attacks[name]
print("Attack", f"succeeded: {attacks}" if attacks else "blocked: all refused.")
# --8<-- [end:refuse]

# --8<-- [start:sessions]
from examples.auth.sessions import NoSessionError, Sessions

sessions = Sessions(store, clock)
cookie = sessions.start("alice")
print("Before:", sessions.find(cookie).user)
out = received.verify(signed(sid=None, jti="8"))  # all of the user's sessions
sessions.end_all(str(out.subject))
received.done(out)
try:
    sessions.find(cookie)
except NoSessionError as refusal:
    print("After:", refusal, sep="\n")
# --8<-- [end:sessions]
