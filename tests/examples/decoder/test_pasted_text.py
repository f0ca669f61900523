import base64
import json
import time
import zlib

import flask
import jwt
import pytest
from flask.sessions import SecureCookieSessionInterface
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner

from examples.decoder.pasted_text import (
    MAX_CONTENT,
    MAX_PASTED,
    MAX_TOKENS,
    recognise,
    unwrap,
)
from examples.decoder.signed_cookies import check_cookie, read_cookie
from tests.examples.sample_tokens import NOW, SECRET, b64, mac

AROUND = "white space around it"
TOKEN = mac({"alg": "HS256", "typ": "JWT"}, {"sub": "alice"})
OTHER = mac({"alg": "HS256"}, {"sub": "bob"})


def flask_cookie(session: dict[str, object]) -> str:
    app = flask.Flask("test")
    app.secret_key = SECRET
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    cookie = serializer.dumps(session)
    return cookie if isinstance(cookie, str) else cookie.decode()


COOKIE = flask_cookie({"user": "alice"})


@pytest.mark.parametrize(
    ("text", "token", "removed"),
    [
        ("a.b.c", "a.b.c", []),
        ("", "", []),
        (" a.b.c\r\n", "a.b.c", [AROUND]),
        ("\ufeffa.b.c\u200b", "a.b.c", [AROUND]),
        ("Bearer a.b.c", "a.b.c", ["“Bearer”"]),
        ("BEARER \n a.b.c", "a.b.c", ["“Bearer”"]),
        ("Authorization:a.b.c", "a.b.c", ["a header's name"]),
        (
            "proxy-authorization: bearer a.b.c ",
            "a.b.c",
            [AROUND, "“Bearer”"],
        ),
        ('"a.b.c",\n', "a.b.c", [AROUND, "quotes", "a comma"]),
        ("“Bearer 'a.b.c'”", "a.b.c", ["quotes", "“Bearer”"]),
        ("a\n  .\n  b\r\n.c", "a.b.c", ["3 line breaks"]),
        ("a.b\n.c", "a.b.c", ["1 line break"]),
        ("a. b.c", "a. b.c", []),
        ("a.b\t.c", "a.b\t.c", []),
        ("Bearera.b.c", "Bearera.b.c", []),
    ],
)
def test_what_stands_around_a_token(text: str, token: str, removed: list[str]) -> None:
    assert unwrap(text) == (token, removed)


def test_only_so_many_layers_are_removed() -> None:
    assert unwrap("a.b.c" + '",' * 9)[0] == "a.b.c"
    text = "a.b.c" + '",' * 99
    assert unwrap(text)[0].startswith('a.b.c",')


JWE = f"{b64({'alg': 'dir', 'enc': 'A128GCM'})}..AAAA.AAAA.AAAA"
NESTED = f"{b64({'alg': 'dir', 'enc': 'A128GCM', 'cty': 'JWT'})}..AAAA.AAAA.AAAA"
PROOF = jwt.encode({}, SECRET, "HS256", headers={"typ": "dpop+jwt"})
DETACHED = f"{TOKEN.split('.')[0]}..{TOKEN.split('.')[2]}"
UUID = "550e8400-e29b-41d4-a716-446655440000"
PASETO = (
    "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIn0"
    + "A" * 86
    + ".eyJhIjoxfQ"
)
XML = "<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'/>"
DEFLATED = zlib.compressobj(wbits=-15)
REDIRECT = base64.b64encode(DEFLATED.compress(XML.encode()) + DEFLATED.flush()).decode()
STARLETTE = (
    TimestampSigner(SECRET).sign(base64.b64encode(b'{"user": "alice"}')).decode()
)
DJANGO = "eyJhIjoxfQ:1xW1Gt:D_2zr612T5CseP6b3Z9bopAAAAAAAAAAAAAAAAAAAAA"
# Made once, because the name of a test must be the same in each process.
FERNET = (
    "gAAAAABrBki2ugDaqFZZrYK5PvSm4Nk9k2PA6TqzPUZvr_eP5jaFXRD6tIUbAVBxN3npOKynXnEy"
    "wVSXYV4Hbo_eY1U0AxV2NQ=="
)
FLATTENED = dict(
    zip(("protected", "payload", "signature"), TOKEN.split("."), strict=True)
)
GENERAL = {
    "payload": FLATTENED["payload"],
    "signatures": [
        {"protected": FLATTENED["protected"], "signature": FLATTENED["signature"]},
        {"header": {"alg": "HS256"}, "signature": "AAAA"},
    ],
}
JWE_JSON = dict(
    zip(
        ("protected", "encrypted_key", "iv", "ciphertext", "tag"),
        JWE.split("."),
        strict=True,
    )
)
RESPONSE = {
    "access_token": TOKEN,
    "id_token": OTHER,
    "refresh_token": "8xLOxBtZp8ty7Sbg2aKq",
    "token_type": "Bearer",
}


