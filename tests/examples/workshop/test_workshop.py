import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.auth.clock import ManualClock
from examples.auth.keys import MIN_SECRET_BYTES
from examples.stores.memory import MemoryStore
from examples.workshop.workshop import Workshop

NOW = 1_800_000_000
KEY = "0123456789abcdef" * 4
GOOD: dict[str, Any] = {
    "iss": "https://auth.example",
    "sub": "alice",
    "jti": "one",
    "exp": NOW + 60,
}
UNREVOKED = "Nothing was revoked. "


@pytest.fixture
def workshop(clock: ManualClock) -> Workshop:
    return Workshop(MemoryStore(clock), clock)


def signed(workshop: Workshop, algorithm: str = "HS256", **changes: object) -> str:
    answer = workshop.sign(json.dumps({**GOOD, **changes}), algorithm, KEY)
    assert "token" in answer, answer
    return answer["token"]


def without(name: str) -> str:
    return jwt.encode({k: v for k, v in GOOD.items() if k != name}, KEY)


@pytest.mark.parametrize("algorithm", MIN_SECRET_BYTES)
def test_sign_then_verify(workshop: Workshop, algorithm: str) -> None:
    token = signed(workshop, algorithm)
    assert jwt.get_unverified_header(token) == {"alg": algorithm, "typ": "JWT"}
    assert workshop.verify(f" {token}\n", algorithm, KEY) == {
        "verdict": "Accepted",
        "detail": "The signature matches and the token is valid until "
        "2027-01-15 08:01:00 UTC. The workshop does not compare iss and aud.",
    }


def test_a_token_without_exp_is_valid_for_ever(workshop: Workshop) -> None:
    detail = workshop.verify(without("exp"), "HS256", KEY)["detail"]
    assert "is valid for ever." in detail


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ("{", "The claims are not JSON: line 1, column 2 is the end "),
        ("[]", "The claims must be a JSON object, but are an array."),
        ('{"exp": "soon"}', "The exp 'soon' must be a number of seconds since 1970 "),
        ('{"nbf": true}', "The nbf True must be a number of seconds since 1970 "),
        ('{"iat": 1800000000000}', "The iat 1800000000000 must lie between 1970 and "),
        ('{"sub": 5}', "The sub 5 must be a string: quote it."),
        ('{"jti": null}', "The jti None must be a string: quote it."),
        ('{"iss": []}', "The iss [] must be a string: quote it."),
        ('{"aud": 5}', "The aud 5 must be a string or an array of strings."),
        ('{"aud": ["a", 5]}', "The aud ['a', 5] must be a string or an array of str"),
        pytest.param(
            json.dumps({"a": "x" * 50_000}),
            "The claims make a token of 66759 characters, but this page reads at most "
            "65536 (64 KiB): remove some claims.",
            id="long",
        ),
    ],
)
def test_sign_refuses_claims(workshop: Workshop, claims: str, sentence: str) -> None:
    answer = workshop.sign(claims, "HS256", KEY)
    assert "error" in answer
    assert answer["field"] == "claims"
    assert answer["error"].startswith(sentence)


@pytest.mark.parametrize("aud", ["shop", ["shop", "forum"], []])
def test_sign_takes_any_audience(workshop: Workshop, aud: object) -> None:
    token = signed(workshop, aud=aud)
    assert workshop.verify(token, "HS256", KEY)["verdict"] == "Accepted"


BAD_KEYS = [
    ("none", KEY, "algorithm", "The algorithm 'none' is not allowed: choose one of "),
    ("", KEY, "algorithm", "The algorithm '' is not allowed: choose one of HS256, "),
    ("HS256", "", "key", "The key is empty, so anyone could sign: make one with "),
    ("HS256", "short", "key", "The key has 5 bytes, but HS256 needs at least 32 (RF"),
    ("HS512", "é" * 20, "key", "The key has 40 bytes, but HS512 needs at least 64 "),
    ("HS256", "\ud800", "key", "The key's characters hold the lone surrogate U+D800"),
]


@pytest.mark.parametrize(("algorithm", "key", "field", "sentence"), BAD_KEYS)
def test_bad_key_or_algorithm(
    workshop: Workshop, algorithm: str, key: str, field: str, sentence: str
) -> None:
    token = signed(workshop)
    verified = workshop.verify(token, algorithm, key)
    assert verified["verdict"] == f"Rejected: bad {field}"
    assert verified["detail"].startswith(sentence)
    for answer in (
        workshop.sign("{}", algorithm, key),
        workshop.revoke(token, algorithm, key),
    ):
        assert "error" in answer
        assert answer["field"] == field
        assert answer["error"].startswith(sentence)


