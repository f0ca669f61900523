import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.examples.jose.test_jwk import KEYS, certificate
from tests.examples.sample_tokens import (
    CLAIMS,
    NOW,
    SECRET,
    b64,
    decode,
    mac,
    public_jwk,
    public_pem,
    signed,
)

GOOD = signed("HS256")
HS = {"alg": "HS256"}
FLASK = "eyJ1c2VyX2lkIjoiMTg0MiJ9.awFbOA.8XIGlgeb7DYt6U-H3yTo5DJMOMs"
JWE = f"{b64({'alg': 'dir', 'enc': 'A256GCM'})}..aaaa.bbbb.cccc"


def checks(token: str, key: str = "", **more: str) -> dict[str, tuple[str, str, str]]:
    found = decode(token, key, **more)["checks"]
    return {one["name"]: (one["mark"], one["finding"], one["detail"]) for one in found}


def test_four_checks_are_kept_apart_and_in_order() -> None:
    assert list(checks(GOOD, SECRET).items()) == [
        ("Structure", ("yes", "Well formed", "3 parts, valid JSON")),
        ("Signature", ("yes", "Valid signature", "HS256, secret as text")),
        ("Claims", ("maybe", "You decide on aud", "exp holds")),
        ("Trust in the key", ("yes", "You pasted it", "not from the token")),
    ]


def test_only_what_caused_a_refusal_is_marked_so() -> None:
    expired = mac(HS, CLAIMS | {"exp": NOW - 60})
    marks = {name: one[0] for name, one in checks(expired, SECRET).items()}
    assert marks == {
        "Structure": "yes",
        "Signature": "yes",
        "Claims": "no",
        "Trust in the key": "yes",
    }
    # The signature decides first, so the expiry is not what to look at.
    marks = {name: one[0] for name, one in checks(expired, SECRET[1:]).items()}
    assert (marks["Signature"], marks["Claims"]) == ("no", "maybe")


KEY_SET = f'{{"keys": [{public_jwk("P-256", kid="a")}, {public_jwk("RSA", kid="b")}]}}'