@pytest.mark.parametrize(
    ("text", "kind", "labels"),
    [
        ("", "empty", []),
        (" \n\u200b", "empty", []),
        (TOKEN, "jwt", ["token"]),
        (f"Bearer {TOKEN}", "jwt", ["token"]),
        (f"'{TOKEN}',", "jwt", ["token"]),
        (f"{TOKEN[:30]}\n{TOKEN[30:]}", "jwt", ["token"]),
        (TOKEN.rpartition(".")[0], "jwt", ["token"]),
        ("eyJhbGciOiJIUzI1NiJ9", "jwt", ["token"]),
        ("notajsonheader.cGF5bG9hZA.c2ln", "jwt", ["token"]),
        (f"Authorization: Bearer {TOKEN}", "jwt", ["Authorization header"]),
        (f"authorization: DPoP {TOKEN}", "jwt", ["authorization header"]),
        (f"X-Access-Token: {TOKEN}", "jwt", ["X-Access-Token header"]),
        (PROOF, "dpop proof", ["token"]),
        (DETACHED, "detached jws", ["token"]),
        (JWE, "jwe", ["token"]),
        (f"{TOKEN}~", "sd-jwt", ["issuer-signed JWT"]),
        (f"{TOKEN}~{OTHER}", "sd-jwt", ["issuer-signed JWT", "key binding JWT"]),
        (json.dumps(FLATTENED), "jws json", ["token"]),
        (json.dumps(GENERAL), "jws json", ["signature 1", "signature 2"]),
        ('{"signatures": []}', "jws json", []),
        (json.dumps(JWE_JSON), "jwe json", ["token"]),
        (json.dumps(JWE_JSON | {"aad": "AA"}), "jwe json", []),
        (json.dumps(JWE_JSON | {"iv": 1}), "jwe json", []),
        (json.dumps(RESPONSE), "token response", ["access_token", "id_token"]),
        ('{"access_token": "8xLOxBtZp8ty7Sbg"}', "token response", []),
        (json.dumps({"data": [{"jwt": TOKEN}]}), "json", ["jwt"]),
        ('{"a": 1}', "json", []),
        ("{", "json", []),
        (f'{{"access_token": "{TOKEN}"', "text with tokens", ["token 1"]),
        (f"user {TOKEN} and {OTHER}", "text with tokens", ["token 1", "token 2"]),
        (
            f"curl -s -XPOST -H 'Authorization: Bearer {TOKEN}' --cookie=a={OTHER} "
            f"\\\n  -d 'client_assertion={OTHER}' https://a.example/?id_token={TOKEN}",
            "curl",
            ["Authorization header", "cookie a", "client_assertion", "id_token"],
        ),
        (f"curl --oauth2-bearer {TOKEN} a.example", "curl", ["--oauth2-bearer"]),
        (f'curl -d \'{{"token":"{TOKEN}"}}\' a.example', "curl", ["token"]),
        ("curl -d '{\"a\"' 'http://[' it's", "curl", []),
        (
            f"http a.example 'Authorization:Bearer {TOKEN}'",
            "curl",
            ["Authorization header"],
        ),
        ("curl https://a.example", "curl", []),
        (
            f"GET / HTTP/1.1\nHost: a\nAuthorization: Bearer {TOKEN}\nDPoP: {PROOF}\n"
            f"Cookie: id={OTHER}; theme=dark\n",
            "headers",
            ["Authorization header", "DPoP header", "cookie id"],
        ),
        (
            f"> Authorization: Bearer {TOKEN[:40]}\n{TOKEN[40:]}\n< Host: a",
            "headers",
            ["Authorization header"],
        ),
        (
            f"HTTP/1.1 200 OK\nContent-Type: text/json\n\n{json.dumps(RESPONSE)}",
            "headers",
            ["access_token", "id_token"],
        ),
        ("Host: a\nAccept: b", "headers", []),
        (f"Cookie: a={TOKEN}; b={OTHER}", "headers", ["cookie a", "cookie b"]),
        (f"Cookie: a={TOKEN}", "cookie", ["cookie a"]),
        (f"Set-Cookie: a={TOKEN}; Path=/; HttpOnly", "cookie", ["cookie a"]),
        (f"access_token={TOKEN}; Secure", "cookie", ["cookie access_token"]),
        (f"a={COOKIE}", "flask session cookie", []),
        ("theme=x", "cookie", []),
        (f"https://a.example/cb#id_token={TOKEN}&state=1", "url", ["id_token"]),
        (f"access_token={TOKEN}&expires_in=60", "url", ["access_token"]),
        ("https://a.example/", "text", []),
        ("Authorization: Basic YWxpY2U6c2VjcmV0", "basic credentials", []),
        (COOKIE, "flask session cookie", []),
        (COOKIE.replace(".", "%2E"), "flask session cookie", []),
        (flask_cookie({"a": "b" * 200}), "flask session cookie", []),
        (STARLETTE, "starlette session cookie", []),
        (DJANGO, "django signed cookie", []),
        (f"sessionid={DJANGO}", "django signed cookie", []),
        (UUID, "uuid", []),
        (f"{{{UUID}}}", "uuid", []),
        ("8xLOxBtZp8ty7Sbg2aKq", "opaque token", []),
        (PASETO, "paseto", []),
        (f"v2.local.{'A' * 50}", "paseto", []),
        (f"v2.public.{'_' * 90}._w", "paseto", []),
        (XML, "saml", []),
        (base64.b64encode(XML.encode()).decode(), "saml", []),
        (REDIRECT, "saml", []),
        (base64.b64encode(bytes(range(60))).decode(), "opaque token", []),
        (FERNET, "fernet token", []),
        ("gAAAA" + "_" * 99 + "1", "opaque token", []),
        ("-----BEGIN PUBLIC KEY-----\nAA", "key", []),
        ("-----BEGIN CERTIFICATE-----\nAA", "key", []),
        ("-----BEGIN RSA PRIVATE KEY-----\nAA", "key", []),
        ('{"keys": []}', "key set", []),
        ('{"kty": "oct"}', "key", []),
        ('{"issuer": "a", "jwks_uri": "b"}', "openid configuration", []),
        ("hello", "text", []),
        ("some words without any token", "text", []),
    ],
    # Some pastes are made anew in each process, whose names for a test must agree.
    ids=lambda _: "paste",
)
def test_what_readers_paste_is_recognised(
    text: str, kind: str, labels: list[str]
) -> None:
    found = recognise(text)
    assert (found.kind, [one.label for one in found.tokens]) == (kind, labels)
    assert bool(found.explanation) == (
        kind != "empty" and (not labels or kind in {"jwe", "jwe json", "detached jws"})
    )


