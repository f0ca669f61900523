"""Sign in with OpenID Connect: the client is real, the provider is a model."""

# --8<-- [start:client]
from urllib.parse import parse_qs, urlsplit

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import KeyRing
from examples.oauth.sign_in import Provider, SignIn
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
store, keys = MemoryStore(clock), KeyRing(clock=clock)
ID = "https://id.example"
known = Provider(
    ID, f"{ID}/authorize", f"{ID}/token", f"{ID}/jwks.json", sends_iss=True
)
BACK = "https://shop.example/callback"
sign_in = SignIn(store, known, keys, "shop", BACK, clock=clock)

# --8<-- [end:client]

# --8<-- [start:begin]
url = sign_in.begin(browser="cookie-1", then="/orders")
print("The browser goes to", url.partition("?")[0], "with")
query = {name: one for name, (one,) in parse_qs(urlsplit(url).query).items()}
for name, value in query.items():
    random = name in {"state", "nonce", "code_challenge"}
    print(f"  {name:22}{f'{len(value)} characters' if random else value}")
# --8<-- [end:begin]

# --8<-- [start:provider]
import secrets

import jwt

from examples.oauth.sign_in import SignInError, challenge_of

codes: dict[str, dict[str, str]] = {}


def authorize(url: str, user: str) -> dict[str, str]:
    """Log the user in, and send the browser back with a code: a model."""
    parts = parse_qs(urlsplit(url).query)
    asked = {name: values[0] for name, values in parts.items()}
    code = secrets.token_urlsafe(16)
    codes[code] = asked | {"user": user}
    return {"code": code, "state": asked["state"], "iss": ID}


# --8<-- [end:provider]


# --8<-- [start:redeem]
def redeem(code: str, verifier: str) -> str:
    """Return the ID token for a code, once: the other half of the model."""
    held = codes.pop(code)
    if challenge_of(verifier) != held["code_challenge"]:
        raise SignInError("The provider: invalid_grant, the verifier is wrong.")
    now, key = int(clock()), keys.current()
    claims = {"iat": now, "exp": now + 300, "nonce": held["nonce"]}
    claims |= {"iss": ID, "aud": held["client_id"], "sub": held["user"]}
    return jwt.encode(claims, key.private, key.algorithm, {"kid": key.kid})


# --8<-- [end:redeem]

# --8<-- [start:finish]
from examples.auth.sessions import Sessions

answer = authorize(url, "alice")
code, attempt = sign_in.finish(answer, browser="cookie-1")
claims = sign_in.verify(redeem(code, attempt.verifier), attempt)
sessions = Sessions(store, clock)  # your own session, from here on
cookie = sessions.start(claims["sub"])
print(f"Logged in: {sessions.find(cookie).user}, who goes on to {attempt.then}")
# --8<-- [end:finish]

# --8<-- [start:callback]
from examples.auth.token_errors import TokenError


def finish(answer: dict[str, str], browser: str) -> str:
    """Do what the callback does, and return its answer."""
    try:
        code, attempt = sign_in.finish(answer, browser)
        claims = sign_in.verify(redeem(code, attempt.verifier), attempt)
        return str(claims["sub"])
    except (SignInError, TokenError) as refusal:
        return str(refusal)


honest = authorize(sign_in.begin("cookie-1", "/"), "alice")
print("An honest log-in:", finish(honest, "cookie-1"))
# --8<-- [end:callback]

# --8<-- [start:attacks]
mallory = authorize(sign_in.begin("cookie-2", "/"), "mallory")
stolen = authorize(sign_in.begin("cookie-1", "/"), "alice")["code"]
own = authorize(sign_in.begin("cookie-2", "/"), "mallory")
mixed = authorize(sign_in.begin("cookie-1", "/"), "alice")
evil = {"iss": "https://evil.example"}
answers = {
    "The same answer again": finish(answer, "cookie-1"),
    "Mallory's answer, in alice's browser": finish(mallory, "cookie-1"),
    "Alice's stolen code": finish(own | {"code": stolen}, "cookie-2"),
    "Another provider's answer": finish(mixed | evil, "cookie-1"),
}
for name, said in answers.items():
    print(f"{name}:\n  {said}")
got_in = {"alice", "mallory"} & set(answers.values())
print("Attack", f"succeeded: {got_in}" if got_in else "blocked: no log-in.")
# --8<-- [end:attacks]

# --8<-- [start:nonce]
first = authorize(sign_in.begin("cookie-1", "/"), "alice")
code, attempt = sign_in.finish(first, "cookie-1")
other = authorize(sign_in.begin("cookie-2", "/"), "mallory")
code_2, attempt_2 = sign_in.finish(other, "cookie-2")
theirs = redeem(code_2, attempt_2.verifier)
unsigned = jwt.encode({"iss": ID, "aud": "shop", "sub": "admin"}, "", "none")
refused = 0
for name, token in (("Of another log-in", theirs), ("Unsigned", unsigned)):
    try:
        sign_in.verify(token, attempt)
    except TokenError as refusal:
        refused += 1
        print(f"{name}:\n  {refusal}")
passed = len((theirs, unsigned)) - refused
print("Attack", "succeeded." if passed else "blocked: both refused.")
# --8<-- [end:nonce]
