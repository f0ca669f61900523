"""Signing keys rotate and tokens expire while requests go on."""

import jwt
import pytest
from django.core.handlers.wsgi import WSGIHandler

from examples.auth.clock import ManualClock
from examples.servers.settings import Settings
from examples.servers.wiring import Dependencies, make_dependencies
from examples.stores.memory import MemoryStore
from tests.examples.servers.in_process import FRAMEWORKS, hybrid
from tests.examples.servers.running import PASSWORD
from tests.examples.servers.users import JwtUser, assert_problem

SETTINGS = Settings(PASSWORD, jwt_lifetime=200, key_period=100)


def kid_of(token: str) -> str:
    kid: str = jwt.get_unverified_header(token)["kid"]
    return kid


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_request_fails_when_keys_rotate(
    framework: str, clock: ManualClock, django_project: WSGIHandler
) -> None:
    authenticator = make_dependencies(SETTINGS).authenticator
    parts = Dependencies(SETTINGS, MemoryStore(clock), authenticator, clock)
    published: set[str] = set()
    with hybrid(framework, parts, django_project) as http:
        user = JwtUser(http, "/api")
        user.log_in()
        first, used = user.access, {kid_of(user.access)}
        for _ in range(12):
            keys = user.ask("GET", "/.well-known/jwks.json").json()["keys"]
            published |= {key["kid"] for key in keys}
            before = user.access
            clock.advance(seconds=25)
            user.refresh()
            used.add(kid_of(user.access))
            # A verifier that fetched the keys before the rotation knows the new one.
            assert used <= published
            for token in (before, user.access):
                assert user.call("GET", "/me", token).status_code == 200
        assert len(used) == 4
        answer = user.call("GET", "/me", first)
        assert_problem(answer, 401)
        assert "expired" in answer.json()["detail"]