def test_a_token_in_another_text_is_taken_whole() -> None:
    for text in (f"curl -HAuthorization:{TOKEN} x", f"a={TOKEN}", f"x {TOKEN}, y"):
        assert recognise(text).tokens[0].text == TOKEN


def test_the_content_of_what_is_no_jwt_is_shown() -> None:
    session = '{\n  "user": "alice"\n}'
    for cookie in (COOKIE, f"Cookie: session={COOKIE}", STARLETTE):
        assert recognise(cookie).content == session
    assert recognise(DJANGO).content == '{\n  "a": 1\n}'
    assert recognise(PASETO).content == '{\n  "data": "this is a signed message"\n}'
    assert recognise(PASETO).notes == (
        "Its footer, which is not encrypted, is '{\"a\":1}'.",
    )
    assert recognise(REDIRECT).content == XML
    assert recognise(f"v2.local.{'A' * 50}").content is None
    assert recognise(f"v4.public.aGk{'A' * 86}").content == "hi"


def test_a_container_says_where_a_cookie_was() -> None:
    found = recognise(f"Cookie: theme=8xLOxBtZp8ty7Sbg2aKq; session={COOKIE}")
    assert found.kind == "flask session cookie"
    assert found.notes[0] == "Found in cookie session."


def test_a_cookie_that_was_pasted_can_be_verified() -> None:
    for text in (COOKIE, f"Cookie: session={COOKIE}; a=b"):
        found = recognise(text)
        cookie = read_cookie(found.value)
        assert cookie is not None
        assert check_cookie(cookie, SECRET).matches
    assert found.label == "cookie session"


