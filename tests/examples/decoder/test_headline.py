"""What a reader pastes, and the headline that follows from it."""

import base64
import json
from typing import Any

import pytest

from examples.decoder.headline import named
from examples.jose.json_text import JsonNumber
from tests.examples.sample_tokens import (
    NOW,
    SECRET,
    b64,
    decode,
    headline,
    mac,
    public_jwk,
    public_pem,
    signed,
)

HS = {"alg": "HS256"}
DAY = 86_400
CLAIMS: dict[str, Any] = {
    "iss": "https://login.example",
    "sub": "user-1842",
    "aud": "https://api.example",
    "iat": NOW - 300,
    "exp": NOW + 600,
}
STALE = CLAIMS | {"iat": NOW - 3 * DAY - 900, "exp": NOW - 3 * DAY}
EARLY = CLAIMS | {"nbf": NOW + 7200, "exp": NOW + 9000}
GOOD = mac(HS, CLAIMS)
SET = f'{{"keys": [{public_jwk("P-256", kid="k-old")}]}}'
FLASK = (
    "eyJfZnJlc2giOnRydWUsImNhcnQiOlszMTEsNDIyXSwidXNlcl9pZCI6IjE4NDIifQ."
    "awFbOA.8XIGlgeb7DYt6U-H3yTo5DJMOMs"
)
DJANGO = (
    "eyJfYXV0aF91c2VyX2lkIjoiMTg0MiJ9:1xW1TG:"
    "ZJBs2dA2aC2xIPOpXY2JwWuCwruROQdroy2ro7JSKKc"
)
JWE = f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc"
RESPONSE = json.dumps({"access_token": GOOD, "token_type": "Bearer", "expires_in": 900})
SAML = '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>'
NO_PAYLOAD = "NOT A JWT: a JWS whose payload is no JSON object"
DETACHED = "NOT A JWT: a JWS with a detached payload"
MATCHES_NOT = "REFUSE: the signature does not match this key"
ACCEPTED = "ACCEPT, if the audience is https://api.example"


def without(*names: str) -> dict[str, Any]:
    return {name: CLAIMS[name] for name in CLAIMS if name not in names}


