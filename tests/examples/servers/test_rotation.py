"""Signing keys rotate, and tokens expire, while requests go on."""

import time
from pathlib import Path

import jwt
import pytest

from examples.servers.registry import SERVERS
from tests.examples.servers.running import running
from tests.examples.servers.users import JwtUser, assert_problem


@pytest.mark.parametrize("name", [n for n in SERVERS if n.endswith("jwt")])
def test_no_request_fails_when_keys_rotate(name: str, tmp_path: Path) -> None:
    kids: set[str] = set()
    published: set[str] = set()
    with running(name, tmp_path / "log", KEY_PERIOD="1", JWT_LIFETIME="2") as http:
        user = JwtUser(http, "")
        user.log_in()
        first, start = user.access, time.monotonic()
        while len(kids) < 3:
            assert time.monotonic() < start + 10
            keys = user.ask("GET", "/.well-known/jwks.json").json()["keys"]
            published |= {key["kid"] for key in keys}
            before = user.access
            user.refresh()
            # Published before it signs; and the old token goes on.
            kids.add(jwt.get_unverified_header(user.access)["kid"])
            assert kids <= published
            for token in (before, user.access):
                assert user.call("GET", "/me", token).status_code == 200
        expired = jwt.decode(first, options={"verify_signature": False})["exp"]
        time.sleep(max(0, expired - time.time()))
        answer = user.call("GET", "/me", first)
        assert_problem(answer, 401)
        assert "expired" in answer.json()["detail"]
