"""Migrate from sessions to tokens while the server accepts both."""

# --8<-- [start:both]
from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.auth.tokens import TokenError, Tokens
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
sessions = Sessions(MemoryStore(clock), clock)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
used = {"session": 0, "token": 0}


def user_of(headers: dict[str, str]) -> str:
    """Return the user by the one credential that the request carries."""
    cookie, bearer = headers.get("Cookie"), headers.get("Authorization")
    if bool(cookie) == bool(bearer):
        raise ValueError("Send either a session or a token.")
    used["session" if cookie else "token"] += 1
    if cookie:
        return sessions.find(cookie.partition("=")[2]).user
    return str(tokens.verify(str(bearer).removeprefix("Bearer "))["sub"])


# --8<-- [end:both]


# --8<-- [start:overlap]
old = {"Cookie": f"__Host-session={sessions.start('alice')}"}
new = {"Authorization": f"Bearer {tokens.issue('bob')}"}
print("An old client:", user_of(old))
print("A new client:", user_of(new))
for wrong in (old | new, {}):
    try:
        user_of(wrong)
    except ValueError as refusal:
        print(f"With {len(wrong)} credentials:", refusal)
# --8<-- [end:overlap]

# --8<-- [start:exchange]
cookie = old["Cookie"].partition("=")[2]
fresh = tokens.issue(sessions.find(cookie).user)
sessions.end(cookie)  # so that nobody can exchange it again
new = {"Authorization": f"Bearer {fresh}"}
print("The same user with a token:", user_of(new))
try:
    user_of(old)
except NoSessionError as refusal:
    print("The old cookie:", refusal, sep="\n")
# --8<-- [end:exchange]

# --8<-- [start:end]
clock.advance(seconds=tokens.lifetime)
try:
    user_of(new)
except TokenError:
    print("After one lifetime, every token has expired.")
print("Requests so far:", used)
print("Drop the old credential when its count stops growing.")
# --8<-- [end:end]