@pytest.mark.parametrize(
    ("token", "key", "name", "expected"),
    [
        ("a.b", "", "Structure", ("no", "Malformed", "2 parts")),
        ("a", "", "Structure", ("no", "Malformed", "1 part")),
        (f"{GOOD}=", "", "Structure", ("no", "Malformed", "3 parts, but damaged")),
        (
            mac(HS | {"crit": ["x"], "x": 1}),
            "",
            "Structure",
            ("no", "Unknown extension", "named in crit"),
        ),
        (JWE, "", "Structure", ("yes", "Well formed", "5 parts, encrypted")),
        (
            mac(HS, b"x"),
            "",
            "Structure",
            ("maybe", "No JSON payload", "a JWS, but no JWT"),
        ),
        (
            f"{b64({'alg': 'none'})}.{b64(CLAIMS)}.",
            "",
            "Structure",
            ("yes", "Well formed", "third part empty"),
        ),
        (FLASK, "", "Structure", ("yes", "Flask cookie", "data, time, signature")),
        ("x" * 20 + "1", "", "Structure", ("na", "Not a JWT", "21 characters")),
        ("a.b", "", "Signature", ("maybe", "Malformed token", "nothing to verify")),
        (GOOD, "", "Signature", ("maybe", "Not verified", "needs the secret")),
        (
            signed("ES256"),
            "",
            "Signature",
            ("maybe", "Not verified", "needs a public key"),
        ),
        (GOOD, "{", "Signature", ("maybe", "Not verified", "key cannot be read")),
        (
            signed("RS256"),
            '{"kty":"RSA","n":"AQ","e":"Aw"}',
            "Signature",
            ("maybe", "Not verified", "key cannot be used"),
        ),
        (FLASK, "", "Signature", ("maybe", "Not verified", "needs SECRET_KEY")),
        (JWE, "", "Signature", ("na", "Not verified", "encrypted, not signed")),
        (
            "x" * 20 + "1",
            "",
            "Signature",
            ("na", "Not verified", "no signature to check"),
        ),
        (
            mac({"alg": "none"}),
            SECRET,
            "Signature",
            ("no", "Invalid signature", "there is none"),
        ),
        (
            signed("ES256", kid="a"),
            KEY_SET,
            "Signature",
            ("yes", "Valid signature", "ES256, key a"),
        ),
        (
            signed("ES256"),
            public_pem("P-256"),
            "Signature",
            ("yes", "Valid signature", "ES256, P-256 key"),
        ),
        (
            signed("ES256", kid="c"),
            KEY_SET,
            "Signature",
            ("no", "Invalid signature", "0 of 2 keys fit"),
        ),
        (
            signed("ES256"),
            SECRET,
            "Signature",
            ("no", "Invalid signature", "header and key disagree"),
        ),
        (
            GOOD,
            SECRET[1:],
            "Signature",
            ("no", "Invalid signature", "HS256, secret as text"),
        ),
        (JWE, "", "Claims", ("na", "None to read", "encrypted")),
        (mac(HS, b"x"), "", "Claims", ("na", "None", "no exp, no aud")),
        (mac({"alg": "none"}), "", "Claims", ("na", "Not judged", "nothing to trust")),
        (
            mac(HS, {"sub": 5, "jti": 5}),
            SECRET,
            "Claims",
            ("no", "2 fail: sub", "refused"),
        ),
        (
            mac(HS, CLAIMS | {"sub": 5}),
            SECRET,
            "Claims",
            ("no", "1 fails: sub", "aud not judged yet"),
        ),
        (GOOD, "", "Claims", ("maybe", "In date", "not vouched for yet")),
        (mac(HS, {"a": 1}), "", "Claims", ("maybe", "No dates", "not vouched for yet")),
        (
            mac(HS, {"iss": "a", "exp": NOW + 9, "iat": NOW}),
            SECRET,
            "Claims",
            ("maybe", "You decide on iss", "exp and iat hold"),
        ),
        (
            mac(HS, {"sub": "a"}),
            SECRET,
            "Claims",
            ("maybe", "It names nobody", "no times to compare"),
        ),
        (
            mac({"alg": "none"}),
            "",
            "Trust in the key",
            ("na", "No key involved", "the token names none"),
        ),
        (
            "x" * 20 + "1",
            "",
            "Trust in the key",
            ("na", "No key involved", "nothing to verify"),
        ),
        (
            signed("ES256", jku="https://x"),
            "",
            "Trust in the key",
            ("maybe", "From the token", "jku is not used"),
        ),
        (
            signed("ES256", kid="a"),
            "",
            "Trust in the key",
            ("maybe", "No key yet", "look for kid a"),
        ),
        (GOOD, "", "Trust in the key", ("maybe", "No key yet", "paste it below")),
        (
            FLASK,
            "",
            "Trust in the key",
            ("maybe", "No key yet", "it would be a secret"),
        ),
        (
            GOOD,
            "{",
            "Trust in the key",
            ("maybe", "You pasted it", "not readable as it is"),
        ),
        (
            signed("ES256", kid="c"),
            KEY_SET,
            "Trust in the key",
            ("no", "No such key", "kid c unknown"),
        ),
        (
            mac(HS, CLAIMS, "secret"),
            "secret",
            "Trust in the key",
            ("no", "Everyone's", "the secret is guessable"),
        ),
        (
            signed("ES256", kid="a"),
            public_jwk("P-256", kid="b"),
            "Trust in the key",
            ("maybe", "Another kid", "the key's kid is b"),
        ),
        (
            GOOD,
            SECRET.encode().hex(),
            "Trust in the key",
            ("maybe", "You pasted it", "with a fix it fits"),
        ),
        (
            signed("RS256"),
            certificate(KEYS[0]).public_bytes(Encoding.PEM).decode(),
            "Trust in the key",
            ("maybe", "You pasted it", "chain and dates unchecked"),
        ),
    ],
)
def test_each_finding(
    token: str, key: str, name: str, expected: tuple[str, str, str]
) -> None:
    assert checks(token, key)[name] == expected


def test_claims_that_are_as_expected_pass() -> None:
    found = checks(GOOD, SECRET, aud="api", iss="https://auth.example")["Claims"]
    assert found == ("yes", "As expected", "exp holds")


def test_a_finding_has_at_most_three_words() -> None:
    for token, key in ((GOOD, SECRET), (GOOD, ""), ("a.b", ""), (FLASK, ""), (JWE, "")):
        for _, finding, _ in checks(token, key).values():
            assert len(finding.split()) <= 4
