"""Tell what one value is that has no name or header around it."""

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote

from examples.auth.wording import shown, shown_time
from examples.decoder.pasted_types import FoundToken, Pasted
from examples.decoder.signed_cookies import read_cookie
from examples.jose.compact import decode_leniently
from examples.jose.inflate import InflateError, inflate
from examples.jose.json_text import (
    JsonObject,
    JsonValue,
    escape_invisible,
    indented_runs,
    read_json,
)
from examples.jose.parsing import ParseError
from examples.jose.sd_jwt import disclose

MAX_XML = 256 * 1024
"""Bytes of a SAML message after decompression."""
_JWS_PARTS, _JWE_PARTS = 3, 5
_UUID = re.compile(
    r"(?:urn:uuid:)?\{?([0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-"
    r"[0-9a-f]{12})\}?",
    re.IGNORECASE,
)
_PASETO = re.compile(r"v([1-4])\.(local|public)\.([\w-]+)(?:\.([\w-]*))?", re.ASCII)
_PASETO_SIGNATURE = {"1": 256, "2": 64, "3": 96, "4": 64}
_JOSE = re.compile(r"[\w+/=-]*(\.[\w+/=-]*){1,5}", re.ASCII)
_OPAQUE = re.compile(r"[\w.~+/:|$!*=-]{16,4096}", re.ASCII)
_FERNET = re.compile(r"gAAAA[\w-]{90,}={0,2}", re.ASCII)
_FERNET_TIME = slice(1, 9)
_XML = re.compile(r"<(?:\w+:)?(Response|Assertion|AuthnRequest|Logout\w+)\b")
_BASE64 = re.compile(r"[\w+/\s-]{40,}={0,2}\s*", re.ASCII)

_COOKIES = {
    "flask": (
        "flask session cookie",
        "This is not a JWT: verify it with Flask, by the application's SECRET_KEY. It "
        "is a Flask session cookie, signed by itsdangerous; anyone who has it can "
        "read its content.",
    ),
    "starlette": (
        "starlette session cookie",
        "This is not a JWT: verify it with Starlette, by the application's "
        "secret_key. It is the cookie of Starlette's SessionMiddleware, signed by "
        "itsdangerous; anyone who has it can read its content.",
    ),
    "django": (
        "django signed cookie",
        "This is not a JWT: verify it with Django, by the application's SECRET_KEY. "
        "It is a value that Django's signing module made; anyone who has it can read "
        "its content.",
    ),
}


def classify(value: str, label: str = "token") -> Pasted:
    """Tell what a value is. No text makes this raise.

    Args:
        value: the text, without white space around it.
        label: what to call a token that is found.

    """
    for recognise in _RECOGNISERS:
        if (found := recognise(value, label)) is not None:
            return found
    return Pasted(
        "text",
        explanation="Paste a token, a cookie or a request: this text is none of the "
        "kinds that this page recognises.",
    )


def _sd_jwt(value: str, _label: str) -> Pasted | None:
    head, tilde, _ = value.partition("~")
    if not tilde or not _header(head, _JWS_PARTS):
        return None
    found = disclose(value)
    tokens = [FoundToken("issuer-signed JWT", found.issuer_jwt)]
    if found.key_binding:
        tokens.append(FoundToken("key binding JWT", found.key_binding))
    content = "".join(text for _, text in indented_runs(found.payload))
    return Pasted("sd-jwt", tuple(tokens), "", content, found.notes)


def _jose(value: str, label: str) -> Pasted | None:
    count = value.count(".") + 1
    header = _header(value, count)
    if header is None or not _JOSE.fullmatch(value):
        return None
    token = (FoundToken(label, value),)
    if count == _JWE_PARTS and "enc" in header:
        nested = _text_of(header, "cty").upper().removeprefix("APPLICATION/") == "JWT"
        notes = ("Its cty says that the content is itself a token (RFC 7519 §5.2).",)
        return Pasted(
            "jwe",
            token,
            "Paste the key to read this token: it is encrypted (JWE, RFC 7516), so "
            "only its header can be read without one.",
            notes=notes * nested,
        )
    if count == _JWS_PARTS and not value.split(".")[1]:
        return Pasted(
            "detached jws",
            token,
            "Verify this where its content is: a JWS whose payload travels apart from "
            "it (RFC 7515 appendix F) cannot be checked without that payload.",
        )
    if _text_of(header, "typ").lower() == "dpop+jwt":
        return Pasted("dpop proof", token)
    if "alg" not in header and read_cookie(value):
        return None
    return Pasted("jwt", token)


def _cookie(value: str, _label: str) -> Pasted | None:
    bare = unquote(value) if "%" in value else value
    cookie = read_cookie(bare.strip('"'))
    if cookie is None:
        return None
    kind, explanation = _COOKIES[cookie.maker]
    note = f"It was signed at {shown_time(cookie.signed_at)}."
    return Pasted(kind, (), explanation, cookie.content, (note,), cookie.text)


