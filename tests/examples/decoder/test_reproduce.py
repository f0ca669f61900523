"""What PyJWT raises, from the lines that the page shows."""

import json
import time
from typing import Any

import jwt
import pytest

from examples.decoder.decoder import Decoder
from examples.decoder.types import Reproduced
from tests.examples.sample_tokens import (
    SECRET,
    b64,
    fields,
    mac,
    private_pem,
    public_jwk,
    public_pem,
    signed,
)

NOW = int(time.time())
HS = {"alg": "HS256"}
CLAIMS: dict[str, Any] = {
    "iss": "https://login.example",
    "sub": "alice",
    "aud": "https://api.example",
    "exp": NOW + 600,
}
GOOD = mac(HS, CLAIMS)
SET = f'{{"keys": [{public_jwk("P-256", kid="a")}]}}'


def reproduced(token: str, key: str = "", **more: str) -> Reproduced:
    found = Decoder().decode(fields(token, key, **more))["reproduced"]
    assert found is not None
    return found


def lines(token: str, key: str = "", **more: str) -> dict[str, str]:
    found = reproduced(token, key, **more)["lines"]
    return {line["name"]: line["text"] for line in found}


def test_the_program_is_the_one_that_a_service_needs() -> None:
    assert (
        reproduced(signed("ES256", CLAIMS, kid="a"), SET)["code"]
        == """\
import jwt

keys = jwt.PyJWKSet.from_json(JWKS)
kid = jwt.get_unverified_header(token)["kid"]
claims = jwt.decode(
    token,
    keys[kid],
    algorithms=["ES256"],
    audience="https://api.example",
    issuer="https://login.example",
    options={"require": ["exp", "iss", "aud", "sub"]},
)"""
    )
    own = reproduced(GOOD, SECRET, aud="api", iss="me", leeway="5")["code"]
    for line in ('audience="api"', 'issuer="me"', "leeway=5", "    SECRET,"):
        assert line in own
    assert "audience" not in reproduced(mac(HS, {"exp": NOW + 9}), SECRET)["code"]


@pytest.mark.parametrize(
    ("token", "key"),
    [
        (GOOD, SECRET),
        (signed("ES256", CLAIMS, kid="a"), SET),
        (signed("ES256", CLAIMS), SET),
        (signed("ES256", CLAIMS), public_jwk("P-256")),
        (signed("RS256", CLAIMS), public_pem("RSA")),
    ],
)
def test_a_good_token_returns_its_claims(token: str, key: str) -> None:
    told = lines(token, key)
    assert told["Returns"] == "the 4 claims as a dict"
    assert told["Without audience"] == (
        "jwt.exceptions.InvalidAudienceError: Invalid audience"
    )


@pytest.mark.parametrize(
    ("token", "key", "raises", "address"),
    [
        (
            mac(HS, CLAIMS | {"exp": NOW - 60}),
            SECRET,
            "jwt.exceptions.ExpiredSignatureError: Signature has expired",
            "faq/#how-do-i-refresh-and-never-from-an-expired-token",
        ),
        (
            mac(HS, CLAIMS | {"sub": 5}),
            SECRET,
            "jwt.exceptions.InvalidSubjectError: Subject must be a string",
            "faq/#subject-must-be-a-string",
        ),
        (
            mac(HS, CLAIMS | {"nbf": NOW + 600}),
            SECRET,
            "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (nbf)",
            "faq/#not-yet-valid-iat",
        ),
        (
            mac({"alg": "none"}, CLAIMS),
            "",
            "jwt.exceptions.InvalidAlgorithmError: The specified alg value is not "
            "allowed",
            "faq/#why-must-i-name-the-algorithm",
        ),
        (
            GOOD,
            SECRET[1:],
            "jwt.exceptions.InvalidSignatureError: Signature verification failed",
            "faq/#signature-fails-with-several-workers",
        ),
        (
            signed("ES256", CLAIMS, kid="b"),
            SET,
            "KeyError: 'keyset has no key for kid: b'",
            "when-jwt/#rotate-the-keys",
        ),
        (
            mac(HS, {"sub": "a"}),
            SECRET,
            "jwt.exceptions.MissingRequiredClaimError: Token is missing the "
            '"exp" claim',
            "jwt/#the-code",
        ),
        (
            "a.b",
            SECRET,
            "jwt.exceptions.DecodeError: Not enough segments",
            "jwt/#the-code",
        ),
    ],
)
def test_the_exception_comes_from_a_real_run(
    token: str, key: str, raises: str, address: str
) -> None:
    found = reproduced(token, key)
    assert found["lines"][0] == {"name": "Raises", "text": raises, "code": True}
    assert found["url"] == address
    # The same lines raise the same outside of the decoder.
    names = {"token": token, "SECRET": key, "JWKS": key, "PEM": key, "JWK": key}
    name = raises.partition(":")[0].rpartition(".")[2]
    with pytest.raises((jwt.PyJWTError, KeyError)) as caught:
        exec(found["code"], names)
    assert type(caught.value).__name__ == name


