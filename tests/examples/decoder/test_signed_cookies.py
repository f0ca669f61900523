"""Cookies that Flask, Starlette and Django made, read without these packages."""

import base64
import zlib

import flask
import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.test import override_settings
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
if not settings.configured:
    settings.configure()


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


def django_signed(name: str, value: str) -> str:
    """Let Django's own response sign a cookie."""
    with override_settings(SECRET_KEY=SECRET):
        response = HttpResponse()
        response.set_signed_cookie(name, value)
    return str(response.cookies[name].value)


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
            signing.dumps({"user": "alice"}, key=SECRET, salt=SALT),
            "django",
            "the session engine signed_cookies",
        ),
        (
            signing.dumps({"user": "alice"}, key=SECRET),
            "django",
            "django.core.signing.dumps",
        ),
        (
            signing.TimestampSigner(key=SECRET, algorithm="sha1").sign(
                "eyJ1c2VyIjoiYWxpY2UifQ"
            ),
            "django",
            "TimestampSigner, HMAC with SHA1",
        ),
    ],
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
    cookie = read(django_signed("theme", "dark"))
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
)
def test_other_texts_are_no_signed_cookies(value: str) -> None:
    assert read_cookie(value) is None


@given(st.from_regex(r"[ -~]{0,40}[.:][\w-]{4,8}[.:][\w-]{27}", fullmatch=True))
def test_no_text_raises(value: str) -> None:
    cookie = read_cookie(value)
    assert cookie is None or not check_cookie(cookie, "k").matches
