"""Stop forged requests with tokens: a naive one, and one bound to the session."""

# --8<-- [start:naive]
import hmac
import secrets

from examples.demos.attempt import judge


def naive(cookies: dict[str, str], header: str) -> bool:
    """Compare the cookie with the header, and check nothing else."""
    return hmac.compare_digest(cookies["csrf"], header)


browser = {name: secrets.token_urlsafe(32) for name in ("session", "csrf")}
print("Your page:", naive(browser, browser["csrf"]))
print("A guess by another site:", naive(browser, "guess"))

browser["csrf"] = "planted"  # by blog.shop.example, Domain=shop.example
judge(
    naive(browser, "planted"),
    "a sibling subdomain planted the cookie.",
    "the planted cookie does not count.",
)
# --8<-- [end:naive]

# --8<-- [start:bound]
from examples.auth.csrf import CsrfError, check_csrf, csrf_token

session_id = browser["session"]


def answer(given: str | None) -> str:
    """Return the server's answer to a POST with this X-CSRF-Token."""
    try:
        check_csrf(session_id, given)
    except CsrfError as refusal:
        return str(refusal).partition(":")[0]
    return "accepted"


print("Your page:", answer(csrf_token(session_id)))
own = csrf_token("the attacker's own session")
forged = {"Planted": "planted", "Missing": None, "The attacker's own": own}
for name, given in forged.items():
    print(f"{name}:", answer(given), sep="\n  ")
passed = [name for name in forged if answer(forged[name]) == "accepted"]
judge(passed, f"{', '.join(passed)} passed.", "no forged request passed.")
# --8<-- [end:bound]

# --8<-- [start:origin]
from examples.auth.csrf import check_origin

HOST = {"Host": "shop.example"}
OWN = ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://shop.example"})
taken = []
for headers in (
    *OWN,
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # a sibling subdomain
    {"Origin": "https://evil.example"},  # an older browser
):
    try:
        check_origin(HOST | headers)
        taken.append(headers)
        print("accepted:", headers)
    except CsrfError:
        print("refused:", headers)
others = [headers for headers in taken if headers not in OWN]
judge(others, f"{others} passed.", "only your own pages passed.")
# --8<-- [end:origin]
