"""The decode function as a whole: nothing makes it raise."""

import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.decoder.decoder import Decoder
from examples.decoder.view import MAX_RUNS
from tests.examples.jose.test_jwk import KEYS, certificate
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    VECTORS,
    b64,
    decode,
    fields,
    mac,
    public_jwk,
    public_pem,
    sentences,
    signed,
)

# DECODER_EXAMPLES=100000 pytest tests/examples/test_decoder.py -k anything
EXAMPLES = int(os.environ.get("DECODER_EXAMPLES", "300"))
GOOD = signed("HS256")


def opinions(token: str, key: str = "", **more: str) -> dict[str, tuple[str, str]]:
    found = decode(token, key, **more)["opinions"]
    return {one["name"]: (one["mark"], one["word"]) for one in found}


def test_nothing_is_not_verified_and_warns_of_nothing() -> None:
    for text in ("", " \n", "''"):
        decoded = decode(text)
        assert (decoded["verdict"], decoded["alerts"]) == ("Not verified", [])
        assert decoded["segments"] == []
    assert opinions("")["Structure"] == ("open", "Nothing yet")


def test_four_opinions_are_kept_apart() -> None:
    assert opinions(GOOD, SECRET) == {
        "Structure": ("good", "Well formed"),
        "Signature": ("good", "Valid"),
        "Claims": ("good", "Valid"),
        "Trust in the key": ("open", "Yours to decide"),
    }
    expired = mac({"alg": "HS256"}, CLAIMS | {"exp": 1})
    assert opinions(expired, SECRET)["Claims"] == ("bad", "Refused")
    decoded = decode(expired, SECRET)
    assert (decoded["verdict"], decoded["mark"]) == ("Valid signature", "bad")
    assert (
        "But refuse the token: The token expired at 1970-01-01" in decoded["sentence"]
    )
    assert "The token expired at 1970-01-01 00:00:01 UTC." in sentences(decoded)
    assert opinions(GOOD, "secret")["Signature"] == ("bad", "Invalid")
    assert opinions(GOOD, "secret")["Trust in the key"] == ("bad", "None")
    assert opinions("a.b")["Structure"] == ("bad", "Malformed")
    assert opinions("a.b")["Signature"] == ("open", "Not verified")
    assert opinions(GOOD)["Trust in the key"] == ("open", "No key")
    bare = mac({"alg": "HS256"}, {})
    assert opinions(bare)["Claims"] == ("open", "Not compared")
    text = mac({"alg": "HS256"}, b"text")
    assert opinions(text)["Claims"] == ("open", "Not compared")
    assert opinions(text)["Structure"] == ("good", "Well formed")
    jwe = f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc"
    assert opinions(jwe)["Structure"] == ("good", "Well formed")


def test_trust_says_what_was_not_checked() -> None:
    decoded = decode(signed("ES256", kid="a"), public_jwk("P-256", kid="b"))
    told = decoded["opinions"][3]["sentence"]
    assert told.startswith("The header's kid is 'a', but the key's is 'b'. You entered")
    pem = certificate(KEYS[0]).public_bytes(Encoding.PEM).decode()
    told = decode(signed("RS256"), pem)["opinions"][3]["sentence"]
    assert "It did not check the issuer, the dates or the chain" in told


def test_an_unreadable_key_is_told_and_decides_nothing() -> None:
    decoded = decode(GOOD, "{")
    assert decoded["verdict"] == "Not verified"
    assert "The key cannot be read. The key looks like a JWK." in decoded["sentence"]
    assert "The key looks like a JWK." in sentences(decoded)
    assert decode("a.b", "{")["verdict"] == "Malformed token"


def test_expectations_are_compared_and_misread_ones_told() -> None:
    decoded = decode(GOOD, SECRET, iss="me", aud="api", now=str(NOW + 100))
    assert decoded["now"] == NOW + 100
    assert decoded["opinions"][2]["sentence"] == (
        "The token expired at 2027-01-15 08:01:00 UTC. "
        "The issuer is 'https://auth.example', but you expect 'me'."
    )
    decoded = decode(GOOD, SECRET, leeway="x")
    assert decoded["now"] == NOW
    assert "The leeway 'x' must be a number of seconds" in sentences(decoded)


def test_claims_are_explained_with_their_sections() -> None:
    payload = CLAIMS | {"own": {"a": [1]}, "email": "x", "long": "y" * 400}
    rows = {
        row["name"]: row
        for row in decode(mac({"alg": "HS256"}, payload))["payload"]["rows"]
    }
    assert rows["exp"]["label"] == "RFC 7519 §4.1.4"
    assert rows["exp"]["url"] == "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"
    assert (rows["exp"]["time"], rows["exp"]["mark"]) == (NOW + 60, "good")
    assert rows["iss"]["mark"] == "open"
    assert rows["own"]["value"] == '{ "a": [ 1 ] }'
    assert (rows["own"]["label"], rows["own"]["mark"]) == ("", None)
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
    assert broken["payload"]["fault"].startswith("The payload's claims are not JSON")
    assert text_of(f"{header}.{b64(bytes([0x80, 0x0A, 0x07]))}.", "payload") == (
        "\ufffd\n\\u0007"
    )
    assert text_of(f"{header}.{b64(None)}.", "payload") == "null"


def test_sizes_are_held_against_limits() -> None:
    sizes = decode(GOOD)["sizes"]
    assert [(one["bytes"] - len(GOOD), one["limit"]) for one in sizes] == [
        (0, 0),
        (5, 4096),
        (22, 8192),
    ]


def test_large_payloads_make_few_elements() -> None:
    decoded = decode(mac({"alg": "HS256"}, list(range(8000))))
    runs = decoded["payload"]["runs"]
    assert len(runs) == MAX_RUNS + 1
    assert json.loads("".join(text for _, text in runs)) == list(range(8000))
    large = f"{GOOD.split('.')[0]}.{'A' * 65_536}."
    assert "at most 65536 (64 KiB)" in decode(large)["sentence"]


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
    Decoder().replace_payload(token, key)
    Decoder().sign_again(token, algorithm, key, form)


def test_the_alg_of_a_jwe_is_explained_as_key_management() -> None:
    """RFC 7516 §4.1.1 gives `alg` another meaning than RFC 7515 does."""
    jwe = f"{b64({'alg': 'RSA-OAEP', 'enc': 'A256GCM'})}.a.b.c.d"
    for token, label in ((jwe, "RFC 7516 §4.1.1"), (GOOD, "RFC 7515 §4.1.1")):
        rows = {row["name"]: row for row in decode(token)["header"]["rows"]}
        assert rows["alg"]["label"] == label