def _uuid(value: str, _label: str) -> Pasted | None:
    if not (found := _UUID.fullmatch(value)):
        return None
    note = f"Its version digit is {found[2]} (RFC 9562 §4.2)."
    return Pasted(
        "uuid",
        (),
        "Only the service that issued this can tell what it stands for: it is a UUID, "
        "which holds no claims. Look it up there, or by token introspection "
        "(RFC 7662).",
        notes=(note,),
    )


def _paseto(value: str, _label: str) -> Pasted | None:
    if not (found := _PASETO.fullmatch(value)):
        return None
    version, purpose, body, footer = found.groups()
    notes = []
    if footer and (text := _printable(decode_leniently(footer))):
        notes.append(f"Its footer, which is not encrypted, is {shown(text)}.")
    explanation = (
        f"Verify this with a PASETO library such as pyseto: it is a PASETO v{version} "
        f"{purpose} token, not a JWT, and no JWT library reads it."
    )
    content = None
    if purpose == "public":
        signed = decode_leniently(body)[: -_PASETO_SIGNATURE[version]]
        content = _json_text(signed) or _printable(signed)
    return Pasted("paseto", (), explanation, content, tuple(notes))


def _fernet(value: str, _label: str) -> Pasted | None:
    if not _FERNET.fullmatch(value):
        return None
    stamp = int.from_bytes(decode_leniently(value.rstrip("="))[_FERNET_TIME])
    if not 0 < stamp < 253_402_300_800:  # noqa: PLR2004 - the year 10000
        return None
    return Pasted(
        "fernet token",
        (),
        "Only a service with the key can read this: it is a Fernet token, encrypted "
        "by the package cryptography, not a JWT.",
        notes=(f"It was made at {shown_time(stamp)}.",),
    )


def _saml(value: str, _label: str) -> Pasted | None:
    xml = value if value.startswith("<") else _saml_text(value)
    if not xml or not (found := _XML.search(xml[:2000])):
        return None
    return Pasted(
        "saml",
        (),
        "Verify this with a SAML library such as pysaml2: it is a SAML message "
        f"({found[1]}) in XML, not a JWT. Do not read it with a plain XML parser, "
        "because its signature covers only parts of the document.",
        "\n".join(escape_invisible(line) for line in xml.splitlines()),
    )


def _saml_text(value: str) -> str:
    bare = unquote(value) if "%" in value else value
    if not _BASE64.fullmatch(bare):
        return ""
    try:
        data = base64.b64decode("".join(bare.split()), validate=True)
    except binascii.Error:
        return ""
    if not data.startswith(b"<"):
        # The redirect binding compresses the message (SAML bindings §3.4.4.1).
        try:
            data = inflate(data, MAX_XML)
        except InflateError:
            return ""
    return data[:MAX_XML].decode(errors="replace")


def _opaque(value: str, _label: str) -> Pasted | None:
    if not _OPAQUE.fullmatch(value) or not re.search(r"\d|[A-Z].*[a-z]", value):
        return None
    return Pasted(
        "opaque token",
        (),
        "Only the issuer can tell what this is worth: ask it by token introspection "
        "(RFC 7662), or look the session up in its store. It is an opaque token: a "
        "random reference without claims.",
    )


def _broken(value: str, label: str) -> Pasted | None:
    """Find what was meant as a JWT, so that the decoder says what is wrong with it."""
    if value.startswith(("eyJ", "ey0")) or _JOSE_LIKE.fullmatch(value):
        return Pasted("jwt", (FoundToken(label, value),))
    return None


_JOSE_LIKE = re.compile(r"[\w-]{8,}\.[\w-]{2,}\.[\w-]*", re.ASCII)
_RECOGNISERS: tuple[Callable[[str, str], Pasted | None], ...] = (
    _sd_jwt,
    _paseto,
    _jose,
    _cookie,
    _uuid,
    _fernet,
    _saml,
    _broken,
    _opaque,
)


def _header(value: str, count: int) -> JsonObject | None:
    """Read the first part as a JOSE header, None if it is none."""
    if count not in (_JWS_PARTS, _JWE_PARTS):
        return None
    try:
        found = read_json(
            decode_leniently(value.partition(".")[0]).decode(), "The header's fields"
        )
    except (UnicodeDecodeError, ParseError):
        return None
    return found if isinstance(found, JsonObject) else None


def _text_of(header: JsonObject, name: str) -> str:
    found = header.get(name)
    return found if isinstance(found, str) else ""


def _json_text(data: bytes) -> str | None:
    try:
        value: JsonValue = read_json(data.decode(), "The members")
    except (UnicodeDecodeError, ParseError):
        return None
    return "".join(text for _, text in indented_runs(value))


def _printable(data: bytes) -> str | None:
    try:
        return escape_invisible(data.decode()) or None
    except UnicodeDecodeError:
        return None
