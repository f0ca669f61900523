"""Write, keep, clear and measure cookies."""

# --8<-- [start:axes]
from examples.auth.clock import ManualClock
from examples.auth.sessions import Sessions
from examples.auth.tokens import Tokens
from examples.demos.published_key import KEY
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
tokens = Tokens(KEY, issuer="https://id.example", audience="shop", clock=clock)
session_id = Sessions(MemoryStore(clock), clock).start("alice")
token = tokens.issue("alice", jti="login-1")

for name, value in (("reference", session_id), ("self-contained", token)):
    for line in (f"Cookie: __Host-s={value}", f"Authorization: Bearer {value}"):
        where = line.partition(":")[0].lower()
        print(f"{name:14}  as {where:13}  {len(line):3} bytes per request")
# --8<-- [end:axes]

# --8<-- [start:write]
from http.cookies import SimpleCookie

cookie = SimpleCookie({"__Host-session": session_id})
morsel = cookie["__Host-session"]
morsel["path"], morsel["samesite"] = "/", "Lax"
morsel["secure"] = morsel["httponly"] = True
header = cookie.output(header="")
print(header.strip().replace(session_id, f"({len(session_id)} letters)"))
# --8<-- [end:write]


# --8<-- [start:prefix]
def kept(name: str, attributes: str) -> bool:
    """Tell whether a browser keeps a cookie whose name has this prefix."""
    given = {word.strip().lower() for word in attributes.split(";")}
    domain = any(word.startswith("domain=") for word in given)
    if name.lower().startswith("__host-"):
        return {"secure", "path=/"} <= given and not domain
    return not name.lower().startswith("__secure-") or "secure" in given


for name, attributes in (
    ("__Host-s", "Path=/; Secure; HttpOnly"),
    ("__Host-s", "Path=/; HttpOnly"),
    ("__Host-s", "Path=/app; Secure"),
    ("__Host-s", "Path=/; Secure; Domain=shop.example"),
    ("s", "Path=/; Domain=shop.example"),
):
    answer = "kept" if kept(name, attributes) else "ignored"
    print(f"{answer:8} {name}=…; {attributes}")
# --8<-- [end:prefix]

# --8<-- [start:clear]
browser = {"connect.sid": "a session id"}  # the name that a middleware chose


def receive(header: str) -> None:
    """Remove cookies as a browser does after Set-Cookie with Max-Age=0."""
    found = SimpleCookie(header).items()
    for name in [name for name, one in found if one["max-age"] == "0"]:
        browser.pop(name, None)


for name in ("sessionId", "connect.sid"):
    receive(f"{name}=; Max-Age=0; Path=/")
    print(f"{name} cleared: the browser holds {list(browser) or 'nothing'}")
# --8<-- [end:clear]

# --8<-- [start:limit]
LIMIT = 4096  # of name and value together, in bytes

print("permissions  name and value  the browser")
for count in (0, 50, 150, 180):
    permissions = [f"orders:read:{number}" for number in range(count)]
    token = tokens.issue("alice", jti="login-1", permissions=permissions)
    size = len("__Host-token") + len(token)
    answer = "keeps it" if size <= LIMIT else "ignores it"
    print(f"{count:11}  {size:14}  {answer}")
print(f"a session id  {len('__Host-session' + session_id):13}  keeps it")
# --8<-- [end:limit]
