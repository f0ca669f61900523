"""The fix for signed cookies: the server knows which version of them is good.

It asks the store at each request, as often as a server-side session does, and a
log-out ends all of the user's cookies. `flask_session.py` can end a single one.
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
    """Return the versions of this server's users."""
    found: TokenVersions = current_app.extensions["versions"]
    return found


# --8<-- [start:current_user]
def current_user() -> str:
    """Return whose cookie this is, if it was not ended since."""
    user: str = session.get("user", "")
    if not user or session["version"] != versions().current(user):
        raise NoSessionError(UNKNOWN)
    return user


# --8<-- [end:current_user]


@routes.post("/login")
def log_in() -> dict[str, str]:
    """Sign a cookie that says who the user is, and in which version."""
    user = check_password()
    session.clear()
    session.update(user=user, version=versions().current(user))
    return {"user": user}


@routes.get("/me")
def me() -> dict[str, str]:
    """Believe a cookie with our signature and the user's version."""
    return {"user": current_user()}


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> tuple[str, int]:
    """End each cookie of the user, wherever its copies are."""
    check_origin(request.headers)
    versions().raise_version(current_user())
    session.clear()
    return NO_CONTENT


# --8<-- [end:log_out]


def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; its parts are made from the environment unless given."""
    parts = parts or make_dependencies()
    app = signing_app(parts)
    app.extensions["versions"] = TokenVersions(parts.store)
    app.register_blueprint(routes)
    return app
