"""Decode and verify the signed cookies of Flask, Starlette and Django.

The content of such a cookie is signed but not encrypted, as in a JWT.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from itsdangerous import BadSignature, TimestampSigner

from examples.jose.inflate import ZLIB, InflateError, inflate
from examples.jose.json_text import escape_invisible, indented_runs, read_json
from examples.jose.parsing import ParseError

type Maker = Literal["flask", "starlette", "django"]

MAX_CONTENT = 256 * 1024
"""Bytes of a cookie's content after decompression. A browser stores 4 kB."""
FLASK_SALT = "cookie-session"
DJANGO_SESSION_SALT = "django.contrib.sessions.backends.signed_cookies"
DJANGO_DUMPS_SALT = "django.core.signing"
EARLIEST, LATEST = 1_000_000_000, 4_102_444_800
"""Seconds since 1970 between which a signature was made: 2001 to 2100."""
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ITSDANGEROUS = re.compile(
    r"(\.?)([\w-]+)\.([\w-]{4,8})\.([\w-]{27}|[\w-]{43}|[\w-]{86})", re.ASCII
)
_STARLETTE = re.compile(
    r"([\w+/-]+={0,2})\.([\w-]{4,8})\.([\w-]{27}|[\w-]{43})", re.ASCII
)
_DJANGO = re.compile(
    r"([^\s:;]+(?::[^\s:;]+)*?):([0-9A-Za-z]{5,8}):([\w-]{43}|[\w-]{27})", re.ASCII
)


@dataclass(frozen=True)
class SignedCookie:
    """The content of a signed cookie. Nothing in it is verified.

    Args:
        maker: the framework whose format it is.
        text: the cookie's value.
        content: the decoded content, indented if it is JSON.
        signed_at: seconds since 1970 at which it was signed.

    """

    maker: Maker
    text: str
    content: str
    signed_at: int


@dataclass(frozen=True)
class CookieCheck:
    """Whether the signature of a cookie matches a secret, and a sentence about it."""

    matches: bool
    sentence: str


def read_cookie(value: str) -> SignedCookie | None:
    """Decode a cookie's value, None if no framework above makes such values."""
    for read in (_read_flask, _read_starlette, _read_django):
        if (found := read(value)) is not None:
            return found
    return None


def check_cookie(cookie: SignedCookie, secret: str, name: str = "") -> CookieCheck:
    """Verify a cookie's signature by its framework's own rules.

    Args:
        cookie: the result of `read_cookie`.
        secret: the framework's `SECRET_KEY`, or Starlette's `secret_key`.
        name: the cookie's name, from which Django's `set_signed_cookie` makes the
            salt.

    """
    try:
        key = secret.encode()
    except UnicodeEncodeError:
        key = b""
    if not key:
        return CookieCheck(False, "Enter the SECRET_KEY of the application.")
    how = _django_match if cookie.maker == "django" else _itsdangerous_match
    if used := how(cookie, key, name):
        return CookieCheck(True, f"The signature matches this secret ({used}).")
    return CookieCheck(
        False,
        "The signature does not match: another SECRET_KEY or salt, or a changed "
        "cookie.",
    )


def _read_flask(value: str) -> SignedCookie | None:
    if not (found := _ITSDANGEROUS.fullmatch(value)):
        return None
    packed, payload, stamp, _ = found.groups()
    data, signed_at = _base64(payload), _stamp(stamp)
    if data is None or signed_at is None:
        return None
    return _cookie("flask", value, data, signed_at, packed=bool(packed))


def _read_starlette(value: str) -> SignedCookie | None:
    if not (found := _STARLETTE.fullmatch(value)):
        return None
    data, signed_at = _base64(found[1]), _stamp(found[2])
    if data is None or signed_at is None:
        return None
    return _cookie("starlette", value, data, signed_at, packed=False)


def _read_django(value: str) -> SignedCookie | None:
    if not (found := _DJANGO.fullmatch(value)):
        return None
    body, stamp, _ = found.groups()
    signed_at = 0
    for digit in stamp:
        signed_at = signed_at * 62 + _BASE62.index(digit)
    if not _plausible(signed_at):
        return None
    packed = body.startswith(".")
    data = _base64(body.removeprefix("."))
    cookie = data and _cookie("django", value, data, signed_at, packed=packed)
    # A cookie of set_signed_cookie holds its text as it is.
    return cookie or SignedCookie("django", value, escape_invisible(body), signed_at)


def _cookie(
    maker: Maker, value: str, data: bytes, signed_at: int, *, packed: bool
) -> SignedCookie | None:
    try:
        text = (inflate(data, MAX_CONTENT, ZLIB) if packed else data).decode()
        found = read_json(text, "The cookie's members")
    except InflateError as error:
        return SignedCookie(maker, value, f"Not shown. {error}", signed_at)
    except (ParseError, UnicodeDecodeError):
        return None
    content = "".join(run for _, run in indented_runs(found))
    return SignedCookie(maker, value, content, signed_at)


def _base64(text: str) -> bytes | None:
    bare = text.rstrip("=").translate(str.maketrans("+/", "-_"))
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        return None


def _stamp(text: str) -> int | None:
    data = _base64(text)
    found = int.from_bytes(data) if data else 0
    # Before version 1.1, itsdangerous counted from 2011.
    return found if _plausible(found) else None


def _plausible(seconds: int) -> bool:
    return EARLIEST < seconds < LATEST


def _itsdangerous_match(cookie: SignedCookie, key: bytes, _name: str) -> str:
    ways = {
        "Flask's salt cookie-session": (FLASK_SALT, "hmac"),
        "itsdangerous' own salt": ("itsdangerous", "django-concat"),
        "Starlette's SessionMiddleware": ("itsdangerous.Signer", "django-concat"),
    }
    for label, (salt, derivation) in ways.items():
        for digest in (hashlib.sha1, hashlib.sha256, hashlib.sha512):
            signer = TimestampSigner(
                key, salt=salt, key_derivation=derivation, digest_method=digest
            )
            try:
                signer.unsign(cookie.text)
            except BadSignature:
                continue
            return f"{label}, HMAC with {digest().name.upper()}"
    return ""


def _django_match(cookie: SignedCookie, key: bytes, name: str) -> str:
    value, _, signature = cookie.text.rpartition(":")
    cookie_key = b"django.http.cookies" + key
    ways = {
        "the session engine signed_cookies": (DJANGO_SESSION_SALT, key),
        "django.core.signing.dumps": (DJANGO_DUMPS_SALT, key),
        "set_signed_cookie": (f"django.http.cookies.v2:0:{name}", cookie_key),
        "set_signed_cookie before Django 6.1": (name, cookie_key),
        "TimestampSigner": ("django.core.signing.TimestampSigner", key),
    }
    for label, (salt, secret) in ways.items():
        for digest in ("sha256", "sha1"):
            salted = hashlib.new(digest, f"{salt}signer".encode() + secret).digest()
            made = hmac.digest(salted, value.encode(), digest)
            text = base64.urlsafe_b64encode(made).rstrip(b"=").decode()
            if hmac.compare_digest(text, signature):
                return f"{label}, HMAC with {digest.upper()}"
    return ""
