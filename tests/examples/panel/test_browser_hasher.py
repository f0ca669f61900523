import hashlib

import pytest

from examples.panel.browser_hasher import BrowserHasher


@pytest.mark.parametrize("password", ["", "correct horse", "é\0\ud800", "x" * 1000])
def test_only_the_password_matches(password: str) -> None:
    hasher = BrowserHasher(rounds=7)
    stored = hasher.hash(password)
    assert hasher.verify(stored, password)
    assert not hasher.verify(stored, password + " ")
    assert not hasher.verify(stored, "other")
    assert password not in stored or not password


def test_each_hash_has_its_own_salt() -> None:
    hasher = BrowserHasher(rounds=7)
    assert hasher.hash("same") != hasher.hash("same")


def test_it_is_the_pbkdf2_of_rfc_8018() -> None:
    rounds, salt, digest = BrowserHasher(rounds=7).hash("é").split("$")
    expected = hashlib.pbkdf2_hmac("sha256", "é".encode(), bytes.fromhex(salt), 7)
    assert (rounds, digest) == ("7", expected.hex())
