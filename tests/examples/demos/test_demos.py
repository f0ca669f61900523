import re
import runpy
from pathlib import Path
from textwrap import dedent

import jwt
import pytest
from jwt.utils import base64url_decode

from examples import demos
from examples.demos.published_key import KEY, PUBLIC_PEM

TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJyb2xlIjoicmVhZGVyIiw"
    "iaXNzIjoiaHR0cHM6Ly9pZC5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJhdWQiOiJ"
    "zaG9wIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDA5MDAsImp0aSI6ImZ"
    "pcnN0LXRva2VuIn0.sXcXlBHhyb8MXXYiBwFMQvyw8cdJKMN9tkrPuTizuag"
)
EXPECTED = {
    "first_token": TOKEN
    + """
Anyone can read this without a key:
{
  "role": "reader",
  "iss": "https://id.example",
  "sub": "alice",
  "aud": "shop",
  "iat": 1800000000,
  "exp": 1800000900,
  "jti": "first-token"
}
Accepted: this is alice, a reader.
One character changed:
Attack blocked: The signature does not match: a changed token, or another key.
Before its revocation, the token works: alice
After it:
Attack blocked: The token 'first-token' was revoked.
""",
    "session_logout": """\
The cookie holds 43 random characters and no name.
The server looks up whose it is: alice.
A session of alice, last seen 0 seconds ago.
A session of alice, last seen 600 seconds ago.
The phone is still logged in as alice.
The thief's copy, in the same second:
Attack blocked: No session has this id: it was ended or never started. Log in again.
Sessions of alice before: 2
Sessions of alice after: 0
Entries left in the store: 0
bob, after 20 minutes: Hello, bob.
bob, after 40 minutes: Hello, bob.
alice, after 40 idle minutes:
The session was idle for 30 minutes or more: log in again.
bob, after 8 busy hours:
The session is 8 hours old, the absolute limit: log in again.
""",
    "jwt_lifetime": """\
alice is logged in for 15 minutes.
The server stored nothing.
The browser holds 0 tokens, so its user is logged out.
The thief's copy, 14 minutes after the log-in:
Attack succeeded: it is still alice.
The same copy, 2 minutes later:
Attack blocked: The token expired at 2027-01-15 08:15:00 UTC, 1 minute ago.
permissions  characters of the token
          0    248
          1    268
         10    460
         50   1367
        100   2500
A session id always has 43 characters.
An article says that these claims take 500 to 2000 bytes:
  3 claims: 164 bytes with HS256
  4 claims: 187 bytes with HS256
The signature alone takes:
  HS256               43 bytes
  EdDSA and ES256     86 bytes
  RS256, 2048 bits   342 bytes
""",
    "jwt_denylist": """\
Accepted: alice. Entries in the store: 0
Entries in the store: 1, with 39 bytes
Attack blocked: The token 'login-1' was revoked.
The token expired at 2027-01-15 08:15:00 UTC, less than a second ago.
Entries in the store: 0. The token's expiry is enough.
1000 tokens revoked. Entries in the store: 1
A token from the next log-in is accepted: alice.
Attack blocked: Tokens of 'alice' issued until 2027-01-15 08:15:00 UTC are revoked.
""",
    "attacks": """\
Attack succeeded: I am admin.
Attack blocked: The specified alg value is not allowed
Attack succeeded: the server that trusts the header lets admin in.
With a list of both kinds:
The specified key is an asymmetric key or x509 certificate and should
not be used as an HMAC secret.
With an allow-list of one:
Attack blocked: The specified alg value is not allowed
Attack succeeded: the secret is changeme.
The key has 8 bytes, but HS256 needs at least 32 (RFC 7518 §3.2): make
one with secrets.token_bytes(32).
Attack blocked: it takes about 2 ** 255 guesses.
""",
    "cookie_jar": """\
A script can read in document.cookie: csrf
Attack blocked: it reads no session id.
A fetch() by the same script sends: __Host-session csrf session
Attack succeeded: it uses __Host-session and session without reading them.
Through the worker the script acts as the user: 200 /me
The worker's answer holds the token: False
Attack succeeded: localStorage gives eyJhbGciOiJI… away.
Attack succeeded: an image over http sends session in clear text.
""",
    "cookie_sizes": """\
reference       as cookie          60 bytes per request
reference       as authorization   65 bytes per request
self-contained  as cookie         242 bytes per request
self-contained  as authorization  247 bytes per request
__Host-session=(43 letters); HttpOnly; Path=/; SameSite=Lax; Secure
kept     __Host-s=…; Path=/; Secure; HttpOnly
ignored  __Host-s=…; Path=/; HttpOnly
ignored  __Host-s=…; Path=/app; Secure
ignored  __Host-s=…; Path=/; Secure; Domain=shop.example
kept     s=…; Path=/; Domain=shop.example
sessionId cleared: the browser holds ['connect.sid']
connect.sid cleared: the browser holds nothing
permissions  name and value  the browser
          0             260  keeps it
         50            1379  keeps it
        150            3712  keeps it
        180            4432  ignores it
a session id             57  keeps it
""",
    "cors_preflight": """\
sent at once  a form, with cookies
pre-flight    JSON, with cookies
pre-flight    a bearer token
pre-flight    a CSRF header
pre-flight    deleting
sent     X-Trace, allowed *
refused  Authorization, allowed *
sent     Authorization, allowed Authorization
refused  X-CSRF-Token, allowed *, cookies
sent     X-CSRF-Token, allowed X-CSRF-Token, cookies
OPTIONS /orders, Origin: https://shop.example
  Access-Control-Allow-Origin: https://shop.example
  Access-Control-Allow-Methods: GET, POST, DELETE
  Access-Control-Allow-Headers: Authorization, Content-Type
  Access-Control-Max-Age: 600
  Vary: Origin
GET follows
OPTIONS /orders, Origin: https://evil.example
  nothing is allowed: no GET follows
""",
    "csrf_tokens": """\
Your page: True
A guess by another site: False
Attack succeeded: a sibling subdomain planted the cookie.
Your page: accepted
Planted:
  The X-CSRF-Token is not that of this session
Missing:
  The header X-CSRF-Token is missing
The attacker's own:
  The X-CSRF-Token is not that of this session
Attack blocked: no forged request passed.
accepted: {'Sec-Fetch-Site': 'same-origin'}
accepted: {'Origin': 'https://shop.example'}
refused: {'Sec-Fetch-Site': 'cross-site'}
refused: {'Sec-Fetch-Site': 'same-site'}
refused: {'Origin': 'https://evil.example'}
Attack blocked: only your own pages passed.
""",
    "migration": """\
An old client: alice
A new client: bob
With 2 credentials: Send either a session or a token.
With 0 credentials: Send either a session or a token.
The same user with a token: alice
The old cookie:
No session has this id: it was ended or never started. Log in again.
After one lifetime, every token has expired.
Requests so far: {'session': 2, 'token': 3}
Drop the old credential when its count stops growing.
""",
    "pyjwt_errors": """\
InvalidSubjectError: Subject must be a string
{'sub': '42'}
audience=None: InvalidAudienceError: Invalid audience
audience='other': InvalidAudienceError: Audience doesn't match
audience='shop': {'sub': 'alice', 'aud': 'shop'}
InsecureKeyLengthWarning
The HMAC key is 6 bytes long, which is below the minimum recommended
length of 32 bytes for SHA256. See RFC 7518 Section 3.2.
Warnings with 32 random bytes: 0
With enforce_minimum_key_length: InvalidKeyError
ImmatureSignatureError: The token is not yet valid (iat)
With a leeway of 10 seconds: alice
AttributeError: 'str' object has no attribute 'decode'
The token is already a str. Use it unchanged.
DecodeError
It is required that you pass in a value for the "algorithms" argument
when calling decode().
{'sub': 'alice'}
MissingRequiredClaimError: Token is missing the "aud" claim
""",
    "questions": """\
The old token:
The token expired at 2027-01-15 08:15:00 UTC, 5 minutes ago.
The new token: alice
The user's request: open for alice
Attack blocked: 403 for the copied ticket.
-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CA …
1 line before, 4 after
The PEM is restored: True
""",
    "refresh_questions": """\
The refresh token is unknown, expired or revoked: log in again.
With the refresh token: alice
Refresh: The refresh token is unknown, expired or revoked: log in again.
Access: alice for up to 15 more minutes
The account is closed.
tab two: The refresh token was used before
tab one: The refresh token is unknown
""",
    "refresh_rotation": """\
The token: 43 characters, a dot and 43 more.
The store holds its hash: True
This log-in takes 3 entries, 439 bytes.
The same family: True
Another secret: True
Still 3 entries of 439 bytes.
The user, one refresh later: The refresh token is unknown
Entries in the store: 0
Attack blocked: The refresh token was used before.
The user comes back: The refresh token was used before
The thief: The refresh token is unknown
Attack succeeded: the thief was alice for 8 hours, unnoticed.
Both tabs hold the same new token: True
The next refresh: a new pair
Unused for 7 days: The refresh token is unknown
Used every day, it ended on day 30.
""",
    "lost_phone": """\
Logged in 0 hours ago
Logged in 2 hours ago
The phone: The refresh token is unknown, expired or revoked
The laptop still refreshes: alice
The phone's access token still works: alice
15 minutes later:
Attack blocked: The token expired at 2027-01-15 10:15:00 UTC, less than a second ago.
""",
    "revocation_costs": """\
1000 logged in: 0 bytes; 20 of them logged out: 0 bytes
Calls per request: 0. The log-out takes effect at exp.
1000 logged in: 0 bytes; 20 of them logged out: 1080 bytes
Calls per request: 1. The log-out takes effect at once.
1000 logged in: 0 bytes; 20 of them logged out: 660 bytes
Calls per request: 1. The log-out takes effect at once.
1000 logged in: 0 bytes; 20 of them logged out: 600 bytes
Calls per request: 1. The log-out takes effect at once.
1000 logged in: 80000 bytes; 20 of them logged out: 80000 bytes
Calls per request: 1. The log-out takes effect at once.
1000 logged in: 307000 bytes; 20 of them logged out: 300860 bytes
Calls per request: 2. The log-out takes effect at once.
way           1000 in  20 out  calls
short life          0       0      0
denylist            0    1080      1
not before          0     660      1
version             0     600      1
key per user    80000   80000      1
session        307000  300860      2

way           logged out  store lost
short life    at exp      no store
denylist      at once     lets in
not before    at once     lets in
version       at once     lets in
key per user  at once     refuses
session       at once     refuses
The store answers: 401, the token was revoked.
The store is unreachable: 503, Retry-After: 2
Token 1 from the partner is refused.
Token 1 from us is accepted.
""",
    "partner_access": """\
orders:read  granted
orders:write refused with 403
Before: {'active': True, 'sub': 'partner-7'}
After:  {'active': False}
The signed token still works: partner-7
""",
    "processor_time": """\
verify a signature: less than 5 ms
look a session up: less than 5 ms
""",
    "replay": """\
Attack succeeded: one token for 100, sent three times, paid 300.
The first time: 100 paid
Attack blocked: The token transfer-1 was used before.
""",
    "same_site": """\
form on your page, POST     Strict  sent
form on your page, POST     Lax     sent
form on a subdomain, POST   Strict  sent
form on a subdomain, POST   Lax     sent
form on another site, POST  Strict  not sent
form on another site, POST  Lax     not sent
link on another site, GET   Strict  not sent
link on another site, GET   Lax     sent
fetch(), another site, GET  Strict  not sent
fetch(), another site, GET  Lax     not sent
blog.shop.example and pay.shop.example: same site
evil.example and pay.shop.example: another site
shop.example and pay.shop.example: same site
""",
    "second_signature": """\
The text differs: True
Attack succeeded: valid for login-1.
A list of hashes finds it: False
Attack blocked: The token 'login-1' was revoked.
""",
    "services": """\
The key set publishes: alg, crv, kid, kty, use, x
A service with only the public key reads: alice
The key set holds a private key: False
With a shared secret:
Attack succeeded: billing is admin.
orders: alice
billing:
Attack blocked: The token's aud does not name this service.
An ID token sent to the API:
Attack blocked: The typ 'JWT' is not at+jwt: this is no access token.
Signed before the rotation by key 1: alice
Signed after the rotation by key 2: alice
After the old tokens have expired:
  key 1 is removed: The kid '…' is not a key of ours.
""",
    "session_attacks": """\
Attack succeeded: the attacker's browser is alice.
Alice's browser is alice
Attack blocked: No session has this id: it was ended or never started. Log in again.
The server says that alice is reader
Attack succeeded: the token still makes her admin.
""",
    "signed_cookie": """\
The cookie of 78 characters holds the session:
{'user': 'alice', 'role': 'reader'}
Read without the key: {"user":"alice","role":"reader"}
Changed without the key:
Attack blocked: the changed cookie does not match its signature.
The browser's session: None
Attack succeeded: the copy is still alice.
Attack blocked: No session has this id: it was ended or never started. Log in again.
Before the log-out: alice
Attack blocked: The cookie is older than the last log-out.
""",
    "when_sessions": """\
Before: alice
In the same second:
No session has this id: it was ended or never started. Log in again.
1000 log-ins take 299 KiB
After 9 hours: 0 bytes, without a clean-up job
Two memories:
No session has this id: it was ended or never started. Log in again.
One store: alice
The token shows it: True
The cookie shows it: False
The server keeps it: {'diagnosis': 'confidential'}
""",
    "worker_keys": """\
The signature does not match: a changed token, or another key.
With one shared key: alice
""",
    "device_bound": """\
The cookie works: alice
Ten minutes later: None
Renewed by the browser, unseen: alice
The thief, at once: alice
Ten minutes later: None
Renewed by the thief:
The signature does not match: a changed token, or another key.
""",
    "dpop": """\
The token names the key: True
alice: 200 alice
alice: 200 alice
As a bearer: 401 Send the token as DPoP, with a proof.
No proof:    401 The request has 0 DPoP headers, not one.
Own proof:   401 The token is bound to another key.
Attack blocked: no key, no access.
alice:       200 alice
A copy:      401 The proof was used before: sign a new one.
Elsewhere:   401 The proof is for 'https://shop.example/orders'.
As a DELETE: 401 The proof is for the method 'GET'.
Later:       401 The proof is 60 seconds old, not 0 to 60.
Attack blocked: one use.
bob's proof: 401 The proof's ath is not the hash of this access token.
Attack blocked: ath differs.
first: 401 use_dpop_nonce, with a nonce to use
second: 200
Four minutes later: False
""",
    "logout_token": """\
End the session s-1 of alice.
sent twice:
  The logout token is wrong: its jti '1' was used before.
an ID token:
  The typ 'JWT' must be logout+jwt.
with a nonce:
  The logout token is wrong: it has a nonce, as an ID token has.
no event:
  The logout token is wrong: its events do not name a log-out.
for another client:
  The token's aud does not name this service.
valid for a day:
  The logout token is wrong: it is valid for more than 120 seconds.
names nobody:
  The logout token is wrong: it has neither sub nor sid.
Attack blocked: all refused.
Before: alice
After:
No session has this id: it was ended or never started. Log in again.
""",
    "oidc_sign_in": """\
The browser goes to https://id.example/authorize with
  response_type         code
  client_id             shop
  redirect_uri          https://shop.example/callback
  scope                 openid
  state                 43 characters
  nonce                 43 characters
  code_challenge        43 characters
  code_challenge_method S256
Logged in: alice, who goes on to /orders
An honest log-in: alice
The same answer again:
  This log-in was finished, or it expired: begin again.
Mallory's answer, in alice's browser:
  Another browser began this log-in: begin again.
Alice's stolen code:
  The provider: invalid_grant, the verifier is wrong.
Another provider's answer:
  The answer is of another provider: begin again.
Attack blocked: no log-in.
Of another log-in:
  The ID token is wrong: its nonce is not that of this log-in.
Unsigned:
  The kid None is not a key of this issuer.
Attack blocked: both refused.
""",
    "opaque_tokens": """\
The client holds 43 random characters.
  active     True
  token_type Bearer
  iss        https://id.example
  sub        alice
  aud        shop
  client_id  web
  scope      orders:read
  iat        1800000000
  exp        1800000900
Another API asks: {'active': False}
always asks: 100 requests, 100 questions
keeps 30 s: 100 requests, 1 questions
Revoked, always asks: The issuer says that this token is not active.
Revoked, keeps 30 s:  accepted for alice
30 seconds later:     The issuer says that this token is not active.
""",
    "operating_keys": """\
Cooldown  0 s, 100 unknown names: 101 fetches
Cooldown 30 s, 100 unknown names: 1 fetches
With a pause of 10 seconds: 1 fetch
At once:          TokenRejectedError
10 seconds later: accepted for alice
 1 h later, 100 requests: accepted for alice
22 h later, 100 requests: accepted for alice
 2 h later, 100 requests: StoreUnavailableError
Fetches that failed: 3
The forged token: accepted for admin
Withdrawn; the issuer knows the key: False
Ten minutes later: TokenRejectedError
A new token: accepted for alice
Attack succeeded: until then, accepted for admin
""",
    "status_list": """\
In alice's token:
{'idx': 0, 'uri': 'https://id.example/statuslists/1'}
In the list: {'bits': 1, 'lst': 'eNpjYBhAAAAAfQAB'}
4 requests passed, and 1 of them fetched the list.
In the same second:  accepted
After 299 seconds:   accepted
After 300 seconds:   The list gives it the status 1.
bob, at the same time: accepted
revoked     the list   the signed token
  0.01%       435 B        1,136 B
  0.10%     2,229 B        4,325 B
  1.00%    13,979 B       25,214 B
 10.00%    69,367 B      123,682 B
not packed  125,000 B
Down for 301 seconds: bob's token is accepted
Down for an hour more: 503, Retry-After: 10
""",
    "step_up": """\
password: 401 Log in with a stronger method.
passkey:  200 transferred
The same token, five minutes later:
401 Log in again: the last log-in must be under 5 minutes old.
A refreshed token:
401 Log in again: the last log-in must be under 5 minutes old.
After another log-in: 200 transferred
WWW-Authenticate: Bearer error="insufficient_user_authentication",
error_description="Log in again: the last log-in must be under 5
minutes old.", acr_values="phishing-resistant", max_age="300"
The next log-in asks for:
{'acr_values': 'phishing-resistant', 'max_age': '300'}
""",
    "token_exchange": """\
orders accepts the token of alice
billing refuses it: The token's aud does not name this service.
sub   "alice"
aud   "billing"
act   {"sub": "orders"}
scope "invoice:read"
valid for 60 seconds
reports found the token in a log:
  invalid_request: The token's aud does not name this service.
orders wants to call payroll:
  invalid_target: 'orders' may not call 'payroll': register the call
at the issuer if it is meant.
orders wants more than granted:
  invalid_scope: The user's token does not have the scope
'invoice:pay': ask for no more than it has.
Attack blocked: no token.
""",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_demo_prints_the_same_at_each_run(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        runpy.run_module(f"examples.demos.{name}", run_name="__main__")
        assert capsys.readouterr().out == EXPECTED[name]


def test_a_login_that_is_not_on_the_list_passes() -> None:
    demo = runpy.run_module("examples.demos.second_signature", run_name="__main__")
    assert demo["user_of"](demo["claims"] | {"jti": "login-2"}) == "login-2"


def test_each_demo_is_tested() -> None:
    folder = Path(demos.__path__[0])
    found = {file.stem for file in folder.glob("*.py")}
    assert found == {*EXPECTED, "__init__", "attempt", "published_key"}


def test_output_fits_a_page() -> None:
    # What came of an attack stands in a line of its own that wraps.
    lines = "".join(EXPECTED.values()).splitlines()
    others = [
        line for line in lines if line != TOKEN and not line.startswith("Attack ")
    ]
    assert max(map(len, others)) <= 72


@pytest.mark.parametrize(
    "file", sorted(Path(demos.__path__[0]).parent.rglob("*.py")), ids=lambda f: f.name
)
def test_sections_fit_a_page(file: Path) -> None:
    marked = re.compile(r"^ *# --8<-- \[start:(\w+)\]\n(.*?)\[end:\1\]", re.M | re.S)
    for _, section in marked.findall(file.read_text("utf-8")):
        lines = dedent(section).splitlines()[:-1]
        assert 3 <= len(lines) - (lines[-1] == "") <= 22
        assert max(map(len, lines)) <= 80


def test_the_published_key_is_that_of_the_rfc() -> None:
    """RFC 7515 appendix A.1.1 prints this signature for this input."""
    signing_input = (
        b"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        b"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        b"cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    )
    signature = base64url_decode(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    algorithm = jwt.get_algorithm_by_name("HS256")
    assert algorithm.verify(signing_input, algorithm.prepare_key(KEY), signature)


def test_the_published_public_key_is_that_of_the_rfc() -> None:
    """RFC 7515 appendix A.3.1 prints these coordinates."""
    algorithm = jwt.get_algorithm_by_name("ES256")
    key = algorithm.prepare_key(PUBLIC_PEM)
    assert algorithm.to_jwk(key, as_dict=True) == {
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }
