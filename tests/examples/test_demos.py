import re
import runpy
from pathlib import Path
from textwrap import dedent

import jwt
import pytest
from jwt.utils import base64url_decode

from examples import demos
from examples.demos.published_key import KEY

TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJyb2xlIjoicmVhZGVyIiw"
    "iaXNzIjoiaHR0cHM6Ly9pZC5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJhdWQiOiJ"
    "zaG9wIiwiaWF0IjoxODAwMDAwMDAwLCJleHAiOjE4MDAwMDA5MDAsImp0aSI6ImZ"
    "pcnN0LXRva2VuIn0.sXcXlBHhyb8MXXYiBwFMQvyw8cdJKMN9tkrPuTizuag"
)
EXPECTED = {
    "first_token": TOKEN
    + """
Anyone can read this, without any key:
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
The signature does not match: a changed token, or another key.
Same token, good signature, yet refused:
The token 'first-token' was revoked.
""",
    "session_logout": """\
The cookie holds 43 random characters, and no name.
The server knows whose it is: alice.
A session of alice, last seen 0 seconds ago.
A session of alice, last seen 600 seconds ago.
The copy of the cookie, in the same second:
No session has this id: it was ended or never started. Log in again.
The phone is still logged in as alice.
Sessions of alice before: 2
Sessions of alice after: 0
Entries left in the store: 0
bob, after 20 minutes: Hello, bob.
bob, after 40 minutes: Hello, bob.
alice, after 40 quiet minutes:
The session was idle for 30 minutes or more: log in again.
bob, after 8 busy hours:
The session is 8 hours old, the absolute limit: log in again.
""",
    "jwt_lifetime": """\
alice is logged in for 15 minutes.
Stored on the server: nothing.
The browser holds 0 tokens: logged out.
The copy still works: it is alice.
The token expired at 2027-01-15 08:15:00 UTC, 1 minute ago.
permissions  characters of the token
          0    248
          1    268
         10    460
         50   1367
        100   2500
A session id has 43, however much the server knows.
""",
    "jwt_denylist": """\
Accepted: alice. Entries in the store: 0
The token 'login-1' was revoked.
Entries in the store: 1, of 39 bytes
The token expired at 2027-01-15 08:15:00 UTC, less than a second ago.
Entries in the store: 0. The expiry does the rest.
1000 tokens revoked. Entries in the store: 1
Tokens of 'alice' issued until 2027-01-15 08:15:00 UTC are revoked.
A token of the next log-in is accepted: alice.
""",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_demo_prints_the_same_at_each_run(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        runpy.run_module(f"examples.demos.{name}", run_name="__main__")
        assert capsys.readouterr().out == EXPECTED[name]


def test_each_demo_is_tested() -> None:
    folder = Path(demos.__path__[0])
    found = {file.stem for file in folder.glob("*.py")}
    assert found == {*EXPECTED, "__init__", "published_key"}


def test_output_fits_a_page() -> None:
    lines = "".join(EXPECTED.values()).splitlines()
    assert max(len(line) for line in lines if line != TOKEN) <= 72


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
