"""Show session fixation, and a role that a token keeps for too long."""

# --8<-- [start:fixation]
from examples.demos.attempt import judge

logged_in: dict[str, str] = {}  # the sessions of a careless server


def careless_log_in(session_id: str, user: str) -> str:
    """Keep using the id that the browser sent."""
    logged_in[session_id] = user
    return session_id


planted = "chosen-by-the-attacker"
careless_log_in(planted, "alice")
judge(
    planted in logged_in,
    f"the attacker's browser is {logged_in.get(planted)}.",
    "the planted id is logged in as nobody.",
)
# --8<-- [end:fixation]

# --8<-- [start:new_id]
from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.demos.attempt import attempt
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
sessions = Sessions(MemoryStore(clock), clock)
given = sessions.start("alice")  # makes its own id, so none can be planted
print("Alice's browser is", sessions.find(given).user)
attempt(
    lambda: f"the attacker's browser is {sessions.find(planted).user}.",
    NoSessionError,
)
# --8<-- [end:new_id]

# --8<-- [start:stale_role]
from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY

roles = {"alice": "admin"}
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
token = tokens.issue("alice", role=roles["alice"])
roles["alice"] = "reader"
clock.advance(minutes=14)
print("The server says that alice is", roles[sessions.find(given).user])
claimed = tokens.verify(token)["role"]
judge(
    claimed != roles["alice"],
    f"the token still makes her {claimed}.",
    f"the token makes her {claimed}, as the server does.",
)
# --8<-- [end:stale_role]
