"""A warning: Flask keeps its session in the cookie, so a log-out ends no copy of it.

The signature is sound, and the cookie has the same attributes as those of the other
servers. A thief who copied it is still logged in after the log-out, until the cookie
expires. `signed_cookie_versions.py` is the same server with the fix.
"""

import secrets

from flask import Blueprint, Flask, current_app, request, session

from examples.auth.csrf import check_origin
from examples.auth.sessions import NoSessionError
from examples.auth.users import Authenticator
from examples.servers.flask_parts import NO_CONTENT, address, fields, new_app
from examples.servers.service_session import COOKIE
from examples.servers.wiring import Dependencies, make_dependencies

LIFETIME = 28800
"""Seconds for which Flask accepts a cookie after it was signed."""

routes = Blueprint("signed-cookie-replay", __name__)


def check_password() -> str:
    """Return the user who sent this request, if the password is right."""
    check_origin(request.headers)
    authenticator: Authenticator = current_app.extensions["log_ins"]
    username, password = fields("username", "password")
    authenticator.check(username, password, address())
    return username


@routes.post("/login")
def log_in() -> dict[str, str]:
    """Sign a cookie that names the user."""
    user = check_password()
    session.clear()
    session["user"] = user
    return {"user": user}


@routes.get("/me")
def me() -> dict[str, str]:
    """Trust any cookie with our signature."""
    if "user" not in session:
        raise NoSessionError("The cookie is missing, forged or expired: log in.")
    return {"user": session["user"]}


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> tuple[str, int]:
    """Ask this browser to delete its copy; other copies stay valid."""
    check_origin(request.headers)
    session.clear()
    return NO_CONTENT


# --8<-- [end:log_out]


def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; None takes its parts from the environment."""
    app = signing_app(parts or make_dependencies())
    app.register_blueprint(routes)
    return app


def signing_app(parts: Dependencies) -> Flask:
    """Return an app without routes, whose cookies end with its process."""
    app = new_app("Signed cookie", parts.settings.trusted_proxies)
    app.secret_key = secrets.token_bytes(32)
    app.extensions["log_ins"] = parts.authenticator
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
    return app
