import pytest

from examples.decoder.rows import describe
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    b64,
    decode,
    mac,
    private_pem,
    public_jwk,
    public_pem,
    signed,
)

HS = {"alg": "HS256"}
GOOD = signed("HS256")


def header(token: str, key: str = "") -> dict[str, tuple[str, str]]:
    rows = decode(token, key)["header"]["rows"]
    return {row["name"]: (row["value"], row["meaning"]) for row in rows}


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("HS256", "HMAC with SHA-256, a shared secret"),
        ("RS512", "RSA PKCS #1 v1.5 with SHA-512"),
        ("PS384", "RSA-PSS with SHA-384"),
        ("ES512", "ECDSA on P-521 with SHA-512"),
        ("ES256K", "ECDSA on secp256k1 with SHA-256"),
        ("NONE", "no signature at all"),
        ("EdDSA", "EdDSA on Edwards curves"),
        ("HS257", ""),
    ],
)
def test_algorithms_are_described(algorithm: str, expected: str) -> None:
    assert describe(algorithm) == expected


def test_the_key_id_is_compared_with_the_keys() -> None:
    token = signed("ES256", kid="a", typ="at+jwt")
    assert header(token)["kid"] == ("a", "the key to look for")
    in_set = f'{{"keys": [{public_jwk("P-256", kid="a")}]}}'
    assert header(token, in_set)["kid"][1] == "in your key set"
    other = f'{{"keys": [{public_jwk("P-256", kid="b")}]}}'
    assert header(token, other)["kid"][1] == "not in your key set"
    assert header(token, public_jwk("P-256", kid="a"))["kid"][1] == "the id of your key"
    assert header(token, public_jwk("P-256", kid="b"))["kid"][1] == "not your key's id"
    pem = header(token, public_pem("P-256"))["kid"][1]
    assert pem == "your key has no id to compare"
    assert header(token)["typ"][1] == "an access token (RFC 9068)"
    assert header(signed("ES256", typ="x"))["typ"][1].startswith(
        "The type of the token"
    )
    assert header(mac(HS | {"kid": 5}))["kid"] == (
        "5",
        "The id of the signing key: a hint, not a proof.",
    )


def test_what_decided_is_in_reverse_and_nothing_else() -> None:
    expired = decode(mac(HS, CLAIMS | {"exp": NOW - 60}), SECRET)
    tones = {row["name"]: row["tone"] for row in expired["payload"]["rows"]}
    assert tones == {"iss": "", "aud": "", "exp": "fails"}
    rows = {row["name"]: row for row in decode(GOOD, SECRET)["payload"]["rows"]}
    assert (rows["aud"]["tone"], rows["aud"]["bold"]) == ("ask", "Yours?")
    trusted = decode(GOOD, SECRET, aud="api")["payload"]["rows"][0]
    assert (trusted["tone"], trusted["bold"]) == ("ask", "Trusted?")
    [alg] = decode(mac({"alg": "none"}))["header"]["rows"]
    assert alg["tone"] == "fails"


def test_values_stay_as_they_are_written() -> None:
    payload = (
        b'{"a":"text","b":"5","c":"true","d":"","e":"[x","f":9007199254740993,'
        b'"g":"2026-11","h":" x"}'
    )
    rows = decode(mac(HS, payload))["payload"]["rows"]
    assert [row["value"] for row in rows] == [
        "text",
        '"5"',
        '"true"',
        '""',
        '"[x"',
        "9007199254740993",
        "2026-11",
        '" x"',
    ]


def test_a_forgeable_claim_says_so() -> None:
    rows = decode(mac({"alg": "none"}, {"role": "admin"}))["payload"]["rows"]
    assert (rows[0]["bold"], rows[0]["meaning"]) == (
        "Forgeable:",
        "the maker of the token chose it.",
    )


def test_a_claim_that_fails_says_why() -> None:
    [sub] = decode(mac(HS, {"sub": 5}), SECRET)["payload"]["rows"]
    assert sub["meaning"].startswith("The sub 5 must be a string")
    [exp] = decode(mac(HS, {"exp": NOW - 60}), SECRET)["payload"]["rows"]
    assert exp["age"] == "expired 1 minute ago"