# The table of the decoder's design, with what leads to each of its rows.
TABLE = [
    ("", "", "Paste a token; the verdict stands here"),
    (" \n", "", "Paste a token; the verdict stands here"),
    (FLASK, "", "NOT A JWT: a Flask session cookie"),
    (f"session={FLASK}", "", "NOT A JWT: a Flask session cookie"),
    (DJANGO, "", "NOT A JWT: a Django signed cookie"),
    ("0d9f6f2e-5d0b-4c8a-9d5e-3a1c7e2b8f40", "", "NOT A JWT: a UUID"),
    ("pK3vWq8mB1xT0uYc7dRfLhJ2sNzGa5Eo", "", "NOT A JWT: an opaque token"),
    (SAML, "", "NOT A JWT: a SAML response"),
    (f"v4.public.{'A' * 90}", "", "NOT A JWT: a PASETO token"),
    (public_pem("RSA"), "", "NOT A JWT: a key"),
    (SET, "", "NOT A JWT: a key set"),
    ('{"a": 1}', "", "NOT A JWT: JSON without a token"),
    ("a" * 300_000, "", "NOT A JWT: a text that is too long"),
    ("Cookie: a=b", "", "NOT A JWT: a cookie without a token"),
    (JWE, "", "NOT READABLE HERE: encrypted (JWE)"),
    (GOOD.rpartition(".")[0], "", "REFUSE: malformed (2 of 3 parts)"),
    ("hello", "", "REFUSE: malformed (1 of 3 parts)"),
    (f"{GOOD}.", "", "REFUSE: malformed (4 parts)"),
    (f"{b64(b'no json')}.e30.AA", "", "REFUSE: malformed (header is no JSON)"),
    (f"{b64([1])}.e30.AA", "", "REFUSE: malformed (the header is no JSON object)"),
    (f"{GOOD}=", "", "REFUSE: malformed (the signature is not base64url)"),
    (
        mac(b'{"alg":"HS256","alg":"none"}', CLAIMS),
        SECRET,
        "REFUSE: malformed (a name stands twice)",
    ),
    (mac({"typ": "JWT"}, CLAIMS), "", "REFUSE: malformed (the header breaks a rule)"),
    (f"eyJ{'A' * 70_000}.e30.", "", "REFUSE: malformed (too long)"),
    (
        mac(HS | {"crit": ["tenant"], "tenant": 1}, CLAIMS),
        SECRET,
        "REFUSE: asks for an extension that nobody here knows (crit: tenant)",
    ),
    (
        mac(HS | {"crit": 5}, CLAIMS),
        "",
        "REFUSE: asks for an extension that nobody here knows (crit)",
    ),
    (mac({"alg": "none"}, CLAIMS), "", "REFUSE: unsigned (alg none)"),
    (mac({"alg": "NoNe"}, CLAIMS), SECRET, "REFUSE: unsigned (alg none)"),
    (mac(HS, STALE), "", "REFUSE: expired 3 days ago"),
    (mac(HS, EARLY), "", "REFUSE: not valid for another 2 hours"),
    (GOOD, "", "NOT VERIFIED: paste a key"),
    (f"Authorization: Bearer {GOOD}", "", "NOT VERIFIED: paste a key"),
    (signed("ES256", CLAIMS), "", "NOT VERIFIED: paste a key"),
    (GOOD, "{", "NOT VERIFIED: the key cannot be read"),
    (
        signed("ES256", CLAIMS),
        public_pem("P-256").replace("\n", "\\n"),
        "NOT VERIFIED: the key cannot be read",
    ),
    (
        signed("RS256", CLAIMS),
        '{"kty":"RSA","n":"AQ","e":"Aw"}',
        "NOT VERIFIED: the key cannot be used",
    ),
    (signed("ES256", CLAIMS, kid="k-new"), SET, "REFUSE: wrong key id"),
    (
        signed("HS256", CLAIMS),
        public_pem("RSA"),
        "REFUSE: the key is for RS256, the token says HS256",
    ),
    (
        signed("RS256", CLAIMS),
        SECRET,
        "REFUSE: the key is for HS256, the token says RS256",
    ),
    (
        signed("ES256", CLAIMS),
        public_jwk("P-256", use="enc"),
        "REFUSE: the key is not for verifying (use)",
    ),
    (
        signed("ES256", CLAIMS),
        public_jwk("P-256", alg="ES384"),
        "REFUSE: the key is for ES384, the token says ES256",
    ),
    (
        mac({"alg": "HS257"}, CLAIMS),
        SECRET,
        "REFUSE: nobody here knows the algorithm HS257",
    ),
    (GOOD, SECRET[1:], MATCHES_NOT),
    (GOOD, base64.b64encode(SECRET.encode()).decode(), MATCHES_NOT),
    (mac(HS, CLAIMS, "secret"), "secret", "REFUSE: anyone can guess this secret"),
    (mac(HS, STALE, "secret"), "secret", "REFUSE: anyone can guess this secret"),
    (mac(HS, CLAIMS, "x7!k"), "x7!k", "REFUSE: anyone can guess this secret"),
    (mac(HS, EARLY), SECRET, "REFUSE: not valid for another 2 hours"),
    (
        mac(HS, CLAIMS | {"iat": NOW + 90}),
        SECRET,
        "REFUSE: not valid for another 1 minute",
    ),
    (mac(HS, STALE), SECRET, "REFUSE: expired 3 days ago"),
    (mac(HS, CLAIMS | {"exp": NOW}), SECRET, "REFUSE: expired 1 second ago"),
    (mac(HS, CLAIMS | {"exp": "1"}), SECRET, "REFUSE: exp is a string"),
    (mac(HS, CLAIMS | {"exp": -1}), SECRET, "REFUSE: exp is no date"),
    (mac(HS, CLAIMS | {"exp": NOW * 1000}), SECRET, "REFUSE: exp is in milliseconds"),
    (mac(HS, CLAIMS | {"sub": 5}), SECRET, "REFUSE: sub is a number"),
    (mac(HS, CLAIMS | {"jti": None}), SECRET, "REFUSE: jti is null"),
    (mac(HS, CLAIMS | {"aud": 5}), SECRET, "REFUSE: aud is a number"),
    (mac(HS, CLAIMS | {"aud": [5]}), SECRET, "REFUSE: aud names no string"),
    (mac(HS, b"text"), "", NO_PAYLOAD),
    (mac(HS, b"[1]"), SECRET, NO_PAYLOAD),
    (mac(HS, b"text"), SECRET[1:], MATCHES_NOT),
    (f"{b64(HS)}..{b64(bytes(32))}", "", DETACHED),
    (GOOD, SECRET, ACCEPTED),
    (RESPONSE, SECRET, ACCEPTED),
    (f'curl -H "Authorization: Bearer {GOOD}" https://a.example', SECRET, ACCEPTED),
    (
        mac(HS, CLAIMS | {"aud": ["a", "b"]}),
        SECRET,
        "ACCEPT, if the audience is a or b",
    ),
    (
        mac(HS, without("aud")),
        SECRET,
        "ACCEPT, if you trust https://login.example for this service",
    ),
    (
        mac(HS, without("aud", "iss")),
        SECRET,
        "ACCEPT, if it was meant for you: it names nobody",
    ),
]


@pytest.mark.parametrize(
    ("paste", "key", "expected"),
    TABLE,
    ids=[f"{n} {row[2]}" for n, row in enumerate(TABLE)],
)
def test_each_paste_has_its_headline(paste: str, key: str, expected: str) -> None:
    assert headline(paste, key) == expected


