"""What other libraries raise comes from their own runs."""

import json
import time

import jwt
import pytest

from examples.decoder.decoder import Decoder
from examples.decoder.other_libraries import LIBRARIES
from snippets import other_libraries
from tests.examples.sample_tokens import (
    SECRET,
    fields,
    public_jwk,
    public_pem,
    signed,
)

CLAIMS = {"iss": "me", "aud": "api", "exp": int(time.time()) + 600}


@pytest.mark.parametrize(
    ("token", "key"),
    [
        (signed("HS256", CLAIMS), SECRET),
        (signed("ES256", CLAIMS), public_pem("P-256")),
        (signed("RS256", CLAIMS), public_pem("RSA")),
        (signed("EdDSA", CLAIMS), public_pem("Ed25519")),
        (signed("ES256", CLAIMS), public_jwk("P-256")),
        (
            signed("ES256", CLAIMS, kid="a"),
            json.dumps({"keys": [json.loads(public_jwk("P-256", kid="a"))]}),
        ),
    ],
)
def test_each_program_accepts_a_good_token(token: str, key: str) -> None:
    programs = Decoder().decode(fields(token, key))["elsewhere"]
    assert [one["title"] for one in programs] == list(LIBRARIES)
    names = dict.fromkeys(("SECRET", "PEM", "JWK", "JWKS"), key)
    for one in programs:
        assert other_libraries.outcome(one["code"], token=token, **names) == "accepted"
        changed = f"{token[:-8]}AAAAAAAA"
        raised = other_libraries.outcome(one["code"], token=changed, **names)
        assert raised.startswith("BadSignatureError")


def test_each_case_is_what_pyjwt_raises() -> None:
    for case in other_libraries._CASES:
        found = other_libraries.results(case)
        assert list(found) == ["PyJWT", *LIBRARIES]
        assert found["PyJWT"].startswith(case)
    assert other_libraries.results("ExpiredSignatureError")["joserfc"] == (
        "ExpiredTokenError: expired_token: The token is expired"
    )


def test_a_case_that_pyjwt_no_longer_raises_fails_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jwt, "encode", lambda *_: "a.b.c")
    with pytest.raises(ValueError, match="PyJWT shows another case than accepted"):
        other_libraries.results("accepted")


def test_no_program_is_written_without_a_signed_token() -> None:
    assert Decoder().decode(fields(""))["elsewhere"] == []
