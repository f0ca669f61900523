from concurrent.futures import ThreadPoolExecutor

import pytest

from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.token_version import TokenVersions
from examples.stores.memory import Store


def test_a_raised_version_refuses_what_was_issued_before(store: Store) -> None:
    versions = TokenVersions(store)
    old = {"sub": "alice", "ver": versions.current("alice")}
    versions.check(old)
    assert versions.raise_version("alice") == versions.current("alice") == 1
    with pytest.raises(TokenRevokedError) as error:
        versions.check(old)
    assert str(error.value) == "The token's ver is 0, but 'alice' is at 1."
    with pytest.raises(TokenRevokedError):
        versions.check({"sub": "alice"})
    versions.check({"sub": "alice", "ver": 1})
    versions.check({"sub": "bob"})
    assert versions.raise_version("alice") == 2


@pytest.mark.parametrize("ver", ["1", 1.0, True, None])
def test_a_version_is_an_integer(store: Store, ver: object) -> None:
    with pytest.raises(TokenRejectedError, match=r"must be an integer\.$"):
        TokenVersions(store).check({"sub": "alice", "ver": ver})


def test_none_of_many_concurrent_raises_is_lost(store: Store) -> None:
    versions = TokenVersions(store)
    with ThreadPoolExecutor(8) as pool:
        raised = list(pool.map(lambda _: versions.raise_version("alice"), range(200)))
    assert sorted(raised) == list(range(1, 201))
    assert versions.current("alice") == 200
