"""The decode function as a whole: nothing makes it raise."""

import base64
import hashlib
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from examples.decoder.decoder import Decoder
from examples.decoder.rows import MAX_RUNS
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    VECTORS,
    b64,
    decode,
    fields,
    mac,
    private_pem,
    public_jwk,
    public_pem,
    sentences,
    signed,
)

# DECODER_EXAMPLES=100000 pytest tests/examples/test_decoder.py -k anything
EXAMPLES = int(os.environ.get("DECODER_EXAMPLES", "300"))
GOOD = signed("HS256")


def test_an_empty_field_warns_of_nothing() -> None:
    for text in ("", " \n", "''"):
        decoded = decode(text)
        assert (decoded["verdict"], decoded["warnings"]) == ("Not verified", [])
        assert (decoded["parts"], decoded["sizes"], decoded["checks"]) == ([], [], [])
        assert decoded["reproduced"] is None
        assert decoded["key_needed"] is False


def test_an_unreadable_key_decides_nothing() -> None:
    decoded = decode(GOOD, "{")
    assert decoded["verdict"] == "Not verified"
    assert "The key cannot be read. The key looks like a JWK." in decoded["sentence"]
    assert decode("a.b", "{")["verdict"] == "Malformed token"


def test_a_misread_expectation_leaves_the_clock() -> None:
    assert decode(GOOD, SECRET, now=str(NOW + 100))["now"] == NOW + 100
    assert decode(GOOD, SECRET, leeway="x")["now"] == NOW


def test_one_of_several_tokens_is_read() -> None:
    other = mac({"alg": "HS256"}, {"sub": "other"})
    paste = json.dumps({"access_token": GOOD, "id_token": other, "expires_in": 900})
    first = decode(paste)
    assert [one["label"] for one in first["found"]] == ["access_token", "id_token"]
    assert (first["picked"], first["paste"]) == ("access_token", "a token response")
    second = decode(paste, pick="id_token")
    assert (second["picked"], second["token"]) == ("id_token", other)
    assert decode(paste, pick="gone")["picked"] == "access_token"
    single = decode(json.dumps({"access_token": GOOD}))
    assert (single["paste"], single["token"]) == ("", GOOD)


def test_what_stands_around_a_token_is_told() -> None:
    assert decode(f'"Bearer {GOOD}"')["removed"] == ["quotes", "“Bearer”"]
    assert decode(json.dumps({"access_token": GOOD}))["removed"] == []


def test_a_cookie_is_verified_by_its_frameworks_rules() -> None:
    serializer = URLSafeTimedSerializer(
        "k" * 30,
        salt="cookie-session",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
    )
    cookie = serializer.dumps({"user_id": "1842", "n": 5})
    unread = decode(cookie)
    assert unread["verdict"] == "Not verified"
    assert unread["key_needed"] is True
    assert unread["key_summary"] == "none yet: paste the SECRET_KEY"
    assert unread["payload"]["title"] == "Session data"
    assert [row["name"] for row in unread["payload"]["rows"]] == ["user_id", "n"]
    assert unread["parts"] == ["Data", "Time", "Signature"]
    assert decode(cookie, "k" * 30)["verdict"] == "Valid signature"
    named = decode(f"Cookie: a=b; session={cookie}", "k" * 30)
    assert named["verdict"] == "Valid signature"
    wrong = decode(cookie, "x" * 30)
    assert wrong["verdict"] == "Invalid signature"
    assert wrong["checks"][1]["detail"] == "with SECRET_KEY"


def test_an_encrypted_token_is_opened_by_its_key() -> None:
    key = '{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}'
    jwe = (  # RFC 7516 appendix A.3
        "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0."
        "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
        "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY."
        "U0m_YmjN04DJvceFICbCVQ"
    )
    decoded = decode(jwe, key)
    opened = decoded["payload"]
    assert opened["note"] == "Decrypted with your key."
    assert opened["runs"] == [("plain", "Live long and prosper.")]
    assert decoded["headline"]["reason"] == "decrypted, but not signed"
    assert (decoded["key_needed"], decoded["key_summary"]) == (
        False,
        "it decrypts the token",
    )
    shut = decode(jwe, '{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAA"}')
    assert shut["headline"]["word"] == "NOT READABLE HERE:"
    assert shut["headline"]["alert"] is True
    assert shut["payload"]["runs"] != opened["runs"]
    assert decode(jwe)["payload"]["note"] == ""


