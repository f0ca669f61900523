"""The workshop beyond HMAC: key pairs, revocation by user, help."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.auth.clock import ManualClock
from examples.auth.token_version import TokenVersions
from examples.stores.memory import MemoryStore
from examples.workshop.help import WorkshopHelp
from examples.workshop.keys import ALGORITHMS
from examples.workshop.workshop import Workshop
from tests.examples.sample_tokens import (
    KINDS,
    NOW,
    SECRET,
    jwk_of,
    key_for,
    mac,
    private_key,
    private_pem,
    public_jwk,
    public_pem,
)

CLAIMS: dict[str, Any] = {
    "iss": "me",
    "sub": "alice",
    "jti": "one",
    "iat": NOW - 1,
    "exp": NOW + 600,
}
HELP = WorkshopHelp()


@pytest.fixture
def workshop(clock: ManualClock) -> Workshop:
    return Workshop(MemoryStore(clock), clock)


def signing_keys(algorithm: str) -> list[str]:
    kind = KINDS[algorithm]
    if kind == "oct":
        return [SECRET]
    return [private_pem(kind), json.dumps(jwk_of(kind, private_key(kind)))]


def signed(workshop: Workshop, algorithm: str = "HS256", **changes: object) -> str:
    claims = json.dumps(CLAIMS | changes)
    answer = workshop.sign(claims, algorithm, signing_keys(algorithm)[0])
    assert "token" in answer, answer
    return answer["token"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_signs_and_verifies(workshop: Workshop, algorithm: str) -> None:
    for key in signing_keys(algorithm):
        answer = workshop.sign(json.dumps(CLAIMS), algorithm, key)
        assert "token" in answer, answer
        kind = KINDS[algorithm]
        keys = [key_for(algorithm), private_pem(kind) if kind != "oct" else SECRET]
        for verifier in keys:
            found = workshop.verify(answer["token"], algorithm, verifier)
            assert found["verdict"] == "Accepted"


UNFIT = [
    ("ES256", " ", "The key is empty: paste PEM or a JWK"),
    ("ES256", "text", "ES256 needs a key of kind P-256"),
    ("ES256", private_pem("P-384"), "ES256 needs a key of kind P-256"),
    ("ES256", public_pem("P-256"), "The key is public: sign with the private key."),
    ("ES256", "{", "The key looks like a JWK."),
    ("ES256", "[{},{}]", "The text holds 2 keys: paste one of them."),
    ("EdDSA", "{}", "The kty None is not a public-key type"),
    ("ES256", public_jwk("P-256", alg="ES384"), "The JWK is only for 'ES384'"),
    ("EdDSA", public_jwk("Ed25519", d="AA"), "The key cannot be used: "),
]


@pytest.mark.parametrize(
    ("algorithm", "key", "sentence"),
    UNFIT,
    ids=[case[2] for case in UNFIT],
)
def test_keys_that_do_not_fit(
    workshop: Workshop, algorithm: str, key: str, sentence: str
) -> None:
    answer = workshop.sign("{}", algorithm, key)
    assert "error" in answer
    assert (answer["field"], answer["error"].startswith(sentence)) == ("key", True)


def test_a_user_is_refused_until_a_newer_token(
    workshop: Workshop, clock: ManualClock
) -> None:
    old, other = signed(workshop), signed(workshop, sub="bob")
    answer = workshop.revoke_user(old, "HS256", SECRET)
    assert "message" in answer
    assert "All tokens of 'alice' issued until now" in answer["message"]
    found = workshop.verify(old, "HS256", SECRET)
    assert found["verdict"] == "Revoked"
    assert workshop.verify(other, "HS256", SECRET)["verdict"] == "Accepted"
    clock.advance(seconds=1)
    new = signed(workshop, iat=NOW + 1)
    assert workshop.verify(new, "HS256", SECRET)["verdict"] == "Accepted"
    undated = mac({"alg": "HS256"}, {"sub": "alice"})
    assert workshop.verify(undated, "HS256", SECRET)["verdict"] == "Revoked"


def test_a_version_refuses_the_older_ones(workshop: Workshop) -> None:
    old = signed(workshop)
    answer = workshop.raise_version(old, "HS256", SECRET)
    assert "message" in answer
    assert "Tokens of 'alice' need ver 1 from now on" in answer["message"]
    assert workshop.verify(old, "HS256", SECRET) == {
        "verdict": "Revoked",
        "detail": "The token's ver is 0, but 'alice' is at 1.",
    }
    new = signed(workshop, ver=1)
    assert workshop.verify(new, "HS256", SECRET)["verdict"] == "Accepted"
    for ver in ("x", True, 1.5):
        found = workshop.verify(signed(workshop, ver=ver), "HS256", SECRET)
        assert found["verdict"] == "Rejected: ver is not a number"


def test_versions_are_counted_for_each_user(clock: ManualClock) -> None:
    versions = TokenVersions(MemoryStore(clock))
    assert [versions.raise_version("a"), versions.raise_version("a")] == [1, 2]
    assert (versions.current("a"), versions.current("b")) == (2, 0)


@pytest.mark.parametrize("method", ["revoke_user", "raise_version"])
def test_what_names_no_user_revokes_nothing(workshop: Workshop, method: str) -> None:
    revoke: Callable[..., dict[str, str]] = getattr(workshop, method)
    nobody = mac({"alg": "HS256"}, {"iss": "me"})
    sentence = "Nothing was revoked. The token has no sub claim"
    assert revoke(nobody, "HS256", SECRET)["error"].startswith(sentence)
    assert revoke(nobody, "HS256", "short")["field"] == "key"
    undated = mac({"alg": "HS256"}, {"sub": "alice"})
    error = revoke(undated, "HS256", SECRET).get("error", "")
    assert ("no iat claim" in error) == (method == "revoke_user")


def test_each_way_tells_what_it_stores(workshop: Workshop) -> None:
    assert [cost["bytes"] for cost in workshop.costs()] == [0, 0, 0]
    token = signed(workshop)
    workshop.raise_version(token, "HS256", SECRET)
    token = signed(workshop, ver=1)
    workshop.revoke(token, "HS256", SECRET)
    workshop.revoke_user(signed(workshop, ver=1, jti="two"), "HS256", SECRET)
    costs = workshop.costs()
    assert [cost["entries"] for cost in costs] == [1, 1, 1]
    assert costs[0]["bytes"] == len('denied:["me","one"]')
    assert costs[1]["bytes"] == len('not-before:["alice"]1800000000')
    assert costs[2]["bytes"] == len('version:["alice"]1 0123abcd')


def test_claims_are_explained_and_the_missing_ones_named() -> None:
    found = HELP.explain('{"iss": "me", "exp": 1.0, "ver": 1, "own": [1]}')
    assert found["fault"] == ""
    assert [row["value"] for row in found["rows"]] == ['"me"', "1.0", "1", "[ 1 ]"]
    assert found["rows"][0]["label"] == "RFC 7519 §4.1.1"
    assert found["rows"][2]["meaning"].startswith("The version of the user's tokens")
    assert found["rows"][3]["meaning"].startswith("A claim of your own")
    assert [row["name"] for row in found["lacking"]] == ["sub", "aud", "iat", "jti"]


@pytest.mark.parametrize(
    ("claims", "fault", "rows"),
    [
        ("{", "The claims are not JSON", 0),
        ("[]", "The claims must be a JSON object", 0),
        ('{"exp": "soon"}', "The exp 'soon' must be a number", 1),
    ],
)
def test_faults_of_claims_are_told(claims: str, fault: str, rows: int) -> None:
    found = HELP.explain(claims)
    assert (found["fault"].startswith(fault), len(found["rows"])) == (True, rows)


def printed(code: str, monkeypatch: pytest.MonkeyPatch, key: str) -> str:
    monkeypatch.setenv("JWT_KEY", key)
    output = io.StringIO()
    with redirect_stdout(output):
        exec(code, {})
    return output.getvalue()


@pytest.mark.parametrize("algorithm", ["HS256", "ES256"])
def test_the_copied_programs_do_the_same(
    algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = {"sub": "alice", "quote": "\"'{}", "iss": "me", "jti": "a", "exp": 4e9}
    text = json.dumps(claims)
    [key, *_] = signing_keys(algorithm)
    code = HELP.code("sign", text, "", algorithm)
    token = printed(code, monkeypatch, key).strip()
    for action in ("verify", "revoke", "revokeUser", "raiseVersion", "decode", "?"):
        code = HELP.code(action, text, f" {token}\n", algorithm)
        assert key not in code
        assert "alice" in printed(code, monkeypatch, key_for(algorithm))


ANY = st.text(st.characters(), max_size=80)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY, ANY, st.sampled_from(ALGORITHMS) | ANY, ANY)
def test_any_text_is_answered(
    claims: str, token: str, algorithm: str, key: str
) -> None:
    workshop = Workshop()
    for answer in (
        HELP.explain(claims),
        HELP.code("sign", claims, token, algorithm),
        workshop.sign(claims, algorithm, key),
        workshop.verify(token, algorithm, key),
        workshop.revoke_user(token, algorithm, key),
        workshop.raise_version(token, algorithm, key),
    ):
        assert json.dumps(answer)
