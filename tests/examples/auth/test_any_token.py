"""Send any text at all to both verifiers: they accept it or raise TokenError."""

import json
from typing import Any

import jwt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jwt.utils import base64url_encode

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.token_errors import TokenError
from examples.auth.tokens import Tokens, check_type

NOW = 1_800_000_000
KEY = b"0123456789abcdef0123456789abcdef"
CLOCK = ManualClock(NOW)
RINGS = {
    name: KeyRing(lambda name=name: new_signing_key(name), CLOCK)  # type: ignore[misc]
    for name in ("EdDSA", "ES256")
}
VERIFIERS: list[Tokens | KeyPairTokens] = [
    Tokens(KEY, "issuer", "audience", CLOCK),
    *(KeyPairTokens(ring, "issuer", "audience", CLOCK) for ring in RINGS.values()),
]
KIDS = [ring.current().kid for ring in RINGS.values()]
ALGORITHMS = ["HS256", *RINGS]
GOOD = {
    "iss": "issuer",
    "aud": "audience",
    "sub": "alice",
    "jti": "one",
    "iat": NOW,
    "exp": NOW + 900,
}

ODD_JSON = [
    "",
    "{",
    "{}",
    "[]",
    "null",
    "5",
    '"text"',
    "NaN",
    "-Infinity",
    "1e400",
    "1" * 4300,
    "1" * 4301,
    r'"\ud800"',
    r'"\u0000"',
    r'["\ud800"]',
    '{"sub": "a", "sub": "b"}',
    "[" * 900 + "]" * 900,
    "[" * 50_000 + "]" * 50_000,
]

any_text = st.text(st.characters(exclude_categories=[]), max_size=9)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**99), 10**99) | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner),
    max_leaves=5,
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "alg": st.sampled_from([*ALGORITHMS, "none", "RS256", "ES256 "]) | values,
        "kid": st.sampled_from(KIDS) | values,
        "typ": st.sampled_from(["application/AT+JWT", "JWT"]) | values,
        "crit": st.sampled_from([["b64"], ["\ud800"]]) | values,
        "b64": values,
    },
)
claims = st.fixed_dictionaries({}, optional=dict.fromkeys([*GOOD, "nbf"], values))
payloads = claims | values | st.sampled_from(ODD_JSON)


def part(value: object) -> str:
    """Encode JSON, or a text that only looks like it, as one part of a token."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64url_encode(text.encode(errors="surrogatepass")).decode()


def header_of(algorithm: str) -> dict[str, Any]:
    """Return the header that the verifier of this algorithm expects."""
    header = {"alg": algorithm, "typ": "at+jwt"}
    if algorithm in RINGS:
        header["kid"] = RINGS[algorithm].current().kid
    return header


def signed(algorithm: str, header: object, payload: object) -> str:
    """Sign any header and payload with the key that the verifier trusts."""
    key = RINGS[algorithm].current().private if algorithm in RINGS else KEY
    start = f"{part(header)}.{part(payload)}"
    signature = jwt.get_algorithm_by_name(algorithm).sign(start.encode(), key)
    return f"{start}.{base64url_encode(signature).decode()}"


def refusal(verifier: Tokens | KeyPairTokens, token: str) -> str:
    """Return the sentence of a refusal, or an empty one if the token is accepted."""
    try:
        found = verifier.verify(token)
    except TokenError as error:
        return str(error)
    assert (found["iss"], found["exp"] > NOW) == ("issuer", True)
    return ""


def check(token: str) -> None:
    for verifier in VERIFIERS:
        sentence = refusal(verifier, token)
        assert not sentence or sentence.isprintable()
        assert len(sentence) < 200


@given(any_text | st.lists(any_text, min_size=3, max_size=3).map(".".join))
@example("x" * 1_000_000)
@example("." * 100_000)
@example("\0.\0.\0")
def test_any_text(token: str) -> None:
    check(token)


@given(headers | st.sampled_from(ODD_JSON), payloads, st.sampled_from(["", "AA", "!"]))
@example({"alg": "HS256", "kid": KIDS[0]}, "[]", "")
def test_any_header_and_payload(header: object, payload: object, end: str) -> None:
    check(f"{part(header)}.{part(payload)}.{end}")


@given(st.sampled_from(ALGORITHMS), headers, payloads)
def test_any_header_and_payload_that_we_signed(
    algorithm: str, header: dict[str, Any], payload: object
) -> None:
    check(signed(algorithm, header_of(algorithm) | header, payload))


@given(st.sampled_from(ALGORITHMS), claims)
def test_any_claims_that_we_signed(algorithm: str, odd: dict[str, Any]) -> None:
    check(signed(algorithm, header_of(algorithm), GOOD | odd))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_odd_json_in_each_place(algorithm: str) -> None:
    header = header_of(algorithm)
    for text in (text or "null" for text in ODD_JSON):
        for name in ("alg", "kid", "typ", "crit", "b64"):
            odd = f'{json.dumps(header)[:-1]}, "{name}": {text}}}'
            check(signed(algorithm, odd, GOOD))
        for name in (*GOOD, "nbf"):
            odd = f'{json.dumps(GOOD)[:-1]}, "{name}": {text}}}'
            check(signed(algorithm, header, odd))


def test_a_typ_nested_too_deeply_to_print() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(TokenError, match="a list that is too deep or too large"):
        check_type({"typ": deep})
