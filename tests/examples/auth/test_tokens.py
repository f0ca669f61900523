import dataclasses
from typing import Any

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.keys import WeakKeyError
from examples.auth.token_errors import translate
from examples.auth.tokens import (
    TokenError,
    TokenExpiredError,
    TokenRejectedError,
    Tokens,
)

NOW = 1_800_000_000
KEY = b"0123456789abcdef0123456789abcdef"
GOOD: dict[str, Any] = {
    "iss": "https://auth.example",
    "sub": "alice",
    "aud": "shop",
    "iat": NOW,
    "exp": NOW + 900,
    "jti": "one",
}


def forge(header: dict[str, Any] | None = None, **changes: object) -> str:
    headers = {"typ": "at+jwt", **(header or {})}
    return jwt.encode({**GOOD, **changes}, KEY, "HS256", headers=headers)


def refusal(tokens: Tokens, token: str) -> TokenError:
    with pytest.raises(TokenError) as error:
        tokens.verify(token)
    return error.value


def test_issue_then_verify(tokens: Tokens) -> None:
    token = tokens.issue("alice", jti="one", role="reader")
    assert tokens.verify(token) == {**GOOD, "role": "reader"}
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "at+jwt"}


def test_iat_counts_whole_seconds() -> None:
    tokens = Tokens(KEY, "i", "a", ManualClock(NOW + 0.9), lifetime=60)
    claims = tokens.verify(tokens.issue("alice"))
    assert (claims["iat"], claims["exp"]) == (NOW, NOW + 60)


def test_each_jti_is_new_and_128_bits(tokens: Tokens) -> None:
    ids = {tokens.verify(tokens.issue("alice"))["jti"] for _ in range(50)}
    assert len(ids) == 50
    assert {len(jti) for jti in ids} == {22}


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "nbf", "iat"])
def test_extra_claims_cannot_overwrite(tokens: Tokens, name: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        tokens.issue("alice", **{name: "x"})
    assert str(error.value) == (
        f"The issuer sets the claim {name}: leave it out of the extra claims."
    )


def test_weak_key_is_refused_at_construction() -> None:
    with pytest.raises(WeakKeyError, match="has 6 bytes, but HS256 needs at least 32"):
        Tokens(b"secret", "i", "a")


def test_key_stays_out_of_the_repr(tokens: Tokens) -> None:
    assert "0123456789" not in repr(tokens)


def test_accepts_the_full_media_type(tokens: Tokens) -> None:
    assert tokens.verify(forge({"typ": "application/AT+JWT"})) == GOOD


def test_accepts_one_of_several_audiences(tokens: Tokens) -> None:
    assert tokens.verify(forge(aud=["forum", "shop"]))["sub"] == "alice"


def test_expires_at_exp(tokens: Tokens, clock: ManualClock) -> None:
    token = tokens.issue("alice")
    clock.advance(seconds=899)
    tokens.verify(token)
    clock.advance(seconds=1)
    error = refusal(tokens, token)
    assert isinstance(error, TokenExpiredError)
    assert str(error) == (
        "The token expired at 2027-01-15 08:15:00 UTC, less than a second ago."
    )


def test_leeway_lengthens_the_life(tokens: Tokens, clock: ManualClock) -> None:
    patient = dataclasses.replace(tokens, leeway=30)
    token = tokens.issue("alice")
    clock.advance(seconds=929)
    patient.verify(token)
    clock.advance(seconds=1)
    assert "30 seconds ago" in str(refusal(patient, token))


MALFORMED = "The token has {}, but 3 are expected: header, payload and signature."
TAMPERED = "The signature does not match: a changed token, or another key."


@pytest.mark.parametrize(
    ("token", "reason", "sentence"),
    [
        ("", "malformed token", MALFORMED.format("1 part")),
        ("a.b", "malformed token", MALFORMED.format("2 parts")),
        ("\ud800.b.c", "malformed token", "The token is malformed: "),
        (
            "!.b.c",
            "malformed token",
            "The token is malformed: 'Invalid header padding'",
        ),
        (forge()[:-2] + "AA", "the signature does not match", TAMPERED),
        (
            forge(aud="forum"),
            "aud does not name this service",
            "The token's aud does not name this service.",
        ),
        (
            forge(iss="https://evil.example"),
            "iss is not trusted here",
            "The token's iss is not trusted here.",
        ),
        (forge(sub=5), "sub is not a string", "The token's sub must be a string"),
        (forge(jti=5), "jti is not a string", "The token's jti must be a string"),
        (
            forge({"typ": "JWT"}),
            "not an access token",
            "The typ 'JWT' is not at+jwt: this is no access token.",
        ),
        (
            forge({"typ": None}),
            "not an access token",
            "The typ None is not at+jwt: this is no access token.",
        ),
        (
            forge(nbf=NOW + 5),
            "not valid yet",
            "The token is not valid yet: its nbf is 2027-01-15 08:00:05 UTC, "
            "in 5 seconds.",
        ),
    ],
)
def test_rejected(tokens: Tokens, token: str, reason: str, sentence: str) -> None:
    error = refusal(tokens, token)
    assert isinstance(error, TokenRejectedError)
    assert error.reason == reason
    assert str(error).startswith(sentence)


@pytest.mark.parametrize("name", ["exp", "iat", "sub", "aud", "iss", "jti"])
def test_required_claims(tokens: Tokens, name: str) -> None:
    claims = {kept: value for kept, value in GOOD.items() if kept != name}
    error = refusal(tokens, jwt.encode(claims, KEY, headers={"typ": "at+jwt"}))
    assert str(error) == f"The token has no {name} claim, which is required here."


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_only_the_one_algorithm(tokens: Tokens, algorithm: str) -> None:
    key = KEY * 2
    ours = dataclasses.replace(tokens, key=key)
    token = jwt.encode(GOOD, key, algorithm, headers={"typ": "at+jwt"})
    error = refusal(ours, token)
    assert str(error) == "The token's alg is missing or not allowed here."


def test_unsigned_token_is_refused(tokens: Tokens) -> None:
    token = jwt.encode(GOOD, "", "none", headers={"typ": "at+jwt"})
    assert (
        str(refusal(tokens, token)) == "The token's alg is missing or not allowed here."
    )


def test_header_without_alg_is_refused(tokens: Tokens) -> None:
    _, payload, signature = forge().split(".")
    error = refusal(tokens, f"e30.{payload}.{signature}")
    assert str(error) == "The token's alg is missing or not allowed here."


def test_another_key_is_refused(tokens: Tokens) -> None:
    other = dataclasses.replace(tokens, key=KEY[::-1])
    assert str(refusal(tokens, other.issue("alice"))) == TAMPERED


def test_the_library_error_is_kept_as_cause(tokens: Tokens) -> None:
    error = refusal(tokens, forge(aud="forum"))
    assert isinstance(error.__cause__, jwt.InvalidAudienceError)


def test_any_changed_character_is_refused(tokens: Tokens) -> None:
    token = tokens.issue("alice", jti="one")
    for place, character in enumerate(token):
        changed = "B" if character != "B" else "C"
        refusal(tokens, token[:place] + changed + token[place + 1 :])


def test_translate_names_an_unknown_error() -> None:
    error = translate(jwt.InvalidTokenError("Odd"), "a.b.c")
    assert str(error) == "The token is malformed: 'Odd'."
