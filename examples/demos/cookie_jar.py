"""Show which cookies a browser gives to a script, and which it sends over HTTP."""

# --8<-- [start:script]
from dataclasses import dataclass

from examples.demos.attempt import judge


@dataclass
class Cookie:
    """One cookie in a browser's store (rfc6265bis §5.8.3)."""

    name: str
    secure: bool
    http_only: bool


jar = [
    Cookie("__Host-session", secure=True, http_only=True),
    Cookie("csrf", secure=True, http_only=False),
    Cookie("session", secure=False, http_only=True),
]
read = [cookie.name for cookie in jar if not cookie.http_only]
print("A script can read in document.cookie:", *read)
judge(set(read) - {"csrf"}, "it reads a session id.", "it reads no session id.")
# --8<-- [end:script]

# --8<-- [start:use]
sent = [cookie.name for cookie in jar]  # over HTTPS, to the page's own host
unread = [name for name in sent if name not in read]
print("A fetch() by the same script sends:", *sent)
judge(
    unread,
    f"it uses {' and '.join(unread)} without reading them.",
    "it uses only what it can read.",
)
# --8<-- [end:use]

# --8<-- [start:storage]
from collections.abc import Callable

from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY

token = Tokens(KEY, "https://id.example", "shop").issue("alice")
local_storage = {"access_token": token}


def start_worker(secret: str) -> Callable[[str], str]:
    """Stand in for a Web Worker that sends requests and returns the answers."""
    return lambda path: f"200 {path}" if secret else f"401 {path}"


worker = start_worker(token)
answer = worker("/me")
print(f"Through the worker the script acts as the user: {answer}")
print("The worker's answer holds the token:", token in answer)
taken = local_storage.get("access_token", "")
judge(taken, f"localStorage gives {taken[:12]}… away.", "there is no token.")
# --8<-- [end:storage]

# --8<-- [start:plain_http]
# Anyone on the network path can add this image to any page loaded over HTTP.
sent = [cookie.name for cookie in jar if not cookie.secure]
judge(
    sent,
    f"an image over http sends {', '.join(sent)} in clear text.",
    "an image over http sends no cookie.",
)
# --8<-- [end:plain_http]
