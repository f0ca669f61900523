"""Opaque tokens in a header: a random id for apps, looked up on every request.

The token is a session's id that travels in `Authorization` (RFC 6750), so a log-out
ends it at once and no cookie needs protection. A service that cannot reach the store
asks `/introspect` (RFC 7662); give it the key of INTROSPECTION_KEY.

    INTROSPECTION_KEY=… make run-example NAME=opaque PORT=8001
"""

import hmac
import os
import secrets
from typing import TypedDict

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from examples.auth.sessions import NoSessionError, Session, Sessions
from examples.auth.users import Authenticator, WrongCredentialsError
from examples.servers.everywhere import OPAQUE, Everywhere
from examples.servers.flask_parts import NO_CONTENT, address, fields, new_app
from examples.servers.problems import CHALLENGE, ProblemError
from examples.servers.service_jwt import bearer_token
from examples.servers.wiring import Dependencies, make_dependencies

routes = Blueprint("opaque", __name__)


class Issued(TypedDict):
    """An answer with a token (RFC 6749 section 5.1); `expires_in` is in seconds."""

    access_token: str
    token_type: str
    expires_in: int


def tokens() -> Sessions:
    """Return the tokens, which are sessions of their own kind."""
    found: Sessions = current_app.extensions["tokens"]
    return found


def authenticator() -> Authenticator:
    """Return what checks names and passwords."""
    found: Authenticator = current_app.extensions["authenticator"]
    return found


# --8<-- [start:current]
def current() -> Session:
    """Return the session of the request's token, asking the store every time.

    Raises:
        ProblemError: 401 for a token that is not valid (RFC 6750 section 3).
        TokenError: there is not exactly one token in the header.

    """
    token = bearer_token(request.headers.get("Authorization"))
    try:
        return tokens().find(token)
    except NoSessionError as error:
        raise ProblemError(401, str(error), CHALLENGE) from error


# --8<-- [end:current]


@routes.post("/login")
def log_in() -> ResponseReturnValue:
    """Check the password, and issue a token."""
    username, password = fields("username", "password")
    try:
        authenticator().check(username, password, address())
    except WrongCredentialsError as error:
        raise ProblemError(401, str(error), CHALLENGE) from error
    issued = Issued(
        access_token=tokens().start(username),
        token_type="Bearer",  # noqa: S106
        expires_in=int(tokens().absolute),
    )
    return jsonify(issued)


@routes.get("/me")
def me() -> dict[str, str]:
    """Return the user of the token."""
    return {"user": current().user}


@routes.post("/logout")
def log_out() -> tuple[str, int]:
    """Sign out: refuse the next request with this token."""
    session = current()
    tokens().end_one(session.user, session.handle)
    return NO_CONTENT


@routes.post("/logout-all")
def log_out_all() -> tuple[str, int]:
    """Sign out everywhere: end each log-in of the user, this one last."""
    session = current()
    Everywhere(tokens().store).end_all(session.user, keep=session.handle)
    tokens().end_one(session.user, session.handle)
    return NO_CONTENT


# --8<-- [start:introspect]
@routes.post("/introspect")
def introspect() -> Response:
    """Tell a service whether a token is active (RFC 7662 section 2).

    The endpoint needs a key, or anyone could try tokens out (section 2.1).
    """
    key = bearer_token(request.headers.get("Authorization"))
    wanted: str = current_app.config["INTROSPECTION_KEY"]
    if not hmac.compare_digest(key.encode(), wanted.encode()):
        raise ProblemError(401, "Check the key for introspection.", CHALLENGE)
    try:
        session = tokens().find(request.form.get("token", ""))
    except NoSessionError:
        return jsonify(active=False)
    ends = int(session.created + tokens().absolute)
    return jsonify(active=True, sub=session.user, exp=ends)


# --8<-- [end:introspect]


def make_app(parts: Dependencies | None = None, key: str = "") -> Flask:
    """Return the app.

    Args:
        parts: Dependencies; None makes them from the environment.
        key: str, what services show to introspect; without one, that of
            INTROSPECTION_KEY, and without that nobody can.

    """
    parts = parts or make_dependencies()
    app = new_app("Opaque tokens", parts.settings.trusted_proxies)
    app.extensions["tokens"] = Sessions(parts.store, parts.clock, kind=OPAQUE)
    app.extensions["authenticator"] = parts.authenticator
    key = key or os.environ.get("INTROSPECTION_KEY") or secrets.token_urlsafe(32)
    app.config["INTROSPECTION_KEY"] = key
    app.register_blueprint(routes)
    return app
