"""Refuse a sensitive action until the user has logged in again (RFC 9470)."""

# --8<-- [start:api]
from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.oauth.step_up import StepUp, StepUpRequiredError

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
tokens = KeyPairTokens(keys, "https://id.example", "bank", clock)
transfer = StepUp(("phishing-resistant",), max_age=300, clock=clock)


def ask(token: str) -> str:
    """Ask the API for a transfer."""
    try:
        transfer.check(tokens.verify(token))
    except StepUpRequiredError as refusal:
        return f"401 {refusal}"
    return "200 transferred"


# --8<-- [end:api]

# --8<-- [start:challenge]
logged_in = int(clock())
password = tokens.issue("alice", acr="password", auth_time=logged_in)
passkey = tokens.issue("alice", acr="phishing-resistant", auth_time=logged_in)
print("password:", ask(password))
print("passkey: ", ask(passkey))
# --8<-- [end:challenge]

# --8<-- [start:later]
clock.advance(seconds=300)
print("The same token, five minutes later:")
print(ask(passkey))
refreshed = tokens.issue("alice", acr="phishing-resistant", auth_time=logged_in)
print("A refreshed token:")
print(ask(refreshed))
again = tokens.issue("alice", acr="phishing-resistant", auth_time=int(clock()))
print("After another log-in:", ask(again))
# --8<-- [end:later]

# --8<-- [start:header]
from textwrap import fill

try:
    transfer.check(tokens.verify(refreshed))
except StepUpRequiredError as refusal:
    print(fill(f"WWW-Authenticate: {refusal.challenge()}", 70))
    print("The next log-in asks for:")
    print(refusal.needed.request())
# --8<-- [end:header]
