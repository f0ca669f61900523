import pytest

from examples.jose.json_text import JsonObject
from examples.jose.token_parts import split_token
from tests.examples.sample_tokens import b64, signed

GOOD = signed("HS256")


def faults(token: str) -> str:
    return "\n".join(split_token(token).faults)


def test_a_good_token_has_three_parts_and_no_fault() -> None:
    token = split_token(GOOD)
    assert token.faults == []
    assert [part.name for part in token.parts] == ["header", "payload", "signature"]
    assert token.algorithm == "HS256"
    assert token.part("signature").data != b""
    assert token.part("ciphertext").text == ""
    assert "exp" in token.claims
    assert not token.encrypted


def test_an_empty_input_has_no_fault() -> None:
    token = split_token("")
    assert (token.faults, token.parts, token.algorithm) == ([], [], "")
    assert (token.parameters, token.claims) == (JsonObject([]), JsonObject([]))


HEADER, PAYLOAD, SIGNATURE = GOOD.split(".")


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("a", "The token has 1 part, but 3 are expected"),
        (f"{GOOD}.", "The token has 4 parts, but 3 are expected"),
        (f"{GOOD}..", "The token has 5 parts, but 3 are expected"),
        (
            '{"payload": "", "signatures": []}',
            "This is JSON, and this page does not read",
        ),
        (
            "x" * 65_537,
            "The token has 65537 characters, but this page reads at most 65536",
        ),
        (f".{PAYLOAD}.{SIGNATURE}", "The header's fields are not JSON: line 1, col"),
        (f"{HEADER}=.{PAYLOAD}.x", "character 37 is '='. A JWS has no padding"),
        (f"{HEADER}.{PAYLOAD} .", "The payload is not base64url: character "),
        (f"{HEADER}.{PAYLOAD}.a+b/", "The signature is not base64url: character 2"),
        (f"{HEADER}.{PAYLOAD}.a", "The signature is cut off: no base64url text has a "),
        (f"{HEADER}.{PAYLOAD}.aB", "its last character 'B' sets bits that belong to"),
        (f"{b64([])}.e30.", "The header must be a JSON object, but it is another"),
        (f"{b64(None)}.e30.", "The header must be a JSON object, but it is another"),
        (
            f"{b64(bytes([255]))}.e30.",
            "The header's fields are not UTF-8: byte 1 is 0xFF",
        ),
        (f"{b64({})}.e30.", "The header lacks alg, which is required"),
        (f"{b64({'alg': 5})}.e30.", "The header's alg must be a string (RFC 7515"),
        (f"{b64({'alg': 'a', 'kid': 5})}.e30.", "The header's kid must be a string"),
        (f"{b64({'alg': 'a', 'jwk': ''})}.e30.", "The header's jwk must be an object"),
        (f"{b64({'alg': 'a', 'b64': 0})}.e30.", "The header's b64 must be true or fal"),
        (
            f"{b64(b'{"alg":"none","alg":"HS256"}')}.e30.",
            "The header repeats 'alg', but names must be unique",
        ),
    ],
)
def test_faults_say_which_part_where_and_what(token: str, sentence: str) -> None:
    assert sentence in faults(token)


def test_a_payload_that_is_no_json_is_no_fault_of_the_jws() -> None:
    token = split_token(f"{HEADER}.{b64(b'Payload')}.")
    assert token.faults == []
    assert token.payload_fault.startswith("The payload's claims are not JSON")


def test_an_unencoded_payload_is_shown_unchanged() -> None:
    header = b64({"alg": "HS256", "b64": False, "crit": ["b64"]})
    token = split_token(f"{header}.a b=.")
    assert (token.faults, token.part("payload").data) == ([], b"a b=")
    assert "a lone surrogate" in faults(f"{header}.\ud800.")


def test_five_parts_with_enc_are_a_jwe() -> None:
    header = b64({"alg": "dir", "enc": "A256GCM"})
    token = split_token(f"{header}..aaaa.bbbb.cccc")
    assert (token.encrypted, token.faults) == (True, [])


def test_a_broken_token_shows_what_it_still_holds() -> None:
    token = split_token(f"{HEADER}.{PAYLOAD[:-1]}*")
    assert token.parameters.get("alg") == "HS256"
    assert token.part("payload").data.startswith(b'{"iss"')
