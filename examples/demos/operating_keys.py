"""Run the keys of an issuer: caching, unknown names, an outage and a leak."""

# --8<-- [start:model]
from contextlib import suppress
from time import monotonic

import jwt

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing

clock = ManualClock(1_800_000_000)
keys = KeyRing(clock=clock)
fetches: list[float] = []


class Model(jwt.PyJWKClient):
    """PyJWT's client, with a model in place of the HTTP request."""

    def fetch_data(self) -> object:
        """Return what the issuer publishes."""
        fetches.append(clock())
        self._last_successful_fetch = monotonic()  # as PyJWT's own method does
        return keys.jwks()


# --8<-- [end:model]

# --8<-- [start:pyjwt]
for cooldown in (0, 30):  # seconds; before 2.13.0, PyJWT had none
    fetches.clear()
    client = Model("https://id.example/jwks.json", cooldown_duration=cooldown)
    for number in range(100):  # an attacker invents names of keys
        with suppress(jwt.PyJWKClientError):
            client.get_signing_key(f"unknown-{number}")
    print(f"Cooldown {cooldown:2} s, 100 unknown names: {len(fetches)} fetches")
# --8<-- [end:pyjwt]

# --8<-- [start:limit]
from examples.auth.keypair_tokens import KeyPairTokens
from examples.oauth.published_keys import PublishedKeys
from examples.oauth.signed_jwt import Expected, verify_signed

down = False


def fetch() -> dict[str, object]:
    """Stand in for the HTTP request: this is a model."""
    fetches.append(clock())
    if down:
        raise OSError
    return dict(keys.jwks())


fetches.clear()
published = PublishedKeys(fetch, clock=clock)
for number in range(100):
    published.find(f"unknown-{number}")
print("With a pause of 10 seconds:", len(fetches), "fetch")
# --8<-- [end:limit]

# --8<-- [start:rotate]
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.token_errors import TokenError

tokens = KeyPairTokens(keys, "https://id.example", "shop", clock)
expected = Expected("https://id.example", "shop", ("at+jwt",), ("exp", "sub"))


def answer(token: str) -> str:
    """Return what a service says that knows only the published keys."""
    try:
        claims = verify_signed(token, published, expected, clock())
    except (TokenError, StoreUnavailableError) as refusal:
        return type(refusal).__name__
    return f"accepted for {claims['sub']}"


keys.rotate()
keys.rotate()  # the service has never seen the key that signs now
print("At once:         ", answer(tokens.issue("alice")))
clock.advance(seconds=10)
print("10 seconds later:", answer(tokens.issue("alice")))
# --8<-- [end:rotate]

# --8<-- [start:outage]
down = True
fetches.clear()
for hours in (1, 22, 2):
    clock.advance(hours=hours)
    said = {answer(tokens.issue("alice")) for _ in range(100)}
    print(f"{hours:2} h later, 100 requests: {', '.join(said)}")
print("Fetches that failed:", len(fetches))
# --8<-- [end:outage]

# --8<-- [start:leak]
down = False
clock.advance(seconds=10)
stolen = tokens.issue("admin")  # signed by a thief who has the private key
kid = jwt.get_unverified_header(stolen)["kid"]
print("The forged token:", answer(stolen))
keys.withdraw(kid)
print("Withdrawn; the issuer knows the key:", keys.find(kid) is not None)
at_once = answer(stolen)
clock.advance(seconds=600)
print("Ten minutes later:", answer(stolen))
print("A new token:", answer(tokens.issue("alice")))
result = "succeeded: until then," if "admin" in at_once else "blocked:"
print(f"Attack {result} {at_once}")
# --8<-- [end:leak]
