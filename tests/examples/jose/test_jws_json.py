import json

import pytest

from examples.jose.json_text import JsonObject, read_json
from examples.jose.jws_json import MAX_SIGNATURES, compact_tokens, is_jws_json
from examples.jose.parsing import ParseError
from tests.examples.sample_tokens import SECRET, VECTORS, mac, verdict


def read(value: object) -> JsonObject:
    found = read_json(json.dumps(value), "It")
    assert isinstance(found, JsonObject)
    return found


def test_a_flattened_jws_verifies_as_a_compact_one() -> None:
    protected, payload, signature = mac({"alg": "HS256"}).split(".")
    flat = {"protected": protected, "payload": payload, "signature": signature}
    assert is_jws_json(read(flat))
    [token], notes = compact_tokens(read(flat))
    assert (notes, verdict(token, SECRET)) == ([], "Valid signature")


def test_each_signature_of_a_general_jws_verifies() -> None:
    vectors = [
        one for one in VECTORS if one["name"] in {"RFC 7515 A.2", "RFC 7515 A.3"}
    ]
    parts = [one["token"].split(".") for one in vectors]
    assert parts[0][1] == parts[1][1]
    signatures = [{"protected": one[0], "signature": one[2]} for one in parts]
    tokens, notes = compact_tokens(
        read({"payload": parts[0][1], "signatures": signatures})
    )
    assert notes == []
    for token, vector in zip(tokens, vectors, strict=True):
        assert verdict(token, json.dumps(vector["jwk"])) == "Valid signature"


def test_an_unprotected_header_is_not_trusted() -> None:
    value = {"payload": "e30", "header": {"alg": "none"}, "signature": ""}
    [token], [first, second] = compact_tokens(read(value))
    assert token == "e30.e30."
    assert "The signature does not cover the header of signature 1" in first
    assert "has no protected header" in second
    assert verdict(token, SECRET) == "Malformed token"


def test_a_detached_payload_is_named() -> None:
    [token], [note] = compact_tokens(read({"protected": "e30", "signature": "AA"}))
    assert token == "e30..AA"
    assert note.startswith("The payload is detached")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"payload": 5, "signatures": []}, "payload must be a base64url text"),
        ({"payload": "", "signatures": []}, "signatures must be an array"),
        ({"payload": "", "signatures": 5}, "signatures must be an array"),
        ({"payload": "", "signatures": [5]}, "Signature 1 lacks its signature"),
        ({"payload": "", "signatures": [{}]}, "Signature 1 lacks its signature"),
        (
            {"payload": "", "signatures": [{"signature": "", "protected": 5}]},
            "has a protected header that is no text",
        ),
        (
            {"payload": "", "signatures": [{}], "signature": ""},
            "both signature and signatures",
        ),
        (
            {"payload": "", "signatures": [{}] * (MAX_SIGNATURES + 1)},
            "but this page reads at most 100",
        ),
    ],
)
def test_what_is_damaged_is_refused(value: object, reason: str) -> None:
    assert is_jws_json(read(value))
    with pytest.raises(ParseError, match=reason):
        compact_tokens(read(value))


@pytest.mark.parametrize("text", ["5", "[]", "{}", '{"signature": ""}'])
def test_other_json_is_no_jws(text: str) -> None:
    assert not is_jws_json(read_json(text, "It"))
