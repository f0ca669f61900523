"""An example server that believes everybody: what the others are compared with.

Its routes, its framework and the bytes of its answers are those of the server that
BARE names. Only the question who calls is answered without a look at the request.
"""

import os
import time
from importlib import import_module
from typing import Any

from examples.auth.csrf import csrf_token
from examples.servers.registry import SERVERS
from examples.servers.service_jwt import Holder, JwtService
from examples.servers.service_session import Me, SessionService

SESSION = Me(user="alice", csrf_token=csrf_token("nobody"))
HOLDER = Holder(user="alice", exp=int(time.time()) + 900)


def me_by_cookie(self: SessionService, cookie: str | None) -> Me:  # noqa: ARG001
    """Stand in for the look-up of a session."""
    return SESSION


def me_by_token(self: JwtService, authorization: str | None) -> Holder:  # noqa: ARG001
    """Stand in for the verification of a token."""
    return HOLDER


def make_app() -> Any:  # noqa: ANN401 - ASGI or WSGI
    """Return the app of the server that BARE names."""
    SessionService.me = me_by_cookie  # type: ignore[method-assign]
    JwtService.me = me_by_token  # type: ignore[method-assign]
    module: Any = import_module(SERVERS[os.environ["BARE"]])
    if hasattr(module, "user_of"):
        # Django's own sessions: what its view asks for user and CSRF token.
        module.user_of = lambda _: SESSION["user"]
        module.get_token = lambda _: "0" * 64
    return module.make_app()