def life(claims: dict[str, object]) -> tuple[object, ...] | None:
    found = decode(mac(HS, claims))["life"]
    if found is None:
        return None
    return tuple(
        found[name] for name in ("start", "end", "started", "ended", "distance")
    )


def test_a_tokens_life() -> None:
    assert life({"a": 1}) is None
    assert life({"iat": NOW - 60, "exp": NOW + 600}) == (
        *(NOW - 60, NOW + 600, "issued", "expires", "10 minutes left"),
    )
    assert life({"iat": NOW - 600, "exp": NOW - 60}) == (
        *(NOW - 600, NOW - 60, "issued", "expired", "1 minute later"),
    )
    assert life({"nbf": NOW + 60}) == (
        *(NOW + 60, None, "valid from", "expires", "1 minute too early"),
    )
    assert life({"exp": NOW + 60}) == (
        None,
        NOW + 60,
        "valid from",
        "expires",
        "1 minute left",
    )


@pytest.mark.parametrize(
    ("token", "size", "meaning"),
    [
        (GOOD, "32 bytes", "HMAC-SHA256"),
        (signed("ES384"), "96 bytes", "two numbers, r and s, of 48 bytes"),
        (signed("RS256"), "256 bytes", "RSA PKCS #1 v1.5 with SHA-256"),
        (f"{b64(HS)}.e30.", "0 bytes", "the third part is empty"),
        (f"{b64(HS)}.e30.AA", "1 byte", "HMAC-SHA256"),
    ],
)
def test_the_signatures_bytes_are_described(
    token: str, size: str, meaning: str
) -> None:
    [row] = decode(token)["signature"]
    assert (row["name"], row["value"], row["meaning"]) == ("size", size, meaning)


def test_each_key_of_a_set_is_told() -> None:
    keys = f"[{public_jwk('RSA', kid='a')},{public_jwk('P-256', kid='b')}]"
    tried = decode(signed("ES256"), keys)["tried"]
    assert [(one["name"], one["outcome"]) for one in tried] == [
        ("Key 1 (kid 'a')", "unfit"),
        ("Key 2 (kid 'b')", "valid"),
    ]
    assert decode(signed("ES256"), public_jwk("P-256"))["tried"] == []


def in_set(*keys: str) -> str:
    return f'{{"keys": [{",".join(keys)}]}}'


ONE, TWO = public_jwk("P-256", kid="a"), public_jwk("P-256")


@pytest.mark.parametrize(
    ("token", "key", "expected"),
    [
        (GOOD, "", "none yet"),
        (GOOD, "{", "cannot be read"),
        (GOOD, SECRET, "secret of 64 bytes, read as text; it fits"),
        (GOOD, "x", "secret of 1 byte, read as text"),
        (signed("ES256"), public_pem("P-256"), "PEM, P-256 public key; it fits"),
        (signed("ES256"), private_pem("P-256"), "PEM, P-256 private key; it fits"),
        (GOOD, '{"kty":"oct","k":"YWFh"}', "JWK, secret"),
        (signed("ES256", kid="a"), in_set(ONE), "JWKS with 1 key; a fits"),
        (signed("ES256"), in_set(TWO, ONE), "JWKS with 2 keys; one fits"),
        (signed("ES256", kid="b"), in_set(ONE), "JWKS with 1 key; it does not fit"),
        (signed("RS256"), in_set(ONE, TWO), "JWKS with 2 keys; none fits"),
    ],
)
def test_the_key_is_summed_up(token: str, key: str, expected: str) -> None:
    assert decode(token, key)["key_summary"] == expected


def test_other_contents_are_shown_as_text() -> None:
    saml = '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>'
    payload = decode(saml)["payload"]
    assert payload["title"] == "Content"
    assert payload["runs"] == [("plain", saml)]
    assert payload["rows"] == []
