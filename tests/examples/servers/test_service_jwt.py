import pytest
from jwt.utils import base64url_decode, base64url_encode

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.revocation import Denylist
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.throttle import Throttle
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.users import Authenticator, Users
from examples.panel.browser_hasher import BrowserHasher
from examples.servers.service_jwt import JwtService, bearer_token
from examples.stores.memory import MemoryStore, Store

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def service_with(store: Store, clock: ManualClock, *names: str) -> JwtService:
    keys = KeyRing(lambda: new_signing_key("ES256"), clock)
    return JwtService(
        KeyPairTokens(keys, "i", "a", clock),
        RefreshTokens(store, clock),
        Authenticator(Users("pw", BrowserHasher(1), names), Throttle(store, clock)),
        Denylist(store, clock),
    )


@pytest.fixture
def service(clock: ManualClock) -> JwtService:
    return service_with(MemoryStore(clock), clock, "alice")


def twin_of(token: str) -> str:
    """Write an ES256 token in its second valid form, (r, n - s)."""
    start, _, signature = token.rpartition(".")
    raw = base64url_decode(signature)
    other = raw[:32] + (ORDER - int.from_bytes(raw[32:])).to_bytes(32)
    return f"{start}.{base64url_encode(other).decode()}"


def test_the_second_form_of_a_revoked_token_is_revoked(service: JwtService) -> None:
    token = service.log_in("alice", "pw", address="")["access_token"]
    twin = f"Bearer {twin_of(token)}"
    assert service.me(twin)["user"] == "alice"
    service.log_out(f"Bearer {token}")
    with pytest.raises(TokenRevokedError, match="was revoked"):
        service.me(twin)


def test_a_store_that_lost_its_memory_lets_nobody_pass(
    service: JwtService, clock: ManualClock
) -> None:
    token = service.log_in("alice", "pw", address="")["access_token"]
    service.log_out(f"Bearer {token}")
    empty = MemoryStore(clock)
    after = JwtService(
        service.tokens, RefreshTokens(empty), service.authenticator, Denylist(empty)
    )
    with pytest.raises(TokenRevokedError, match="The log-in of this token has ended"):
        after.me(f"Bearer {token}")


def test_a_user_who_is_gone_cannot_refresh(clock: ManualClock) -> None:
    store = MemoryStore(clock)
    pair = service_with(store, clock, "alice").log_in("alice", "pw", address="")
    later = service_with(store, clock, "bob")
    with pytest.raises(RefreshRefusedError) as error:
        later.refresh(pair["refresh_token"])
    assert str(error.value) == "The user of this refresh token was deleted."
    assert later.refresh_tokens.families.list_all("alice") == []


@pytest.mark.parametrize("header", ["Bearer a.b-_~+/==", "bearer  a.b-_~+/=="])
def test_bearer_token(header: str) -> None:
    assert bearer_token(header) == "a.b-_~+/=="


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic a", "Bearer a b", "Bearer a,b"]
)
def test_no_bearer_token(header: str | None) -> None:
    with pytest.raises(TokenRejectedError) as error:
        bearer_token(header)
    assert str(error.value) == "Send one header Authorization: Bearer <token>."
