"""Run an example server without authentication, as the baseline for the others.

The environment variable BARE names the server. Routes, framework and the size of the
answers stay the same, but every request counts as one from alice.
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
        # Django's view gets the user and the CSRF token from these two functions.
        module.user_of = lambda _: SESSION["user"]
        module.get_token = lambda _: "0" * 64
    return module.make_app()
