"""Wrap the nine example servers of this guide, which are the last rows."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from hmac import compare_digest
from importlib import import_module
from typing import Any

import jwt

from examples.auth.users import NAMES, Users
from examples.libraries.adapter import LOGIN, Adapter, Route, Setting
from examples.servers.registry import ASGI, SERVERS
from examples.servers.settings import Settings
from examples.servers.wiring import make_dependencies

type Signer = Callable[[Mapping[str, Any], Mapping[str, Any]], str]


class QuickHasher:
    """A digest instead of Argon2id, for these runs alone."""

    name = "SHA-256"

    def hash(self, password: str) -> str:
        """Return a digest."""
        return sha256(password.encode()).hexdigest()

    def verify(self, stored: str, password: str) -> bool:
        """Return whether the digest is that of the password."""
        return compare_digest(stored, self.hash(password))


class Fixed:
    """Stand for users that a server cannot add, change or delete."""

    def add(self, name: str, password: str) -> None:
        """Do nothing: alice exists."""

    def set_password(self, name: str, password: str) -> None:
        """Refuse."""
        raise NotImplementedError("The demo servers do not change passwords")

    def disable(self, name: str) -> None:
        """Refuse."""
        raise NotImplementedError("The demo servers do not disable users")

    def delete(self, name: str) -> None:
        """Refuse."""
        raise NotImplementedError("The demo servers do not delete users")


def make(_setting: Setting, *, name: str, api: bool = False) -> Adapter:
    """Return a server: with `api`, the token side of a hybrid."""
    password = os.environ["DEMO_PASSWORD"]
    redis_url = os.environ.get("REDIS_URL")
    parts = make_dependencies(Settings(password, redis_url))
    # The attacks sign in hundreds of times: a slow hash would only cost time.
    users = Users(password, QuickHasher())
    parts = replace(parts, authenticator=replace(parts.authenticator, users=users))
    app = import_module(SERVERS[name]).make_app(parts)
    prefix = ""
    if name.endswith("hybrid"):
        prefix = "/api" if api else "/web"
    tokens = api or name.endswith("jwt")
    signer = jwt_signer(app) if tokens else None
    return Adapter(
        app=app,
        people=Fixed(),
        setting="as `make run-example` starts it, with its state in Redis",
        login=Route("POST", f"{prefix}/login", LOGIN.body),
        me=Route("GET", f"{prefix}/me"),
        cookie="" if tokens else "__Host-session",
        csrf_body=None if tokens else ("csrf_token", "X-CSRF-Token"),
        refresh_token="refresh_token" if tokens else "",
        refresh=Route("POST", f"{prefix}/token/refresh", {"refresh_token": "{refresh}"})
        if tokens
        else None,
        logout=Route(
            "POST", f"{prefix}/logout", {"refresh_token": "{refresh}"} if tokens else {}
        ),
        logout_all=Route("POST", f"{prefix}/logout-all"),
        cart=None if tokens else Route("POST", f"{prefix}/logout-all"),
        sign=signer,
        redis=True,
        user=NAMES[0],
    )


def jwt_signer(app: Any) -> Signer:
    """Return a function that signs any claims with the server's own key."""
    if hasattr(app, "state"):
        service = app.state.jwt
    elif hasattr(app, "extensions"):
        service = app.extensions["jwt"]
    else:
        from django.conf import settings

        service = settings.JWT_SERVICE
    keys = service.tokens.keys

    def sign(claims: Mapping[str, Any], header: Mapping[str, Any]) -> str:
        more = {name: value for name, value in header.items() if name != "alg"}
        key = keys.current()
        return jwt.encode(
            dict(claims), key.private, key.algorithm, more | {"kid": key.kid}
        )

    return sign


def is_asgi(name: str) -> bool:
    """Return whether a server is an ASGI application."""
    return name in ASGI
