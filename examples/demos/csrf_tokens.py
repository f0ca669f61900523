"""Stop forged requests with tokens: a naive one, and one bound to the session."""

# --8<-- [start:naive]
import hmac
import secrets


def naive(cookies: dict[str, str], header: str) -> bool:
    """Compare the cookie with the header, and check nothing else."""
    return hmac.compare_digest(cookies["csrf"], header)


browser = {name: secrets.token_urlsafe(32) for name in ("session", "csrf")}
print("Your page:", naive(browser, browser["csrf"]))
print("A guess by another site:", naive(browser, "guess"))

browser["csrf"] = "planted"  # by blog.shop.example, Domain=shop.example
print("A sibling subdomain planted the cookie:", naive(browser, "planted"))
# --8<-- [end:naive]

# --8<-- [start:bound]
from examples.auth.csrf import CsrfError, check_csrf, csrf_token

session_id = browser["session"]
check_csrf(session_id, csrf_token(session_id))
print("Your page: accepted.")
for name, given in (
    ("Planted", "planted"),
    ("Missing", None),
    ("From the attacker's own session", csrf_token("another session")),
):
    try:
        check_csrf(session_id, given)
    except CsrfError as refusal:
        print(f"{name}:", str(refusal).partition(":")[0], sep="\n  ")
# --8<-- [end:bound]

# --8<-- [start:origin]
from examples.auth.csrf import check_origin

HOST = {"Host": "shop.example"}
for headers in (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # a sibling subdomain
    {"Origin": "https://shop.example"},  # an older browser
    {"Origin": "https://evil.example"},
):
    try:
        check_origin(HOST | headers)
        answer = "accepted"
    except CsrfError:
        answer = "refused"
    print(f"{answer}: {headers}")
# --8<-- [end:origin]
