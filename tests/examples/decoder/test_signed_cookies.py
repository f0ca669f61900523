"""Cookies that Flask, Starlette and Django made, read without these packages."""

import base64
import json
import subprocess
import sys
import zlib

import flask
import pytest
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from examples.decoder.signed_cookies import (
    MAX_CONTENT,
    SignedCookie,
    check_cookie,
    read_cookie,
)

SECRET = "a secret key of this application"
OTHER = "another key"
PAYLOAD = "eyJ1c2VyIjoiYWxpY2UifQ"
CONTENT = '{\n  "user": "alice"\n}'
SALT = "django.contrib.sessions.backends.signed_cookies"


def read(value: str) -> SignedCookie:
    found = read_cookie(value)
    assert found is not None
    return found


def flask_cookie(session: dict[str, object]) -> str:
    app = flask.Flask("test")
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(session))


def starlette_cookie(data: bytes) -> str:
    return TimestampSigner(SECRET).sign(base64.b64encode(data)).decode()


# Django's settings belong to a process, and the tests of the servers set others.
SIGN = """
import json, sys
from django.conf import settings
from django.core import signing
from django.http import HttpResponse

secret, salt, payload = sys.argv[1:]
settings.configure(SECRET_KEY=secret)
response = HttpResponse()
response.set_signed_cookie("theme", "dark")
print(json.dumps({
    "session": signing.dumps({"user": "alice"}, salt=salt),
    "dumps": signing.dumps({"user": "alice"}),
    "sha1": signing.TimestampSigner(algorithm="sha1").sign(payload),
    "cookie": response.cookies["theme"].value,
}))
"""
RUN = [sys.executable, "-c", SIGN, SECRET, SALT, PAYLOAD]
DJANGO = json.loads(subprocess.run(RUN, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(
    ("value", "maker", "used"),
    [
        (flask_cookie({"user": "alice"}), "flask", "Flask's salt cookie-session"),
        (
            URLSafeTimedSerializer(SECRET).dumps({"user": "alice"}),
            "flask",
            "itsdangerous' own salt",
        ),
        (starlette_cookie(b'{"user": "alice"}'), "starlette", "SessionMiddleware"),
        (
            DJANGO["session"],
            "django",
            "the session engine signed_cookies",
        ),
        (
            DJANGO["dumps"],
            "django",
            "django.core.signing.dumps",
        ),
        (
            DJANGO["sha1"],
            "django",
            "TimestampSigner, HMAC with SHA1",
        ),
    ],
    # The cookies are signed anew in each process, whose names for a test must agree.
    ids=lambda _: "cookie",
)
def test_cookies_are_decoded_and_verified(value: str, maker: str, used: str) -> None:
    cookie = read(value)
    assert (cookie.maker, cookie.content) == (maker, CONTENT)
    found = check_cookie(cookie, SECRET)
    assert (found.matches, used in found.sentence) == (True, True)
    for secret in (OTHER, "", "\ud800"):
        assert not check_cookie(cookie, secret).matches
    changed = value[:-2] + ("AA" if value[-2:] != "AA" else "BB")
    assert not check_cookie(read(changed), SECRET).matches


def test_django_makes_the_salt_from_the_name() -> None:
    cookie = read(DJANGO["cookie"])
    assert cookie.content == "dark"
    assert check_cookie(cookie, SECRET, "theme").matches
    assert not check_cookie(cookie, SECRET, "other").matches


def test_a_compressed_cookie_is_decoded_up_to_a_limit() -> None:
    long = flask_cookie({"a": "b" * 500})
    assert long.startswith(".")
    assert "b" * 500 in read(long).content
    packed = zlib.compress(b'{"a": "' + bytes([98]) * MAX_CONTENT + b'"}')
    bomb = base64.urlsafe_b64encode(packed).rstrip(b"=")
    cookie = TimestampSigner(SECRET, salt="cookie-session", key_derivation="hmac").sign(
        b"." + bomb
    )
    found = read(cookie.decode())
    assert found.content.startswith("Not shown. It grows to more than")
    assert check_cookie(found, SECRET).matches


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a.b.c",
        flask_cookie({}).replace(".", ":"),
        "A.Z0Q3xQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAA.Z0Q3xQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "e30.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "A===.Z0Q3xQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "_w==.Z0Q3xQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "e30=.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "a:00000:" + "A" * 43,
    ],
    ids=lambda _: "text",
)
def test_other_texts_are_no_signed_cookies(value: str) -> None:
    assert read_cookie(value) is None


@given(st.from_regex(r"[ -~]{0,40}[.:][\w-]{4,8}[.:][\w-]{27}", fullmatch=True))
def test_no_text_raises(value: str) -> None:
    cookie = read_cookie(value)
    assert cookie is None or not check_cookie(cookie, "k").matches
