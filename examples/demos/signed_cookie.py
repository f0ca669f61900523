"""Keep a session in a signed cookie, and see that its log-out revokes nothing."""

# --8<-- [start:log_in]
from itsdangerous import BadSignature, URLSafeTimedSerializer

from examples.demos.published_key import KEY

HOURS_8 = 28_800  # seconds
signer = URLSafeTimedSerializer(KEY, salt="session")
browser = {"session": signer.dumps({"user": "alice", "role": "reader"})}
print(f"The cookie of {len(browser['session'])} characters holds the session:")
print(signer.loads(browser["session"], max_age=HOURS_8))
# --8<-- [end:log_in]

# --8<-- [start:read]
from jwt.utils import base64url_decode

from examples.demos.attempt import attempt, judge

body, _, signature = browser["session"].partition(".")
print("Read without the key:", base64url_decode(body).decode())
changed = f"{body[:-4]}AAAA.{signature}"
print("Changed without the key:")
accepted, _ = signer.loads_unsafe(changed, max_age=HOURS_8)
judge(
    accepted,
    "the server accepts the changed cookie.",
    "the changed cookie does not match its signature.",
)
# --8<-- [end:read]

# --8<-- [start:replay]
copy = browser["session"]  # the thief's copy
browser.clear()  # the log-out: Set-Cookie with Max-Age=0

print("The browser's session:", browser.get("session"))
attempt(
    lambda: f"the copy is still {signer.loads(copy, max_age=HOURS_8)['user']}.",
    BadSignature,
)
# --8<-- [end:replay]

# --8<-- [start:fix]
from examples.auth.clock import ManualClock
from examples.auth.sessions import NoSessionError, Sessions
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
sessions = Sessions(MemoryStore(clock), clock)
browser["session"] = copy = sessions.start("alice")
sessions.end(browser.pop("session"))  # the log-out, on the server
attempt(lambda: f"it is still {sessions.find(copy).user}.", NoSessionError)
# --8<-- [end:fix]

# --8<-- [start:version]
versions = {"alice": 7}  # the server keeps one number per user


def user_of(cookie: str) -> str:
    """Return the cookie's user unless the user has logged out since."""
    data = signer.loads(cookie, max_age=HOURS_8)
    if data["version"] != versions[data["user"]]:
        raise BadSignature("The cookie is older than the last log-out.")
    return str(data["user"])


copy = signer.dumps({"user": "alice", "version": versions["alice"]})
print("Before the log-out:", user_of(copy))
versions["alice"] += 1
attempt(lambda: f"the copy is still {user_of(copy)}.", BadSignature)
# --8<-- [end:version]
