"""Show which cross-origin requests need a pre-flight, and which answers allow them."""

# --8<-- [start:asks]
SIMPLE = ("GET", "HEAD", "POST")
FORM = "application/x-www-form-urlencoded"
FORMS = (FORM, "multipart/form-data", "text/plain")


def needs_preflight(method: str, headers: dict[str, str]) -> bool:
    """Tell whether the browser asks first (Fetch, "CORS-safelisted")."""
    unsafe = {name.lower() for name in headers} - {"accept", "content-type"}
    kind = headers.get("Content-Type", FORM)
    return method not in SIMPLE or bool(unsafe) or kind not in FORMS


for title, method, headers in (
    ("a form, with cookies", "POST", {}),
    ("JSON, with cookies", "POST", {"Content-Type": "application/json"}),
    ("a bearer token", "GET", {"Authorization": "Bearer …"}),
    ("a CSRF header", "POST", {"X-CSRF-Token": "…"}),
    ("deleting", "DELETE", {}),
):
    first = "pre-flight" if needs_preflight(method, headers) else "sent at once"
    print(f"{first:12}  {title}")
# --8<-- [end:asks]


# --8<-- [start:allowed]
def allowed(name: str, allow: str, *, credentials: bool) -> bool:
    """Tell whether Access-Control-Allow-Headers covers the header."""
    name, listed = name.lower(), allow.lower().split(", ")
    star = "*" in listed and not credentials  # with cookies, * is only a name
    return name in listed or (star and name != "authorization")


for name, allow, credentials in (
    ("X-Trace", "*", False),
    ("Authorization", "*", False),
    ("Authorization", "Authorization", False),
    ("X-CSRF-Token", "*", True),
    ("X-CSRF-Token", "X-CSRF-Token", True),
):
    covered = allowed(name, allow, credentials=credentials)
    answer = "sent" if covered else "refused"
    print(f"{answer:7}  {name}, allowed {allow}{', cookies' * credentials}")
# --8<-- [end:allowed]


# --8<-- [start:exchange]
def preflight(origin: str) -> dict[str, str]:
    """Answer OPTIONS as a server that lists what it allows."""
    if origin != "https://shop.example":
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }


for origin in ("https://shop.example", "https://evil.example"):
    print(f"OPTIONS /orders, Origin: {origin}")
    reply = preflight(origin)
    for name, value in reply.items():
        print(f"  {name}: {value}")
    print("GET follows" if reply else "  nothing is allowed: no GET follows")
# --8<-- [end:exchange]