def test_decode_needs_no_key(workshop: Workshop) -> None:
    answer = workshop.decode(f"\t{signed(workshop, sub='Zoë')} ")
    assert "payload" in answer
    assert answer["header"] == {"alg": "HS256", "typ": "JWT"}
    assert answer["header_text"] == '{\n  "alg": "HS256",\n  "typ": "JWT"\n}'
    assert answer["payload"] == {**GOOD, "sub": "Zoë"}
    assert '\n  "sub": "Zoë",\n' in answer["payload_text"]
    assert answer["sizes"]["signature"] == 43
    assert answer["sizes"]["total"] == sum(answer["sizes"].values()) / 2 + 1


@pytest.mark.parametrize("token", ["", "a.b", "!.e30.", "x" * 70_000, "\ud800"])
def test_a_bad_token_in_each_method(workshop: Workshop, token: str) -> None:
    answer = workshop.decode(token)
    assert "error" in answer
    assert answer["field"] == "token"
    verified = workshop.verify(token, "HS256", KEY)
    assert verified == {
        "verdict": "Rejected: malformed token",
        "detail": answer["error"],
    }
    revoked = workshop.revoke(token, "HS256", KEY)
    assert revoked == {"error": UNREVOKED + answer["error"], "field": "token"}


def test_verify_another_key(workshop: Workshop) -> None:
    assert workshop.verify(signed(workshop), "HS256", KEY[::-1]) == {
        "verdict": "Rejected: the signature does not match",
        "detail": "The signature does not match: a changed token, or another key.",
    }


def test_verify_another_algorithm(workshop: Workshop) -> None:
    assert workshop.verify(signed(workshop), "HS384", KEY) == {
        "verdict": "Rejected: alg is not allowed here",
        "detail": "The token's alg is missing or not allowed here.",
    }


def test_verify_expired(workshop: Workshop, clock: ManualClock) -> None:
    token = signed(workshop)
    clock.advance(seconds=120)
    assert workshop.verify(token, "HS256", KEY) == {
        "verdict": "Expired",
        "detail": "The token expired at 2027-01-15 08:01:00 UTC, 1 minute ago.",
    }
    answer = workshop.revoke(token, "HS256", KEY)
    assert "error" in answer
    assert answer["error"].startswith(UNREVOKED + "The token expired at ")


def test_verify_not_valid_yet(workshop: Workshop) -> None:
    verified = workshop.verify(signed(workshop, nbf=NOW + 9), "HS256", KEY)
    assert verified["verdict"] == "Rejected: not valid yet"


def test_revoke_then_verify(workshop: Workshop, clock: ManualClock) -> None:
    token = signed(workshop)
    row = {"iss": "https://auth.example", "jti": "one", "exp": NOW + 60}
    assert workshop.denylist() == []
    assert workshop.revoke(token, "HS256", KEY) == {
        "denylist": [row],
        "message": "The token 'one' is refused from now on.",
    }
    assert workshop.verify(token, "HS256", KEY) == {
        "verdict": "Revoked",
        "detail": "The token 'one' was revoked.",
    }
    assert workshop.revoke(token, "HS256", KEY) == {
        "denylist": [row],
        "message": "The token 'one' was revoked.",
    }
    clock.advance(seconds=60)
    assert workshop.denylist() == []


def test_the_denylist_is_sorted_by_expiry(workshop: Workshop) -> None:
    for jti, exp in (("c", NOW + 9), ("a", NOW + 9), ("b", NOW + 5.5)):
        workshop.revoke(signed(workshop, jti=jti, exp=exp), "HS256", KEY)
    assert [row["jti"] for row in workshop.denylist()] == ["b", "a", "c"]


def test_a_row_leaves_with_its_token(workshop: Workshop, clock: ManualClock) -> None:
    workshop.revoke(signed(workshop, exp=NOW + 0.25), "HS256", KEY)
    clock.advance(seconds=0.5)
    assert workshop.denylist() == []


def test_a_token_may_expire_while_it_is_revoked(clock: ManualClock) -> None:
    def ticking() -> float:
        clock.advance(seconds=1)
        return clock()

    workshop = Workshop(MemoryStore(clock), ticking)
    answer = workshop.revoke(signed(workshop, exp=NOW + 2), "HS256", KEY)
    assert "denylist" in answer
    assert answer["denylist"] == []


