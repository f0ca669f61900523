import base64
import json

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.decoder.key_repairs import Repair, repairs
from examples.jose.verification_keys import read_keys
from tests.examples.sample_tokens import (
    SECRET,
    b64,
    jwk_of,
    mac,
    private_key,
    private_pem,
    public_jwk,
    public_pem,
    signed,
    verdict,
)

BYTES = bytes(range(250, 256)) + bytes(range(26))
TOKEN = mac({"alg": "HS256"})
NAMES = [
    "Try as base64",
    "Try as base64url",
    "Try as hex",
    "Try as text",
    r"Replace \n by line breaks",
    "Add the trailing newline",
    "Remove the trailing newline",
    "Add the BEGIN and END lines",
    "Take the key with this kid",
    "Take the public half",
]


def with_secret(secret: bytes) -> str:
    return jwt.encode({}, secret, "HS256")


def bare(pem: str) -> str:
    return "".join(pem.splitlines()[1:-1])


ES256 = signed("ES256")
KID = signed("ES256", kid="a")
SET = {
    "keys": [
        json.loads(public_jwk("P-384", kid="b")),
        json.loads(public_jwk("P-256", kid="a")),
    ]
}
PRIVATE_JWK = json.dumps(jwk_of("P-256", private_key("P-256")) | {"kid": "a"})


@pytest.mark.parametrize(
    ("token", "key", "encoding", "name", "reason"),
    [
        (
            with_secret(BYTES),
            base64.b64encode(BYTES).decode(),
            "text",
            "Try as base64",
            "32 bytes instead of 44",
        ),
        (
            with_secret(BYTES),
            b64(BYTES),
            "text",
            "Try as base64url",
            "32 bytes instead of 43",
        ),
        (
            with_secret(BYTES),
            BYTES.hex(),
            "text",
            "Try as hex",
            "32 bytes instead of 64",
        ),
        (TOKEN, SECRET, "hex", "Try as text", "64 bytes instead of 64"),
        (
            with_secret(f"{SECRET}\n".encode()),
            SECRET,
            "text",
            "Add the trailing newline",
            "65 bytes instead of 64",
        ),
        (
            TOKEN,
            f"{SECRET}\r\n",
            "text",
            "Remove the trailing newline",
            "64 bytes instead of 66",
        ),
        (
            ES256,
            public_pem("P-256").replace("\n", "\\n"),
            "text",
            r"Replace \n by line breaks",
            "P-256 public key",
        ),
        (
            ES256,
            f'"{public_pem("P-256")}"'.replace("\n", "\\r\\n"),
            "text",
            r"Replace \n by line breaks",
            "P-256 public key",
        ),
        (
            ES256,
            bare(public_pem("P-256")),
            "text",
            "Add the BEGIN and END lines",
            "P-256 public key",
        ),
        (
            signed("RS256"),
            bare(private_pem("RSA")),
            "hex",
            "Add the BEGIN and END lines",
            "RSA public key",
        ),
        (
            KID,
            json.dumps(SET),
            "text",
            "Take the key with this kid",
            "P-256 public key",
        ),
        (KID, json.dumps(SET["keys"]), "text", "Take the key with this kid", "P-256"),
        (ES256, PRIVATE_JWK, "text", "Take the public half", "P-256 public key"),
        (
            ES256,
            private_pem("P-256"),
            "text",
            "Take the public half",
            "P-256 public key",
        ),
        (
            ES256,
            base64.encodebytes(public_pem("P-256").encode()).decode(),
            "text",
            "Try as base64",
            "P-256 public key",
        ),
    ],
)
def test_a_repair_that_works_comes_first(
    token: str, key: str, encoding: str, name: str, reason: str
) -> None:
    found = repairs(token, key, encoding)
    assert sorted(one.name for one in found) == sorted(NAMES)
    matching = [one for one in found if one.outcome == "matches"]
    assert matching == found[: len(matching)]
    [one] = [one for one in matching if one.name == name]
    assert one.reason.startswith(reason)
    form = one.encoding or "text"
    assert verdict(token, one.key, form=form) == "Valid signature"


def test_nothing_is_repaired_that_is_right() -> None:
    for one in repairs(TOKEN, SECRET):
        assert one.outcome != "matches" or one.name == "Try as text"