def test_what_a_service_answers_depends_on_the_exception() -> None:
    assert lines(GOOD, SECRET[1:])["A service says"].startswith("401 with WWW-Auth")
    told = lines(signed("ES256", CLAIMS, kid="b"), SET)
    assert told["A service says"].startswith("500 unless it catches KeyError too")
    expired = lines(mac(HS, CLAIMS | {"exp": NOW - 60}), SECRET)
    assert expired["The client then"].startswith("sends its refresh token once")
    assert reproduced(signed("ES256", CLAIMS, kid="b"), SET)["case"] == "unknown kid"


def test_a_key_that_cannot_be_read_raises_no_pyjwt_error() -> None:
    pem = public_pem("P-256").replace("\n", "\\n")
    told = lines(signed("ES256", CLAIMS), pem)
    assert told["Raises"].startswith("ValueError: Unable to load PEM file.")
    assert told["With the fix"].startswith("Replace \\n by line breaks: the signature")
    assert told["A service says"].startswith("500 unless it catches ValueError too")


def test_a_private_key_is_no_key_to_verify_with() -> None:
    assert lines(signed("RS256", CLAIMS), private_pem("RSA"))["Raises"]


def test_a_short_secret_warns() -> None:
    found = reproduced(mac(HS, CLAIMS, "secret"), "secret")
    told = {line["name"]: line["text"] for line in found["lines"]}
    assert told["Returns"].endswith("although anyone could have signed them")
    assert told["Warns"] == "jwt.warnings.InsecureKeyLengthWarning"
    assert found["url"] == "faq/#insecurekeylengthwarning"


def test_without_a_key_nothing_is_claimed() -> None:
    assert lines(GOOD) == {
        "Raises": "nothing can be said before a key is there",
        "Do not use": 'options={"verify_signature": False}',
    }
    found = Decoder().decode(fields(f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..a.b.c"))
    assert found["reproduced"] is None


def test_the_algorithm_is_never_the_headers_word_alone() -> None:
    confused = reproduced(signed("HS256", CLAIMS), public_pem("RSA"))["code"]
    assert 'algorithms=["RS256"]' in confused
    assert 'algorithms=["HS512"]' in reproduced(GOOD, SECRET, algorithm="HS512")["code"]
    assert 'algorithms=["ES256"]' in reproduced(mac({"alg": "none"}))["code"]


@pytest.mark.parametrize(
    "text", ['a"b', "a'b", "a\\b", "\u202e", "a\nb", '")\nimport os #', "\ud800"]
)
def test_no_text_of_a_token_becomes_code(text: str) -> None:
    payload = json.dumps(CLAIMS | {"aud": text}).encode()
    code = reproduced(mac(HS, payload), SECRET)["code"]
    [line] = [line for line in code.split("\n") if line.startswith("    audience=")]
    names: dict[str, Any] = {}
    exec(f"value = {line.strip().removeprefix('audience=').removesuffix(',')}", names)
    assert names["value"] == text
    assert line.isprintable()


def test_a_long_message_is_cut() -> None:
    header = HS | {"crit": ["x" * 400], "x" * 400: 1}
    told = lines(mac(header, CLAIMS), SECRET)["Raises"]
    assert len(told) < 400
    assert told.endswith("…")
