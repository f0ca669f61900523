"""Refresh with the right token, after a log-out, and in two tabs at once."""

# --8<-- [start:refresh]
from examples.auth.clock import ManualClock
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
families = RefreshTokens(MemoryStore(clock), clock)
users = {"alice", "bob"}


def refresh(token: str) -> tuple[str, str]:
    """Return a new access token and a new refresh token."""
    following, family = families.rotate(token)
    if family.user not in users:
        families.end_all(family.user)
        raise RefreshRefusedError("The account is closed.")
    return tokens.issue(family.user), following


# --8<-- [end:refresh]


# --8<-- [start:not_expired]
access = tokens.issue("alice")
first, family = families.start("alice")
clock.advance(minutes=15)
try:
    refresh(access)  # an access token, expired or not, cannot refresh
except RefreshRefusedError as refusal:
    print(refusal)
access, second = refresh(first)
print("With the refresh token:", tokens.verify(access)["sub"])
# --8<-- [end:not_expired]

# --8<-- [start:access_goes_on]
families.end_all("alice")  # revokes her refresh tokens at once
try:
    refresh(second)
except RefreshRefusedError as refusal:
    print("Refresh:", refusal)
print("Access:", tokens.verify(access)["sub"], "for up to 15 more minutes")
# --8<-- [end:access_goes_on]

# --8<-- [start:deleted]
token, family = families.start("bob")
users.discard("bob")
try:
    refresh(token)
except RefreshRefusedError as refusal:
    print(refusal)
# --8<-- [end:deleted]

# --8<-- [start:two_tabs]
shared, family = families.start("alice")
access, tab_one = refresh(shared)
for title, token in (("tab two", shared), ("tab one", tab_one)):
    try:
        refresh(token)
    except RefreshRefusedError as refusal:
        print(f"{title}: {str(refusal).partition(',')[0].partition(':')[0]}")
# --8<-- [end:two_tabs]