def test_what_is_inside_an_encrypted_token_is_shown() -> None:
    key = {"kty": "oct", "k": b64(bytes(32))}
    for content, reason in (
        (b'{"sub":"a","own":1}', "decrypted, but not signed"),
        (GOOD.encode(), "decrypted, and a token is inside"),
    ):
        header = b64({"alg": "dir", "enc": "A256GCM"})
        sealed = AESGCM(bytes(32)).encrypt(bytes(12), content, header.encode())
        parts = (bytes(12), sealed[:-16], sealed[-16:])
        jwe = f"{header}..{'.'.join(map(b64, parts))}"
        decoded = decode(jwe, json.dumps(key))
        assert decoded["headline"]["reason"] == reason
        text = "".join(text for _, text in decoded["payload"]["runs"])
        assert text.replace("\n", "").replace(" ", "") == content.decode()
    rows = {row["name"]: row["meaning"] for row in decoded["payload"]["rows"]}
    assert rows == {}


def test_the_disclosures_of_an_sd_jwt_are_shown() -> None:
    disclosure = b64(["salt", "given_name", "Alice"])
    digest = b64(hashlib.sha256(disclosure.encode()).digest())
    token = mac({"alg": "HS256"}, {"sub": "a", "_sd": [digest]})
    decoded = decode(f"{token}~{disclosure}~", SECRET)
    assert decoded["verdict"] == "Valid signature"
    rows = {row["name"]: row for row in decoded["payload"]["rows"]}
    assert (rows["given_name"]["bold"], rows["given_name"]["value"]) == (
        "Disclosed:",
        "Alice",
    )
    assert rows["sub"]["bold"] == ""


def test_ages_that_change_soon_are_restless() -> None:
    assert decode(mac({"alg": "HS256"}, {"exp": NOW + 60}))["restless"] is True
    assert decode(mac({"alg": "HS256"}, {"exp": NOW + 600}))["restless"] is False


def test_readings_of_the_key_are_offered_after_a_mismatch() -> None:
    encoded = base64.b64encode(SECRET.encode()).decode()
    first, *_ = decode(GOOD, encoded)["offers"]
    assert (first["name"], first["outcome"]) == ("Try as base64", "matches")
    assert decode(GOOD, first["key"], form=first["form"])["verdict"] == (
        "Valid signature"
    )
    assert decode(GOOD, SECRET)["offers"] == []
    private = decode(signed("ES256"), private_pem("P-256"))
    assert private["offers"][0]["name"] == "Take the public half"


def test_claims_are_explained_with_their_sections() -> None:
    payload = CLAIMS | {"own": {"a": [1]}, "email": "x", "long": "y" * 400}
    rows = {
        row["name"]: row
        for row in decode(mac({"alg": "HS256"}, payload))["payload"]["rows"]
    }
    assert rows["exp"]["label"] == "RFC 7519 §4.1.4"
    assert rows["exp"]["url"] == "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"
    assert (rows["exp"]["time"], rows["exp"]["age"]) == (NOW + 60, "in 1 minute")
    assert rows["own"]["value"] == '{ "a": [ 1 ] }'
    assert (rows["own"]["label"], rows["own"]["time"]) == ("", None)
    assert rows["email"]["label"] == "OpenID Connect Core §5.1"
    assert len(rows["long"]["value"]) == 301
    header = decode(GOOD)["header"]["rows"]
    assert [row["label"] for row in header] == ["RFC 7515 §4.1.1", "RFC 7515 §4.1.9"]


def text_of(token: str, part: str) -> str:
    content: Any = decode(token)[part]  # type: ignore[literal-required]
    return "".join(text for _, text in content["runs"])


def test_json_is_shown_without_loss() -> None:
    source = b'{"n":9007199254740993,"f":1.0,"e":1e400,"a":1,"a":2,"z":"\xd7\x90"}'
    shown = text_of(mac({"alg": "HS256"}, source), "payload")
    assert shown.replace("\n", "").replace(" ", "").encode() == source


def test_a_broken_token_is_shown_as_far_as_it_goes() -> None:
    header, payload, _ = GOOD.split(".")
    assert json.loads(text_of(header, "header"))["alg"] == "HS256"
    broken = decode(f"{header}.{payload[:20]}\u202e.")
    assert broken["payload"]["runs"] == [("plain", '{"iss":"https:/')]
    assert text_of(f"{header}.{b64(bytes([0x80, 0x0A, 0x07]))}.", "payload") == (
        "\ufffd\n\\u0007"
    )
    assert text_of(f"{header}.{b64(None)}.", "payload") == "null"


def test_sizes_are_held_against_limits() -> None:
    for paste in (GOOD, f"Bearer {GOOD}", json.dumps({"access_token": GOOD})):
        sizes = decode(paste)["sizes"]
        assert [(one["bytes"] - len(GOOD), one["limit"]) for one in sizes] == [
            (22, 8190),
            (5, 4096),
        ]
    assert decode('{"a": 1}')["sizes"] == []
    assert decode("two words")["sizes"] == []


