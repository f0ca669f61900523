import hashlib
import sys

import pytest

from examples.auth.passwords import Argon2Hasher, Hasher, Pbkdf2Hasher, default_hasher


@pytest.fixture(params=[Argon2Hasher, Pbkdf2Hasher])
def hasher(request: pytest.FixtureRequest) -> Hasher:
    found: Hasher = request.param()
    return found


@pytest.mark.parametrize("password", ["", "correct horse", "é\0\ud800", "x" * 1000])
def test_only_the_password_matches(hasher: Hasher, password: str) -> None:
    stored = hasher.hash(password)
    assert hasher.verify(stored, password)
    assert not hasher.verify(stored, password + " ")
    assert not hasher.verify(stored, "other")
    assert password not in stored or not password


def test_each_hash_has_its_own_salt(hasher: Hasher) -> None:
    assert hasher.hash("same") != hasher.hash("same")


def test_argon2id_at_the_cost_that_owasp_asks_for() -> None:
    assert Argon2Hasher().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_pbkdf2_is_that_of_rfc_8018() -> None:
    rounds, salt, digest = Pbkdf2Hasher(rounds=7).hash("é").split("$")
    expected = hashlib.pbkdf2_hmac("sha256", "é".encode(), bytes.fromhex(salt), 7)
    assert (rounds, digest) == ("7", expected.hex())


def test_the_browser_has_pbkdf2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_hasher().name == "Argon2id"
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert default_hasher().name == "PBKDF2"