def test_the_table_has_more_than_forty_pastes() -> None:
    assert len(TABLE) > 40
    assert len({row[2] for row in TABLE}) > 40


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"aud": "https://api.example"}, "ACCEPT, if you trust https://login.example"),
        ({"aud": "other"}, "REFUSE: meant for another audience"),
        ({"iss": "other"}, "REFUSE: another issuer"),
        (
            {"aud": "https://api.example", "iss": "https://login.example"},
            "ACCEPT, since it names what your service expects",
        ),
        ({"algorithm": "HS512"}, "REFUSE: you expect HS512, the token says HS256"),
        ({"now": str(NOW + 660)}, "REFUSE: expired 1 minute ago"),
        ({"now": str(NOW + 660), "leeway": "90"}, "ACCEPT, if the audience is"),
    ],
)
def test_what_the_service_expects_decides_too(
    more: dict[str, str], expected: str
) -> None:
    assert headline(GOOD, SECRET, **more).startswith(expected)


def test_a_missing_claim_that_is_expected_is_refused() -> None:
    bare = mac(HS, without("aud", "iss"))
    assert headline(bare, SECRET, aud="api") == "REFUSE: aud is missing"
    assert headline(bare, SECRET, iss="me") == "REFUSE: iss is missing"


def test_the_reason_is_told_in_at_most_two_sentences() -> None:
    for paste, key, expected in TABLE:
        why = decode(paste, key)["headline"]["why"]
        assert why, expected
        assert why.endswith("."), expected
    assert decode(GOOD, SECRET)["headline"]["why"].startswith(
        "The signature is genuine, and 10 minutes of life are left."
    )
    bare = decode(mac(HS, without("exp", "aud", "iss")), SECRET)
    assert "it never expires" in bare["headline"]["why"]
    last = decode(mac(HS, CLAIMS | {"exp": NOW + 1}), SECRET)["headline"]["why"]
    assert "1 second of life is left" in last


def test_an_expired_token_is_told_its_life_and_what_to_do() -> None:
    told = decode(mac(HS, STALE), SECRET)["headline"]
    assert told["why"] == (
        "The signature matches, but the token expired at 2027-01-12 08:00:00 UTC after "
        "15 minutes. Use the refresh token to get a new one: a leeway is for seconds, "
        "not for days."
    )
    assert told["alert"] is True
    assert (told["checks"], told["claims"]) == (["Claims"], ["exp"])
    unverified = decode(mac(HS, STALE), "")["headline"]["why"]
    assert unverified.startswith("Nobody has verified the signature yet, and the token")
    without_start = mac(HS, {"exp": NOW - 3700})
    assert "UTC. Use the refresh token" in decode(without_start)["headline"]["why"]


def test_what_decided_is_named_for_the_page() -> None:
    line = decode(signed("ES256", CLAIMS, kid="k-new"), SET)["headline"]
    assert line["checks"] == ["Signature", "Trust in the key"]
    assert line["parameters"] == ["kid"]
    assert "names key k-new, and your key set holds k-old." in line["why"]
    keys = [public_jwk("P-256", kid=f"k{number}") for number in range(5)]
    many = decode(signed("ES256", CLAIMS, kid="x"), f"[{','.join(keys)}]")["headline"]
    assert "holds k0 and k1 and k2 and 2 more." in many["why"]


def test_a_fix_that_was_tried_is_part_of_the_reason() -> None:
    told = decode(GOOD, base64.b64encode(SECRET.encode()).decode())["headline"]["why"]
    assert told == (
        "The secret was read as text. With “Try as base64” the signature matches: 64 "
        "bytes instead of 88."
    )
    pem = public_pem("P-256").replace("\n", "\\n")
    told = decode(signed("ES256", CLAIMS), pem)["headline"]["why"]
    assert "With “Replace \\n by line breaks” the signature matches: P-256" in told


def test_a_misread_expectation_is_told_in_place_of_the_reason() -> None:
    line = decode(GOOD, SECRET, leeway="x")["headline"]
    assert line["why"].startswith("The leeway 'x' must be a number of seconds")
    assert line["alert"] is True


def test_long_and_strange_names_are_cut() -> None:
    assert named("a" * 100) == f"{'a' * 80}…"
    assert named("a\u202eb") == r"a\u202eb"
    assert named(JsonNumber("5")) == "JsonNumber(text='5')"
    assert named(["a", "b", "c", "d"]) == "a or b or c"
    unencoded = mac(HS | {"b64": False, "crit": ["b64"]}, CLAIMS)
    head, _, signature = unencoded.split(".")
    line = headline(f"{head}.$.{signature}")
    assert line == "NOT A JWT: a JWS whose payload is not base64url"
