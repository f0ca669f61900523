import json
from typing import Any

import pytest
from jwt.utils import base64url_encode

from examples.jose.compact import MAX_CHARACTERS, decode_leniently, read_token
from examples.jose.parsing import ParseError

HEADER = {"alg": "HS256"}
PAYLOAD = {"sub": "alice"}
PLAIN = "That is plain base64: base64url writes - for + and _ for /."
PADDED = "A JWS has no padding (RFC 7515 §2)."
FOREIGN = "Use only A-Z, a-z, 0-9, - and _."


def part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64url_encode(data).decode()


def token_of(header: object = HEADER, payload: object = PAYLOAD) -> str:
    return f"{part(header)}.{part(payload)}.c2ln"


def test_reads_both_objects_and_counts_characters() -> None:
    compact = read_token(token_of())
    assert (compact.header, compact.payload) == (HEADER, PAYLOAD)
    sizes: dict[str, Any] = compact.sizes
    assert sizes == {"header": 22, "payload": 22, "signature": 4, "total": 50}


def test_the_signature_may_be_empty() -> None:
    assert read_token("e30.e30.").sizes["signature"] == 0


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("", "There is no token: sign one or paste one."),
        (
            "abc",
            "The token has 1 part, but 3 are expected: header, payload and signature.",
        ),
        (
            "a.b.c.d.e",
            "The token has 5 parts, but 3 are expected: header, payload and signature.",
        ),
        ("e3+0.e30.", f"The header is not base64url: character 3 is '+'. {PLAIN}"),
        ("e30.e30=.", f"The payload is not base64url: character 4 is '='. {PADDED}"),
        (
            "e30.e30.é",
            f"The signature is not base64url: character 1 is '\\xe9'. {FOREIGN}",
        ),
        ("e30.e30. ", f"The signature is not base64url: character 1 is ' '. {FOREIGN}"),
        (
            "e30.\ud800.",
            f"The payload is not base64url: character 1 is '\\ud800'. {FOREIGN}",
        ),
        (
            "e30.e30.abcde",
            "The signature is cut off: no base64url text has a length of 5.",
        ),
        (
            "e31.e30.",
            "The header is not base64url: its last character '1' "
            "sets bits that belong to no byte.",
        ),
        (
            token_of(payload=b"{\xff}"),
            "The payload's claims are not UTF-8: byte 2 is 0xFF.",
        ),
        (
            token_of(header=[]),
            "The header's fields must be a JSON object, but are an array.",
        ),
        (
            token_of(payload=b"{"),
            "The payload's claims are not JSON: line 1, column 2 is the end "
            "(Expecting property name enclosed in double quotes).",
        ),
    ],
)
def test_a_malformed_token_is_refused_with_the_reason(
    token: str, sentence: str
) -> None:
    with pytest.raises(ParseError) as error:
        read_token(token)
    assert str(error.value) == sentence


def test_a_token_above_the_size_limit_is_refused() -> None:
    longest = "e30.e30." + "A" * (MAX_CHARACTERS - 8)
    assert read_token(longest).sizes["total"] == 65536
    with pytest.raises(ParseError) as error:
        read_token(longest + "A")
    assert str(error.value) == (
        "The token has 65537 characters, but this page reads at most 65536 (64 KiB)."
    )


def test_a_damaged_part_gives_what_it_still_holds() -> None:
    whole = part(PAYLOAD)
    assert decode_leniently(f" {whole[:8]}*{whole[8:]}==") == b'{"sub": "alice"}'
    assert decode_leniently(whole[:5]) == b'{"s'
    assert decode_leniently("-+_/") == decode_leniently("--__")
