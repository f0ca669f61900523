"""Serve sessions in a cookie with Flask."""

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from examples.servers.flask_parts import NO_CONTENT, address, fields, new_app
from examples.servers.service_session import CLEARED, COOKIE, Listed, Me, SessionService
from examples.servers.wiring import Dependencies, make_dependencies, session_service

routes = Blueprint("sessions", __name__)


def service() -> SessionService:
    """Return the service of the app that answers the request."""
    found: SessionService = current_app.extensions["sessions"]
    return found


def cookie() -> str | None:
    """Return the session id in the cookie of the request."""
    return request.cookies.get(COOKIE)


# --8<-- [start:log_in]
@routes.post("/login")
def log_in() -> ResponseReturnValue:
    """Check the password, and start a session under a new id."""
    username, password = fields("username", "password")
    started = service().log_in(
        username,
        password,
        address=address(),
        headers=request.headers,
        cookie=cookie(),
    )
    return dict(started.body), {"Set-Cookie": started.set_cookie}


# --8<-- [end:log_in]


# --8<-- [start:me]
@routes.get("/me")
def me() -> Me:
    """Return the user of the session."""
    return service().me(cookie())


# --8<-- [end:me]


@routes.get("/sessions")
def list_sessions() -> list[Listed]:
    """List the user's sessions."""
    return service().list_all(cookie())


@routes.delete("/sessions/<handle>")
def end_session(handle: str) -> ResponseReturnValue:
    """End one session of the user."""
    service().end_one(cookie(), request.headers, handle)
    return NO_CONTENT


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> ResponseReturnValue:
    """Sign out: end this session."""
    service().log_out(cookie(), request.headers)
    return Response(status=204, headers={"Set-Cookie": CLEARED})


# --8<-- [end:log_out]


@routes.post("/logout-all")
def log_out_all() -> ResponseReturnValue:
    """Sign out everywhere: end every session of the user."""
    service().log_out_all(cookie(), request.headers)
    return Response(status=204, headers={"Set-Cookie": CLEARED})


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("Sessions", parts.settings.trusted_proxies)
    app.extensions["sessions"] = session_service(parts)
    app.register_blueprint(routes)
    return app


# --8<-- [end:make_app]
