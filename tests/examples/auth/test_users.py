import statistics
import time

import pytest

from examples.auth.passwords import Argon2Hasher, Pbkdf2Hasher
from examples.auth.users import Users


@pytest.fixture
def users() -> Users:
    return Users("secret", Pbkdf2Hasher(1))


def test_who_there_is(users: Users) -> None:
    assert users.verify("alice", "secret")
    assert users.verify("bob", "secret")
    assert "alice" in users
    assert "secret" not in repr(users)


@pytest.mark.parametrize("name", ["", "mallory", "Alice", "alice "])
@pytest.mark.parametrize("password", ["secret", "", "\0"])
def test_who_there_is_not(users: Users, name: str, password: str) -> None:
    assert name not in users
    assert not users.verify(name, password)


def test_it_takes_the_same_time_without_such_a_user() -> None:
    users = Users("secret", Argon2Hasher())

    def seconds(name: str) -> float:
        start = time.process_time()
        users.verify(name, "wrong")
        return time.process_time() - start

    pairs = [(seconds("alice"), seconds("mallory")) for _ in range(9)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2
