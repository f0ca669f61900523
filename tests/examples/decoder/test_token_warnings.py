from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from examples.jose.weak_secrets import is_published
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    b64,
    decode,
    mac,
    public_jwk,
    sentences,
    signed,
)

GOOD = signed("HS256")


def ranks(token: str, key: str = "", **more: str) -> list[str]:
    return [one["rank"] for one in decode(token, key, **more)["warnings"]]


def test_the_gravest_comes_first_and_each_is_said_once() -> None:
    token = mac(
        {"alg": "none", "jku": "x", "kid": "../x", "typ": "at+jwt"}, {"role": 1}
    )
    found = decode(token)["warnings"]
    order = ["Danger", "Risk", "Note"]
    places = [order.index(one["rank"]) for one in found]
    assert places == sorted(places)
    assert set(ranks(token)) == set(order)
    told = [one["sentence"] for one in found]
    assert len(told) == len(set(told))
    assert told[0].startswith("Code that takes alg from the token")
    for one in found:
        assert one["label"]
        assert one["url"]


def test_a_danger_of_the_claims_comes_before_a_risk_of_the_key() -> None:
    told = decode(mac({"alg": "HS256"}, {"aud": "a"}), SECRET)["warnings"]
    assert told[0]["sentence"] == "No exp: a thief can use a copy for ever."
    assert told[1]["sentence"].startswith("With HS256, every service")


def test_the_headlines_reason_is_not_repeated() -> None:
    weak = mac({"alg": "HS256"}, secret="secret")
    assert "lists of guesses" in decode(weak, "secret")["headline"]["why"]
    told = [one["sentence"] for one in decode(weak, "secret")["warnings"]]
    assert not any("secret has" in one or "lists" in one for one in told)
    assert "on public lists of guesses" in sentences(decode(GOOD, "secret"))


def test_a_good_token_has_no_danger() -> None:
    claims = CLAIMS | {"jti": "1"}
    assert ranks(mac({"alg": "HS256", "kid": "a"}, claims), SECRET) == ["Risk", "Note"]


def test_an_unverified_token_is_a_danger() -> None:
    assert "Do not act on claims that you have not verified" in sentences(decode(GOOD))
    assert "Do not act on" not in sentences(decode(GOOD, SECRET))


def test_an_unknown_kid_is_no_reason_to_try_another_key() -> None:
    keys = f'{{"keys": [{public_jwk("P-256", kid="a")}]}}'
    told = sentences(decode(signed("ES256", kid="b"), keys))
    assert "Never fall back to another key" in told
    assert "cached before a rotation" in told


def test_an_access_token_lacks_what_its_type_requires() -> None:
    token = signed("ES256", typ="at+jwt")
    told = "The typ says at+jwt, which requires client_id and jti and sub too."
    assert told in sentences(decode(token))
    whole = CLAIMS | {"client_id": "a", "jti": "b", "sub": "c"}
    assert "at+jwt" not in sentences(decode(signed("ES256", whole, typ="at+jwt")))


def test_an_expired_token_shows_a_client_that_does_not_refresh() -> None:
    token = mac({"alg": "HS256"}, CLAIMS | {"exp": NOW - 60})
    assert "expect a 401 on each of its calls" in sentences(decode(token, SECRET))


def test_a_key_that_cannot_be_read_fails_late() -> None:
    assert "fails at the first login, not at start-up" in sentences(decode(GOOD, "{"))


@pytest.mark.parametrize(
    ("characters", "rank", "sentence"),
    [
        (2400, "Risk", "As a cookie it takes 3,"),
        (3300, "Danger", "browsers ignore a larger cookie."),
        (5000, "Risk", "As a header line it takes 6,"),
        (6500, "Danger", "Gunicorn refuses a longer header line."),
    ],
)
def test_a_large_token_warns(characters: int, rank: str, sentence: str) -> None:
    token = mac({"alg": "HS256"}, CLAIMS | {"a": "x" * characters})
    found = [one for one in decode(token)["warnings"] if sentence in one["sentence"]]
    assert [one["rank"] for one in found] == [rank]