def test_what_is_no_jwt_beside_one_is_named() -> None:
    response = {"access_token": "8xLOxBtZp8ty7Sbg2aKq", "id_token": TOKEN}
    assert recognise(json.dumps(response)).notes == (
        "The access_token is an opaque token, not a JWT.",
    )
    cookies = f"Cookie: s={COOKIE}; t=8xLOxBtZp8ty7Sbg2aKq"
    request = f"Host: a\nAuthorization: Bearer {TOKEN}\n{cookies}"
    assert recognise(request).notes == (
        "The cookie s is a flask session cookie, not a JWT.",
    )


def test_the_type_of_a_uuid_and_the_time_of_a_fernet_token_are_told() -> None:
    assert recognise(UUID).notes == ("Its version digit is 4 (RFC 9562 §4.2).",)
    assert recognise(FERNET).notes[0].startswith("It was made at 20")


def test_a_nested_token_is_announced() -> None:
    assert recognise(JWE).notes == ()
    assert "is itself a token" in recognise(NESTED).notes[0]


@pytest.mark.parametrize(
    ("expires_in", "claims", "note"),
    [
        (60, {"iat": NOW, "exp": NOW + 60}, "The expires_in of 60 seconds agrees"),
        (60, {"iat": NOW, "exp": NOW + 90}, "lives 90 seconds from iat to exp"),
        (60, {"exp": NOW}, ""),
        ("60", {}, "must be a number of seconds"),
        (None, {}, ""),
    ],
)
def test_expires_in_is_compared_with_the_token(
    expires_in: object, claims: dict[str, object], note: str
) -> None:
    response = {"access_token": mac({"alg": "HS256"}, claims)}
    if expires_in is not None:
        response["expires_in"] = expires_in  # type: ignore[assignment]
    notes = recognise(json.dumps(response)).notes
    assert (note in notes[0]) if note else notes == ()


def test_a_json_serialization_names_what_no_signature_covers() -> None:
    first, second = recognise(json.dumps(GENERAL)).notes
    assert "does not cover the header of signature 2" in first
    assert "has no protected header" in second


def test_only_the_first_tokens_are_offered() -> None:
    found = recognise(json.dumps([TOKEN] * (MAX_TOKENS + 1)))
    assert len(found.tokens) == MAX_TOKENS
    assert found.notes == (f"Only the first {MAX_TOKENS} tokens are offered.",)


def test_long_content_is_cut() -> None:
    content = recognise(json.dumps({"a": "b" * MAX_CONTENT, "jwt": TOKEN})).content
    assert content is not None
    assert len(content) == MAX_CONTENT + 1


def test_a_megabyte_is_too_much() -> None:
    found = recognise("a" * (MAX_PASTED + 1))
    assert (found.kind, found.tokens) == ("too large", ())


FILLERS = [" ", "\n", "'", "Bearer ", " \n", "\t", "',", "a:", "eyJ", "eyJaaaaaaaa "]
FILLERS += ["a=b&", "a=b;", "~", ".", "a.", "-H ", "Host: a\n", "x\n y", '{"a":', "["]
FILLERS += ["%25", "\u202e", "PHNhbWxw", "eyJhbGciOiJub25lIn0.e30.~"]


@pytest.mark.parametrize("filler", FILLERS)
def test_no_text_takes_long(filler: str) -> None:
    size = MAX_PASTED // 4
    text = filler * (size // len(filler))
    began = time.perf_counter()
    for start in ("", "curl ", "Cookie: ", '{"a":"', "https://a/?"):
        recognise(f"{start}{text}"[:size])
    unwrap(f"a{text}b{text}c")
    unwrap(f"{text}a.b.c{text}")
    assert time.perf_counter() - began < 20


PIECES = st.sampled_from(
    [
        *(TOKEN, COOKIE, DJANGO, JWE, PASETO, "https://a", "access_token"),
        *("curl ", "-H ", "Cookie: ", "Authorization: Bearer ", "-----BEGIN "),
        *"'\"{}~.;=&:,[%#?<0\n",
        *("\ud800", "\u202e"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join))
def test_any_text_is_recognised_as_something(text: str) -> None:
    found = recognise(text)
    assert found.kind
    for one in found.tokens:
        assert one.label
