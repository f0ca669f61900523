from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.signing_keys import SigningKey, new_signing_key
from examples.auth.store_protocol import Store
from examples.auth.token_errors import TokenRejectedError
from examples.oauth.bound_sessions import BoundSessions
from examples.oauth.key_proofs import public_members
from examples.stores.memory import MemoryStore


@pytest.fixture
def server(clock: ManualClock) -> BoundSessions:
    return BoundSessions(MemoryStore(clock))


@pytest.fixture
def key() -> SigningKey:
    return new_signing_key("ES256")


def proof(
    key: SigningKey, challenge: object, *, register: bool = False, **header: object
) -> str:
    jwk: dict[str, object] = {}
    if register:
        jwk = {"jwk": public_members(key.public_jwk())}
    headers = {"typ": "dbsc+jwt"} | jwk | header
    return jwt.encode({"jti": challenge}, key.private, "ES256", headers)


def start(server: BoundSessions, key: SigningKey) -> tuple[str, str]:
    return server.register("alice", proof(key, server.challenge(), register=True))


def test_register_and_refresh(
    server: BoundSessions, key: SigningKey, clock: ManualClock
) -> None:
    session, cookie = start(server, key)
    assert server.user_of(cookie) == "alice"
    clock.advance(seconds=600)
    assert server.user_of(cookie) is None
    cookie = server.refresh(session, proof(key, server.challenge(session)))
    assert server.user_of(cookie) == "alice"
    server.end(session)
    assert server.user_of(cookie) is None
    with pytest.raises(TokenRejectedError, match="has ended"):
        server.refresh(session, proof(key, server.challenge(session)))


def test_another_key_is_refused_even_if_it_comes_along(
    server: BoundSessions, key: SigningKey
) -> None:
    session, _ = start(server, key)
    thief = new_signing_key("ES256")
    for register in (False, True):
        sent = proof(thief, server.challenge(session), register=register)
        with pytest.raises(TokenRejectedError):
            server.refresh(session, sent)


def test_a_challenge_is_for_one_session_and_one_use(
    server: BoundSessions, key: SigningKey, clock: ManualClock
) -> None:
    session, _ = start(server, key)
    other, _ = start(server, key)
    used = server.challenge(session)
    server.refresh(session, proof(key, used))
    late = server.challenge(session)
    clock.advance(seconds=120)
    for challenge in (used, late, server.challenge(other), server.challenge(), "x", 1):
        with pytest.raises(TokenRejectedError):
            server.refresh(session, proof(key, challenge))


def test_of_many_answers_to_one_challenge_one_counts(
    store: Store, key: SigningKey
) -> None:
    server = BoundSessions(store)
    session, _ = start(server, key)
    sent = proof(key, server.challenge(session))

    def passes(_: int) -> bool:
        try:
            server.refresh(session, sent)
        except TokenRejectedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(passes, range(8))) == 1


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"jwk": None}])
def test_a_wrong_registration(
    server: BoundSessions, key: SigningKey, header: dict[str, object]
) -> None:
    sent = proof(key, server.challenge(), register=True, **header)
    with pytest.raises(TokenRejectedError):
        server.register("alice", sent)


def test_an_unsigned_registration_is_refused(server: BoundSessions) -> None:
    """The draft knows `none` for devices without a key store. Here it binds nothing."""
    claims = {"jti": server.challenge()}
    with pytest.raises(TokenRejectedError):
        server.register("alice", jwt.encode(claims, "", "none", {"typ": "dbsc+jwt"}))
