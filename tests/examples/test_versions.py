import pytest

from examples.clock import ManualClock
from examples.store_protocol import Store
from examples.stores import MemoryStore
from examples.versions import Versions


def test_an_end_refuses_what_was_issued_before(store: Store) -> None:
    versions = Versions(store, 60)
    first, bob = versions.current("alice"), versions.current("bob")
    assert versions.current("alice") == first
    assert versions.holds("alice", first)
    versions.end("alice")
    assert not versions.holds("alice", first)
    assert versions.holds("bob", bob)
    second = versions.current("alice")
    assert second != first
    assert (versions.holds("alice", first), versions.holds("alice", second)) == (
        False,
        True,
    )


@pytest.mark.parametrize("given", [None, "", 1, ["a"]])
def test_without_a_version_nothing_is_good(store: Store, given: object) -> None:
    versions = Versions(store, 60)
    assert not versions.holds("nobody", given)
    versions.current("alice")
    assert not versions.holds("alice", given)


def test_it_lives_as_long_as_what_was_issued_last(clock: ManualClock) -> None:
    versions = Versions(MemoryStore(clock), 60)
    first = versions.current("alice")
    clock.advance(seconds=59)
    versions.current("alice")
    clock.advance(seconds=59)
    assert versions.holds("alice", first)
    clock.advance(seconds=1)
    assert not versions.holds("alice", first)


class EndedMeanwhile(MemoryStore):
    """A store in which a log-out happens just after a version was looked up."""

    armed = False

    def get(self, key: str) -> str | None:
        found = super().get(key)
        if self.armed:
            self.armed = False
            self.delete(key)
        return found


def test_a_log_in_undoes_no_log_out_of_the_same_moment() -> None:
    store = EndedMeanwhile()
    versions = Versions(store, 60)
    before = versions.current("alice")
    store.armed = True
    after = versions.current("alice")
    assert after != before
    assert versions.holds("alice", after)
