import pytest

from examples.auth.clock import ManualClock
from examples.auth.passwords import Pbkdf2Hasher
from examples.auth.throttle import Throttle, ThrottledError
from examples.auth.users import Authenticator, Users, WrongCredentialsError
from examples.stores.memory import MemoryStore, Store


@pytest.fixture
def throttle(store: Store, clock: ManualClock) -> Throttle:
    return Throttle(store, clock, per_user=3, per_address=5, window=100)


def wait(throttle: Throttle, user: str, address: str) -> int:
    with pytest.raises(ThrottledError) as error:
        throttle.check(user, address)
    assert str(error.value) == (
        f"Too many failed log-ins: try again in {error.value.retry_after} seconds."
    )
    return error.value.retry_after


def test_a_user_name_is_throttled_from_everywhere(
    throttle: Throttle, clock: ManualClock
) -> None:
    for number in range(3):
        throttle.check("alice", "a")
        throttle.note_failure("alice", f"a{number}")
        clock.advance(seconds=10)
    assert wait(throttle, "alice", "new") == 70
    throttle.check("bob", "a0")


def test_an_address_is_throttled_for_everyone(throttle: Throttle) -> None:
    for number in range(5):
        throttle.note_failure(f"user{number}", "a")
    assert wait(throttle, "new", "a") == 100
    throttle.check("user0", "b")


def test_the_wait_ends_when_enough_failures_are_old(clock: ManualClock) -> None:
    throttle = Throttle(MemoryStore(clock), clock, per_user=2, window=100)
    for _ in range(4):
        throttle.note_failure("alice", "a")
        clock.advance(seconds=10)
    left = wait(throttle, "alice", "a")
    assert left == 80
    clock.advance(seconds=left - 1)
    assert wait(throttle, "alice", "a") == 1
    clock.advance(seconds=1)
    throttle.check("alice", "a")


def test_nothing_stays(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    throttle = Throttle(store, clock)
    for number in range(100):
        throttle.note_failure(str(number), "a")
    assert len(store) == 200
    clock.advance(seconds=300)
    assert len(store) == 0


def test_successes_are_never_counted(throttle: Throttle) -> None:
    log_in = Authenticator(Users("right", Pbkdf2Hasher(1)), throttle)
    for _ in range(20):
        log_in.check("alice", "right", "a")
    for _ in range(3):
        with pytest.raises(WrongCredentialsError) as error:
            log_in.check("alice", "wrong", "a")
        assert str(error.value) == "The user name or the password is wrong."
    with pytest.raises(ThrottledError):
        log_in.check("alice", "right", "a")
    log_in.check("bob", "right", "a")