def outcome(token: str, key: str, name: str, encoding: str = "text") -> Repair:
    return next(one for one in repairs(token, key, encoding) if one.name == name)


@pytest.mark.parametrize(
    ("token", "key", "encoding", "name", "reason"),
    [
        (TOKEN, "*", "text", "Try as base64", "it is not base64"),
        (TOKEN, "a+/a", "text", "Try as base64url", "it is not base64url"),
        (TOKEN, "xyz", "text", "Try as hex", "it is not hex"),
        (TOKEN, "xyz", "text", "Try as text", "this is how it is read"),
        (TOKEN, "xyz", "text", r"Replace \n by line breaks", r"no \n in it"),
        (TOKEN, "xyz\n", "text", "Add the trailing newline", "it has one"),
        (TOKEN, "xyz", "text", "Remove the trailing newline", "it has none"),
        (
            TOKEN,
            "00\n",
            "hex",
            "Remove the trailing newline",
            "white space does not count in hex",
        ),
        (TOKEN, "", "text", "Try as hex", "no secret of a usual size"),
        (TOKEN, "{}", "text", "Try as hex", "a JWK"),
        (ES256, public_pem("RSA"), "text", "Try as base64", "a PEM"),
        (ES256, "xyz", "text", "Try as base64", "ES256 needs no secret"),
        (ES256, "LS0tLS1CRUdJTi*", "text", "Try as base64", "ES256 needs no secret"),
        (
            ES256,
            public_pem("RSA"),
            "text",
            "Add the BEGIN and END lines",
            "it has them",
        ),
        (
            ES256,
            "xyz",
            "text",
            "Add the BEGIN and END lines",
            "it is not a key in base64",
        ),
        (
            ES256,
            "M" + "A" * 60,
            "text",
            "Add the BEGIN and END lines",
            "it is not a key in base64",
        ),
        (KID, "xyz", "text", "Take the key with this kid", "it is not a key set"),
        (ES256, "{}", "text", "Take the key with this kid", "the token has no kid"),
        (KID, "{", "text", "Take the key with this kid", "it cannot be read"),
        (KID, '{"kty":"EC"}', "text", "Take the key with this kid", "it is not a key"),
        (
            KID,
            '{"keys": [{"kid": "b"}, {"kid": "c"}]}',
            "text",
            "Take the key with this kid",
            "no key with kid 'a' in it",
        ),
        (
            KID,
            '[{"kid": "a"}, {"kid": "a"}, 5]',
            "text",
            "Take the key with this kid",
            "2 keys with kid 'a' in it",
        ),
        (ES256, "{", "text", "Take the public half", "it cannot be read"),
        (
            ES256,
            public_pem("P-256"),
            "text",
            "Take the public half",
            "it is not a private key",
        ),
        (
            signed("EdDSA"),
            private_pem("Ed25519"),
            "text",
            "Take the public half",
            "the PEM does not hold its public half",
        ),
    ],
)
def test_a_repair_that_does_not_apply_says_why(
    token: str, key: str, encoding: str, name: str, reason: str
) -> None:
    one = outcome(token, key, name, encoding)
    assert (one.outcome, one.key) == ("does not apply", key)
    assert one.reason.startswith(reason)


def test_a_repair_that_does_not_match_says_so() -> None:
    one = outcome(with_secret(b"another secret of 32 bytes, here"), SECRET, NAMES[0])
    assert (one.outcome, one.reason) == ("no match", "tried")
    broken = outcome(ES256, "-----BEGIN X-----\\n", r"Replace \n by line breaks")
    assert broken.outcome == "no match"
    assert broken.reason.startswith("The text holds no key")


def test_the_public_half_holds_no_secret_and_keeps_its_kid() -> None:
    one = outcome(ES256, PRIVATE_JWK, "Take the public half")
    [key] = read_keys(one.key, "text")
    assert not key.private
    assert json.loads(one.key)["kid"] == "a"


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([TOKEN, ES256, KID, "", "a.b", "\ud800"]),
    st.one_of(
        st.text(max_size=60),
        st.sampled_from([PRIVATE_JWK, public_pem("RSA"), json.dumps(SET), "\ud800"]),
    ),
    st.sampled_from(["text", "base64", "base64url", "hex"]),
)
def test_no_key_raises(token: str, key: str, encoding: str) -> None:
    assert len(repairs(token, key, encoding)) == len(NAMES)
