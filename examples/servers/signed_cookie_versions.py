"""The fix for signed cookies: the server knows which version of them is valid.

It looks the version up on every request, as it would look up a server-side session.
A log-out ends all cookies of the user. `flask_session.py` can end a single one.
"""

from flask import Blueprint, Flask, current_app, request, session

from examples.auth.csrf import check_origin
from examples.auth.sessions import UNKNOWN, NoSessionError
from examples.auth.token_version import TokenVersions
from examples.servers.flask_parts import NO_CONTENT
from examples.servers.signed_cookie_replay import check_password, signing_app
from examples.servers.wiring import Dependencies, make_dependencies

routes = Blueprint("signed-cookie-versions", __name__)


def versions() -> TokenVersions:
    """Return the current version of each user's cookies."""
    found: TokenVersions = current_app.extensions["versions"]
    return found


# --8<-- [start:current_user]
def current_user() -> str:
    """Return the user of this cookie, unless a log-out has ended it."""
    user: str = session.get("user", "")
    if not user or session["version"] != versions().current(user):
        raise NoSessionError(UNKNOWN)
    return user


# --8<-- [end:current_user]


@routes.post("/login")
def log_in() -> dict[str, str]:
    """Sign a cookie with the user and the version."""
    user = check_password()
    session.clear()
    session.update(user=user, version=versions().current(user))
    return {"user": user}


@routes.get("/me")
def me() -> dict[str, str]:
    """Trust a cookie with our signature and the current version."""
    return {"user": current_user()}


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> tuple[str, int]:
    """End all cookies of the user, and every copy of them."""
    check_origin(request.headers)
    versions().raise_version(current_user())
    session.clear()
    return NO_CONTENT


# --8<-- [end:log_out]


def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; None takes its parts from the environment."""
    parts = parts or make_dependencies()
    app = signing_app(parts)
    app.extensions["versions"] = TokenVersions(parts.store)
    app.register_blueprint(routes)
    return app