def test_large_payloads_make_few_elements() -> None:
    decoded = decode(mac({"alg": "HS256"}, list(range(8000))))
    runs = decoded["payload"]["runs"]
    assert len(runs) == MAX_RUNS + 1
    assert json.loads("".join(text for _, text in runs)) == list(range(8000))
    large = f"{GOOD.split('.')[0]}.{'A' * 65_536}."
    assert "at most 65536 (64 KiB)" in decode(large)["sentence"]
    many = decode(mac({"alg": "HS256"}, {str(n): n for n in range(100)}))["payload"]
    assert (len(many["rows"]), many["more"]) == (60, 40)


@pytest.mark.parametrize(
    "text", ["[" * 48_000, '{"a":' * 9_000, '"' * 40_000, "\\" * 40_000]
)
def test_deep_and_strange_json_is_refused_soon(text: str) -> None:
    decoded = decode(f"{GOOD.split('.')[0]}.{b64(text.encode())}.", "x" * 9000)
    assert "The payload is not a JSON object" in sentences(decoded)


@pytest.mark.parametrize(
    "key",
    [
        "-----BEGIN A-----" * 15_000,
        "M" + " " * 200_000 + "!",
        " " * 200_000,
        "[" * 200_000,
    ],
)
def test_no_key_takes_long(key: str) -> None:
    decode(GOOD, key)


SEEDS = [
    GOOD,
    *(vector["token"] for vector in VECTORS),
    *(signed(name) for name in ("ES256", "EdDSA")),
    f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc",
    f"{b64({'alg': 'HS256', 'b64': False, 'crit': ['b64']})}.$.02.",
]
KEY_SEEDS = [
    "",
    SECRET,
    public_pem("RSA"),
    public_jwk("P-256"),
    f'{{"keys":[{public_jwk("Ed25519")}]}}',
]
HEADERS = st.dictionaries(
    st.sampled_from(["alg", "typ", "kid", "crit", "b64", "enc", "jwk", "cty", "x5c"]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["HS256", "none", "ES256", "EdDSA", "b64", "JWT"])
    | st.lists(st.text() | st.integers(), max_size=3)
    | st.dictionaries(st.text(), st.text(), max_size=2),
)
PAYLOADS = st.dictionaries(
    st.sampled_from(["iss", "aud", "exp", "nbf", "iat", "password"]) | st.text(),
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text()),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: list[str]) -> str:
    """Replace, insert or remove a few stretches of a seed."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + draw(st.text(max_size=6)) + text[end:]
    return text


TOKENS = (
    st.text()
    | mutated(SEEDS)
    | st.builds(
        lambda *parts: ".".join(map(b64, parts)), HEADERS, PAYLOADS, st.binary()
    )
    | st.builds(
        lambda *parts: ".".join(map(b64, parts)), st.binary(), st.binary(), st.binary()
    )
    | st.builds(mac, HEADERS, PAYLOADS)
)
SURROGATES = st.text(st.characters(), max_size=8)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    TOKENS | SURROGATES,
    mutated(KEY_SEEDS) | st.sampled_from(KEY_SEEDS) | SURROGATES,
    st.sampled_from(["", "HS256", "RS256", "ES256", "Ed25519", "none", "?"]),
    st.sampled_from(["text", "base64url", "hex"]),
    st.tuples(SURROGATES, SURROGATES, SURROGATES, SURROGATES),
)
def test_anything_gets_a_verdict_and_nothing_raises(
    token: str, key: str, algorithm: str, form: str, expected: tuple[str, str, str, str]
) -> None:
    names = ("iss", "aud", "leeway", "now")
    more = dict(zip(names, expected, strict=True))
    given_ = fields(token, key, algorithm=algorithm, form=form, **more)
    decoded = Decoder().decode(given_)
    assert decoded["verdict"] in {
        "Valid signature",
        "Invalid signature",
        "Not verified",
        "Malformed token",
    }
    # As the runner writes it for the page: every value is plain.
    assert json.loads(json.dumps(decoded))["verdict"] == decoded["verdict"]
    if not key:
        assert decoded["verdict"] in {"Not verified", "Malformed token"}
    assert decoded["headline"]["word"] in {
        "ACCEPT,",
        "REFUSE:",
        "NOT VERIFIED:",
        "NOT A JWT:",
        "NOT READABLE HERE:",
        "Paste a token",
    }
    if decoded["headline"]["kind"] == "accept":
        assert decoded["verdict"] == "Valid signature"


def test_the_alg_of_a_jwe_is_explained_as_key_management() -> None:
    """RFC 7516 §4.1.1 gives `alg` another meaning than RFC 7515 does."""
    jwe = f"{b64({'alg': 'RSA-OAEP', 'enc': 'A256GCM'})}.a.b.c.d"
    for token, label in ((jwe, "RFC 7516 §4.1.1"), (GOOD, "RFC 7515 §4.1.1")):
        rows = {row["name"]: row for row in decode(token)["header"]["rows"]}
        assert rows["alg"]["label"] == label