def test_a_forged_token_cannot_fill_the_denylist(workshop: Workshop) -> None:
    answer = workshop.revoke(signed(workshop), "HS256", KEY[::-1])
    assert answer == {
        "error": UNREVOKED
        + "The signature does not match: a changed token, or another key.",
        "field": "token",
    }
    assert workshop.denylist() == []


def test_a_token_without_exp_stays_on_the_denylist(
    workshop: Workshop, clock: ManualClock
) -> None:
    token = without("exp")
    assert workshop.revoke(token, "HS256", KEY) == {
        "denylist": [{"iss": "https://auth.example", "jti": "one", "exp": None}],
        "message": "The token 'one' is refused from now on. This token never "
        "expires, so its denylist entry has to stay for ever.",
    }
    workshop.revoke(signed(workshop, jti="two"), "HS256", KEY)
    assert [row["jti"] for row in workshop.denylist()] == ["two", "one"]
    clock.advance(seconds=50 * 365 * 86_400)
    assert [row["jti"] for row in workshop.denylist()] == ["one"]
    assert workshop.verify(token, "HS256", KEY)["verdict"] == "Revoked"


@pytest.mark.parametrize("name", ["iss", "jti"])
def test_revoke_needs_an_issuer_and_an_id(workshop: Workshop, name: str) -> None:
    token = without(name)
    assert workshop.verify(token, "HS256", KEY)["verdict"] == "Accepted"
    assert workshop.revoke(token, "HS256", KEY) == {
        "error": f"{UNREVOKED}The token has no {name} claim, which is required here.",
        "field": "token",
    }


def test_revoke_needs_an_issuer_of_text(workshop: Workshop) -> None:
    payload = jwt.utils.base64url_encode(json.dumps({**GOOD, "iss": 5}).encode())
    token = jwt.api_jws.encode(jwt.utils.base64url_decode(payload), KEY, "HS256")
    assert workshop.revoke(token, "HS256", KEY) == {
        "error": UNREVOKED + "The iss 5 is not a string (RFC 7519 §4.1.1).",
        "field": "token",
    }


ANY = st.text(st.characters(), max_size=80)  # lone surrogates included
CLAIMS = ANY | st.dictionaries(
    st.sampled_from([*GOOD, "aud", "nbf", "iat", "x"]),
    st.none() | st.booleans() | st.integers() | st.floats() | ANY | st.lists(ANY),
).map(json.dumps)
PARTS = (ANY | CLAIMS).map(
    lambda text: jwt.utils.base64url_encode(text.encode(errors="replace")).decode()
)
TOKENS = ANY | st.lists(PARTS | ANY, max_size=5).map(".".join)
ALGORITHMS = ANY | st.sampled_from([*MIN_SECRET_BYTES])
KEYS = ANY | st.just(KEY)


def is_plain(answer: object) -> bool:
    return isinstance(json.loads(json.dumps(answer)), dict)


@given(claims=CLAIMS, algorithm=ALGORITHMS, key=KEYS)
def test_sign_answers_any_text(claims: str, algorithm: str, key: str) -> None:
    clock = ManualClock(NOW)
    workshop = Workshop(MemoryStore(clock), clock)
    answer = workshop.sign(claims, algorithm, key)
    assert is_plain(answer)
    if "token" in answer:
        verdict = workshop.verify(answer["token"], algorithm, key)["verdict"]
        assert not verdict.startswith("Rejected") or verdict.endswith("not valid yet")


@given(token=TOKENS, algorithm=ALGORITHMS, key=KEYS)
def test_the_rest_answers_any_text(token: str, algorithm: str, key: str) -> None:
    clock = ManualClock(NOW)
    workshop = Workshop(MemoryStore(clock), clock)
    assert is_plain(workshop.decode(token))
    assert workshop.verify(token, algorithm, key)["verdict"].startswith("Rejected: ")
    assert "error" in workshop.revoke(token, algorithm, key)


@given(payload=CLAIMS | ANY)
def test_signed_rubbish_is_answered(payload: str) -> None:
    clock = ManualClock(NOW)
    workshop = Workshop(MemoryStore(clock), clock)
    data = payload.encode(errors="surrogatepass")
    token = jwt.api_jws.encode(data, KEY, "HS256", headers={"typ": "JWT"})
    assert is_plain(workshop.decode(token))
    assert is_plain(workshop.verify(token, "HS256", KEY))
    assert is_plain(workshop.revoke(token, "HS256", KEY))
    assert len(workshop.denylist()) <= 1
