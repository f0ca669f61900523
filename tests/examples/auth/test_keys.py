import pytest

from examples.auth.keys import (
    MIN_SECRET_BYTES,
    UnknownAlgorithmError,
    WeakKeyError,
    check_secret,
    new_secret,
)

PEM = b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
JWK = b'{"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQ"}'


@pytest.mark.parametrize(("algorithm", "least"), MIN_SECRET_BYTES.items())
def test_new_secret_is_just_long_enough_and_new(algorithm: str, least: int) -> None:
    secret = new_secret(algorithm)
    assert len(secret) == least
    assert secret != new_secret(algorithm)
    check_secret(secret, algorithm)
    with pytest.raises(WeakKeyError, match=f"has {least - 1} bytes, but {algorithm} "):
        check_secret(secret[1:], algorithm)


@pytest.mark.parametrize(
    ("secret", "algorithm", "sentence"),
    [
        (
            b"secret",
            "HS256",
            "The key has 6 bytes, but HS256 needs at least 32 (RFC 7518 §3.2): "
            "make one with secrets.token_bytes(32).",
        ),
        (
            b"x",
            "HS512",
            "The key has 1 byte, but HS512 needs at least 64 (RFC 7518 §3.2): "
            "make one with secrets.token_bytes(64).",
        ),
        (
            b"",
            "HS384",
            "The key is empty, so anyone could sign: "
            "make one with secrets.token_bytes(48).",
        ),
        (
            PEM,
            "HS256",
            "The key is a PEM, SSH or JWK text, which HS256 must not use as its "
            "secret: make one with secrets.token_bytes(32).",
        ),
        (
            JWK,
            "HS256",
            "The key is a PEM, SSH or JWK text, which HS256 must not use as its "
            "secret: make one with secrets.token_bytes(32).",
        ),
        (
            b"x" * 64,
            "none",
            "The algorithm 'none' is not allowed: choose one of HS256, HS384, HS512.",
        ),
    ],
)
def test_refuses_with_a_sentence(secret: bytes, algorithm: str, sentence: str) -> None:
    with pytest.raises(WeakKeyError) as error:
        check_secret(secret, algorithm)
    assert str(error.value) == sentence


def test_unknown_algorithm_has_its_own_class() -> None:
    with pytest.raises(UnknownAlgorithmError, match="'RS256' is not allowed"):
        new_secret("RS256")
