"""Show which cookies a browser gives to a script, and which it sends over HTTP."""

# --8<-- [start:script]
from dataclasses import dataclass


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
# --8<-- [end:script]

# --8<-- [start:use]
sent = [cookie.name for cookie in jar]  # over HTTPS, to the page's own host
unread = [name for name in sent if name not in read]
print("A fetch() by the same script sends:", *sent)
print(f"It cannot read {' and '.join(unread)}, but it uses them.")
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
taken = local_storage["access_token"]
print(f"From localStorage the script takes the token: {taken[:12]}…")
answer = worker("/me")
print(f"Through the worker it acts as the user: {answer}")
print("The worker's answer holds the token:", token in answer)
# --8<-- [end:storage]

# --8<-- [start:plain_http]
# Anyone on the network path can add this image to any page loaded over HTTP.
sent = [cookie.name for cookie in jar if not cookie.secure]
print("An image from http://shop.example/ sends unencrypted:", *sent)
# --8<-- [end:plain_http]
