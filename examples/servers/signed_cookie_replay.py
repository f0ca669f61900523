"""A warning: Flask's own session is the cookie itself, so a log-out ends nothing.

Its signature is sound and its attributes are those of the other servers. And yet
whoever copied the cookie is still logged in after the log-out, until it is too old.
`signed_cookie_versions.py` is the same server with the fix.
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
    """Return the user who sent the right password."""
    check_origin(request.headers)
    authenticator: Authenticator = current_app.extensions["log_ins"]
    username, password = fields("username", "password")
    authenticator.check(username, password, address())
    return username


@routes.post("/login")
def log_in() -> dict[str, str]:
    """Sign a cookie that says who the user is."""
    user = check_password()
    session.clear()
    session["user"] = user
    return {"user": user}


@routes.get("/me")
def me() -> dict[str, str]:
    """Believe any cookie with our signature."""
    if "user" not in session:
        raise NoSessionError("The cookie is missing, forged or too old: log in.")
    return {"user": session["user"]}


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> tuple[str, int]:
    """Ask this browser to delete its copy: nobody else hears of it."""
    check_origin(request.headers)
    session.clear()
    return NO_CONTENT


# --8<-- [end:log_out]


def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; its parts are made from the environment unless given."""
    app = signing_app(parts or make_dependencies())
    app.register_blueprint(routes)
    return app


def signing_app(parts: Dependencies) -> Flask:
    """Return an app without routes; a restart ends the cookies it signed."""
    app = new_app("Signed cookie")
    app.secret_key = secrets.token_bytes(32)
    app.extensions["log_ins"] = parts.authenticator
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
    return app
