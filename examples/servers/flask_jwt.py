"""Serve access and refresh tokens with Flask."""

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from examples.servers.flask_parts import NO_CONTENT, address, fields, new_app
from examples.servers.service_jwt import Holder, JwtService, Pair
from examples.servers.service_session import Listed
from examples.servers.wiring import Dependencies, jwt_service, make_dependencies

routes = Blueprint("jwt", __name__)


def service() -> JwtService:
    """Return the service of the app that answers the request."""
    found: JwtService = current_app.extensions["jwt"]
    return found


def authorization() -> str | None:
    """Return the Authorization header; the WSGI server joins several by commas."""
    return request.headers.get("Authorization")


# --8<-- [start:log_in]
@routes.post("/login")
def log_in() -> Pair:
    """Check the password, and issue the first pair of tokens."""
    username, password = fields("username", "password")
    return service().log_in(username, password, address=address())


# --8<-- [end:log_in]


# --8<-- [start:refresh]
@routes.post("/token/refresh")
def refresh() -> Pair:
    """Exchange a refresh token, which works once, for a new pair."""
    (token,) = fields("refresh_token")
    return service().refresh(token)


# --8<-- [end:refresh]


@routes.get("/.well-known/jwks.json")
def jwks() -> ResponseReturnValue:
    """Publish the public keys (RFC 7517 section 5)."""
    keys = service().tokens.keys.jwks()
    return dict(keys), {"Cache-Control": "public, max-age=300"}


# --8<-- [start:me]
@routes.get("/me")
def me() -> Holder:
    """Return the user of the access token."""
    return service().me(authorization())


# --8<-- [end:me]


@routes.get("/sessions")
def list_sessions() -> list[Listed]:
    """List the user's log-ins."""
    return service().list_all(authorization())


@routes.delete("/sessions/<handle>")
def end_session(handle: str) -> ResponseReturnValue:
    """Revoke one log-in of the user."""
    service().end_one(authorization(), handle)
    return NO_CONTENT


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> ResponseReturnValue:
    """Sign out: revoke the tokens of this log-in."""
    service().log_out(authorization())
    return NO_CONTENT


# --8<-- [end:log_out]


@routes.post("/logout-all")
def log_out_all() -> ResponseReturnValue:
    """Sign out everywhere: revoke every log-in of the user."""
    service().log_out_all(authorization())
    return NO_CONTENT


def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("JWT", parts.settings.trusted_proxies)
    app.extensions["jwt"] = jwt_service(parts)
    app.register_blueprint(routes)
    return app
