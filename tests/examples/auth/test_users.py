import pytest
from argon2 import extract_parameters

from examples.auth.passwords import Argon2Hasher
from examples.auth.users import Users
from examples.panel.browser_hasher import BrowserHasher


@pytest.fixture
def users() -> Users:
    return Users("secret", BrowserHasher(1))


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


class Noting(Argon2Hasher):
    """Notes each hash that it verifies."""

    def __init__(self) -> None:
        super().__init__()
        self.verified: list[str] = []

    def verify(self, stored: str, password: str) -> bool:
        self.verified.append(stored)
        return super().verify(stored, password)


def test_an_unknown_user_costs_as_much_as_a_known_one() -> None:
    users = Users("secret", hasher := Noting())
    for name in ("alice", "mallory", ""):
        assert not users.verify(name, "wrong")
    known, *unknown = (extract_parameters(stored) for stored in hasher.verified)
    assert unknown == [known, known]
