import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from examples.auth.clock import ManualClock
from examples.auth.throttle import Attempt, Throttle, ThrottledError, address_block
from examples.auth.users import Authenticator, Users, WrongCredentialsError
from examples.panel.browser_hasher import BrowserHasher
from examples.stores.memory import MemoryStore, Store

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def throttle(store: Store, clock: ManualClock) -> Throttle:
    return Throttle(store, clock, 3, 6, 5, window=100, patience=0.1)


def fail(throttle: Throttle, user: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        throttle.reserve(user, address).fail()


def wait(throttle: Throttle, user: str, address: str) -> int:
    with pytest.raises(ThrottledError) as error:
        throttle.reserve(user, address)
    assert str(error.value) == (
        f"Too many failed log-ins: try again in {error.value.retry_after} seconds."
    )
    return error.value.retry_after


def test_an_address_is_throttled_for_one_user(
    throttle: Throttle, clock: ManualClock
) -> None:
    for _ in range(3):
        fail(throttle, "alice", HERE)
        clock.advance(seconds=10)
    assert wait(throttle, "alice", HERE) == 70
    throttle.reserve("alice", THERE).release()
    throttle.reserve("bob", HERE).release()


def test_an_address_is_throttled_for_everyone(throttle: Throttle) -> None:
    for number in range(5):
        fail(throttle, f"user{number}", HERE)
    assert wait(throttle, "new", HERE) == 100
    throttle.reserve("user0", THERE).release()


def test_many_addresses_that_fail_leave_one_attempt_to_each_other(
    throttle: Throttle,
) -> None:
    for number in range(6):
        fail(throttle, "alice", f"192.0.2.{100 + number}")
    for _ in range(5):
        throttle.reserve("alice", HERE).release()
    fail(throttle, "alice", HERE)
    assert wait(throttle, "alice", HERE) == 100
    assert wait(throttle, "alice", "192.0.2.100") == 100
    throttle.reserve("alice", THERE).release()
    fail(throttle, "bob", HERE, 3)


def test_the_wait_ends_when_enough_failures_are_old(clock: ManualClock) -> None:
    throttle = Throttle(MemoryStore(clock), clock, per_pair=2, window=100)
    for _ in range(2):
        fail(throttle, "alice", HERE)
        clock.advance(seconds=10)
    left = wait(throttle, "alice", HERE)
    assert left == 80
    clock.advance(seconds=left - 1)
    assert wait(throttle, "alice", HERE) == 1
    clock.advance(seconds=1)
    fail(throttle, "alice", HERE)
    assert wait(throttle, "alice", HERE) == 10


def test_nothing_stays(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    throttle = Throttle(store, clock)
    for number in range(100):
        fail(throttle, str(number), HERE)
        throttle.reserve(str(number), THERE).release()
    assert wait(throttle, "new", HERE) == 300
    assert len(store) == 300
    clock.advance(seconds=300)
    assert len(store) == 0


class Slow(BrowserHasher):
    """Counts the guesses that it verifies, all of them at the same time."""

    def __init__(self) -> None:
        super().__init__(1)
        self.verified = 0
        self.lock = threading.Lock()
        self.go = threading.Event()

    def verify(self, stored: str, password: str) -> bool:
        with self.lock:
            self.verified += 1
        self.go.wait(10)
        return super().verify(stored, password)


def test_of_many_guesses_at_once_no_more_than_the_limit_are_verified(
    store: Store, clock: ManualClock
) -> None:
    hasher = Slow()
    log_in = Authenticator(Users("right", hasher), Throttle(store, clock))

    def guess(_: int) -> type[Exception]:
        with pytest.raises((ThrottledError, WrongCredentialsError)) as error:
            log_in.check("alice", "wrong", HERE)
        return error.type

    with ThreadPoolExecutor(40) as pool:
        guesses = [pool.submit(guess, number) for number in range(40)]
        threading.Timer(0.3, hasher.go.set).start()
        answers = [one.result() for one in guesses]
    assert hasher.verified == 10
    assert answers.count(WrongCredentialsError) == 10
    # The attacker still hammers. Alice is let in, except at the attacker's address.
    for number in range(20):
        log_in.check("alice", "right", f"198.51.100.{number}")
    with pytest.raises(ThrottledError):
        log_in.check("alice", "right", HERE)


def test_many_log_ins_at_once_succeed(store: Store, clock: ManualClock) -> None:
    hasher = Slow()
    log_in = Authenticator(Users("right", hasher), Throttle(store, clock))
    threading.Timer(0.3, hasher.go.set).start()
    with ThreadPoolExecutor(40) as pool:
        for one in [
            pool.submit(log_in.check, "alice", "right", HERE) for _ in range(40)
        ]:
            one.result()
    assert hasher.verified == 40


def test_a_log_in_waits_for_others_under_way_but_not_without_end(
    throttle: Throttle,
) -> None:
    others = [throttle.reserve("alice", HERE) for _ in range(3)]
    assert wait(throttle, "alice", HERE) == 1
    others[0].release()
    throttle.reserve("alice", HERE).release()


def test_an_attempt_that_never_ends_is_forgotten(clock: ManualClock) -> None:
    throttle = Throttle(MemoryStore(clock), clock, 1, patience=0)
    throttle.reserve("alice", HERE)
    assert wait(throttle, "alice", HERE) == 1
    clock.advance(seconds=30)
    throttle.reserve("alice", HERE).fail()
    assert wait(throttle, "alice", HERE) == 300


def test_what_is_throttled_counts_nowhere(throttle: Throttle, store: Store) -> None:
    fail(throttle, "alice", HERE, 3)
    for _ in range(10):
        wait(throttle, "alice", HERE)
    fail(throttle, "bob", HERE, 2)
    assert wait(throttle, "bob", HERE) > 0
    attempt = Attempt(throttle, "0.0 unique")
    assert attempt.enter("other", 1)
    attempt.release()
    assert store.members("other") == set()


def test_successes_are_never_counted(throttle: Throttle) -> None:
    log_in = Authenticator(Users("right", BrowserHasher(1)), throttle)
    for _ in range(20):
        log_in.check("alice", "right", HERE)
    for _ in range(3):
        with pytest.raises(WrongCredentialsError) as error:
            log_in.check("alice", "wrong", HERE)
        assert str(error.value) == "The user name or the password is wrong."
    with pytest.raises(ThrottledError):
        log_in.check("alice", "right", HERE)
    log_in.check("bob", "right", HERE)


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_what_one_client_controls(address: str, block: str) -> None:
    assert address_block(address) == block


def test_an_attacker_has_one_count_for_a_whole_network(throttle: Throttle) -> None:
    for number in range(3):
        fail(throttle, "alice", f"2001:db8::{number}")
    assert wait(throttle, "alice", "2001:db8::ffff") == 100
    throttle.reserve("alice", "2001:db8:0:1::").release()
    fail(throttle, "bob", "::ffff:192.0.2.1", 3)
    assert wait(throttle, "bob", "192.0.2.1") == 100