def test_cookies_and_token_responses_have_warnings_of_their_own() -> None:
    flask = "eyJ1c2VyX2lkIjoiMTg0MiJ9.awFbOA.8XIGlgeb7DYt6U-H3yTo5DJMOMs"
    told = sentences(decode(flask))
    for part in ("does not end a copy", "signed, not encrypted", "CSRF protection"):
        assert part in told
    response = f'{{"access_token": "{GOOD}", "refresh_token": "abc"}}'
    assert "never paste it into a ticket" in sentences(decode(response))


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"jwk": {}}, "The header holds jwk, a key: a forger can"),
        ({"jku": "https://x"}, "The header holds jku"),
        ({"x5u": "https://x"}, "The header holds x5u"),
        ({"x5c": []}, "The header holds x5c"),
        ({"kid": "../../dev/null"}, "looks like a path"),
        ({"kid": "C:\\keys"}, "looks like a path"),
        ({"kid": "https://x/y"}, "looks like a path"),
        ({"kid": "x' UNION SELECT 'a"}, "looks like SQL"),
        ({"kid": "1 or 1=1"}, "looks like SQL"),
        ({"kid": "key|cat"}, "looks like a command"),
        ({"cty": "JWT"}, "a nested JWT"),
        ({"cty": "application/jwt"}, "a nested JWT"),
    ],
)
def test_headers_that_are_dangerous(header: dict[str, object], sentence: str) -> None:
    token = mac({"alg": "HS256"} | header)
    assert sentence in sentences(decode(token))


@pytest.mark.parametrize("kid", ["2024-01", "a_b.c", "one two", "Kö", "selection"])
def test_ordinary_ids_are_not_suspected(kid: str) -> None:
    assert "looks like" not in sentences(decode(mac({"alg": "HS256", "kid": kid})))


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ({"aud": "a"}, "No exp: a thief can use a copy for ever."),
        ({"exp": NOW + 60}, "No aud: a service cannot tell"),
        (
            {"exp": NOW + 60 + 30 * 86_400},
            "The token is valid for 30 days",
        ),
        ({"exp": NOW + 60, "iat": NOW - 40 * 86_400}, "The token is valid for"),
        ({"exp": NOW * 1000}, "The exp looks like milliseconds"),
        ({"iat": NOW * 1000}, "In milliseconds it would be 2027-01-15 08:00:00 UTC."),
        ({"nbf": NOW + 60}, "its nbf is 1 minute ahead of this clock"),
        ({"password": "x"}, "The claim 'password' looks sensitive"),
        ({"user": {"credit_card": 1}}, "The claim 'user.credit_card' looks sensitive"),
        (b'{"a":1,"a":2}', "The payload repeats 'a': parsers disagree"),
        (b"text", "The payload is not a JSON object, so this JWS is not a JWT and"),
        (["a"], "It is another JSON value."),
        (GOOD.encode(), "The payload is itself a token, a nested JWT: verify"),
    ],
)
def test_payloads_that_are_dangerous(payload: Any, sentence: str) -> None:  # noqa: ANN401
    assert sentence in sentences(decode(mac({"alg": "HS256"}, payload)))


@pytest.mark.parametrize("payload", [{"bypass": 1, "pinned": 2, "gender": 3}, CLAIMS])
def test_ordinary_claims_are_not_suspected(payload: dict[str, object]) -> None:
    assert "sensitive" not in sentences(decode(mac({"alg": "HS256"}, payload)))


@pytest.mark.parametrize(
    ("secret", "sentences_in_it"),
    [
        ("secret", ["on public lists of guesses and has 6 bytes, but HS256 needs"]),
        ("Your-256-bit-secret", ["on public lists of guesses", "has 19 bytes"]),
        ("x7!kQ2#mW9", ["The secret has 10 bytes, but HS256 needs at least 32"]),
        ("\0" * 40, ["on public lists of guesses"]),
        (f"{SECRET}\n", ["begins or ends with white space"]),
    ],
)
def test_weak_secrets_warn_and_do_not_block(
    secret: str, sentences_in_it: list[str]
) -> None:
    decoded = decode(mac({"alg": "HS256"}, secret=secret), secret)
    assert decoded["verdict"] == "Valid signature"
    for sentence in sentences_in_it:
        assert sentence in sentences(decoded)
    assert is_published(secret.encode()) == ("lists of guesses" in sentences(decoded))


def test_short_rsa_keys_warn_and_do_not_block() -> None:
    public = rsa.generate_private_key(65537, 1024).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    told = sentences(decode(signed("RS256"), pem.decode()))
    assert "The key has 1024 bits, but RSA needs at least 2048." in told


def test_an_encrypted_token_is_explained() -> None:
    token = f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc"
    decoded = decode(token, public_jwk("P-256"))
    assert decoded["verdict"] == "Not verified"
    assert "the rest is encrypted" in sentences(decode(token))
    assert "no exp" not in sentences(decoded)
    [alg, _] = decoded["header"]["rows"]
    assert (alg["name"], alg["label"]) == ("alg", "RFC 7516 §4.1.1")


def test_a_der_signature_is_explained() -> None:
    head = signed("ES256").rpartition(".")[0]
    der = bytes.fromhex("3006020101020101")
    assert "is in DER form" in sentences(decode(f"{head}.{b64(der)}"))
