import pytest

from examples.auth.passwords import Argon2Hasher


@pytest.mark.parametrize("password", ["", "correct horse", "é\0\ud800", "x" * 1000])
def test_only_the_password_matches(password: str) -> None:
    hasher = Argon2Hasher()
    stored = hasher.hash(password)
    assert hasher.verify(stored, password)
    assert not hasher.verify(stored, password + " ")
    assert not hasher.verify(stored, "other")
    assert password not in stored or not password


def test_each_hash_has_its_own_salt() -> None:
    hasher = Argon2Hasher()
    assert hasher.hash("same") != hasher.hash("same")


def test_argon2id_at_the_cost_that_owasp_asks_for() -> None:
    assert Argon2Hasher().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
