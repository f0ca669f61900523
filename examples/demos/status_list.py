"""Revoke tokens through a signed list that verifiers fetch and keep for a while."""

# --8<-- [start:publish]
from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.oauth.status_list import INVALID, StatusIssuer, StatusList

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
tokens = KeyPairTokens(keys, "https://id.example", "shop", clock, lifetime=3600)
URI = "https://id.example/statuslists/1"
issuer = StatusIssuer(StatusList(1000), keys, "https://id.example", URI, clock)

alice = tokens.issue("alice", status=issuer.reference(0))
bob = tokens.issue("bob", status=issuer.reference(1))
status = tokens.verify(alice)["status"]
print("In alice's token:", status["status_list"], sep="\n")
print("In the list:", issuer.statuses.packed())
# --8<-- [end:publish]

# --8<-- [start:copy]
from examples.auth.token_errors import TokenError
from examples.oauth.status_list import StatusChecker

fetched: list[str] = []
reachable = True


def fetch(uri: str) -> tuple[int, str]:
    """Stand in for an HTTPS request to the issuer: this is a model."""
    if not reachable:
        raise OSError
    fetched.append(uri)
    return 200, issuer.token()


checker = StatusChecker(fetch, keys, "https://id.example", {URI}, clock)
for token in (alice, bob, alice, bob):
    checker.check(tokens.verify(token))
print(f"4 requests passed, and {len(fetched)} of them fetched the list.")
# --8<-- [end:copy]


# --8<-- [start:stale]
def answer(token: str) -> str:
    """Return what the verifier says to a request."""
    try:
        checker.check(tokens.verify(token))
    except TokenError as refusal:
        return str(refusal)
    return "accepted"


issuer.statuses.set(0, INVALID)  # alice logs out
print("In the same second: ", answer(alice))
clock.advance(seconds=issuer.ttl - 1)
print("After 299 seconds:  ", answer(alice))
clock.advance(seconds=1)
print("After 300 seconds:  ", answer(alice))
print("bob, at the same time:", answer(bob))
# --8<-- [end:stale]

# --8<-- [start:million]
import random

MILLION = 1_000_000
print("revoked     the list   the signed token")
for share in (0.0001, 0.001, 0.01, 0.1):
    many = StatusList(MILLION)
    chosen = random.Random(1)  # noqa: S311 - the same tokens at each run
    for index in chosen.sample(range(MILLION), int(MILLION * share)):
        many.set(index, INVALID)
    claim = many.packed()
    signed = StatusIssuer(many, keys, "https://id.example", URI, clock).token()
    size = len(str(claim["lst"])) * 3 // 4
    print(f"{share:7.2%} {size:9,} B {len(signed):12,} B")
print(f"not packed {MILLION // 8:8,} B")
# --8<-- [end:million]

# --8<-- [start:away]
from examples.auth.store_protocol import StoreUnavailableError

reachable = False
for title, seconds in (("301 seconds", 301), ("an hour more", 3600)):
    clock.advance(seconds=seconds)
    try:
        checker.check({"status": issuer.reference(1)})
        print(f"Down for {title}: bob's token is accepted")
    except StoreUnavailableError as error:
        print(f"Down for {title}: 503, Retry-After: {error.retry_after}")
# --8<-- [end:away]
