"""A backend for a frontend: the browser has a cookie, this server has the tokens.

A script in the page, the attacker's too, finds no token to steal (OAuth 2.0 for
Browser-Based Applications, "Backend For Frontend"). Start a JWT server at API_URL:

    make run-example NAME=fastapi-jwt
    make run-example NAME=bff PORT=8001
"""

from contextlib import suppress
from http import HTTPStatus

import httpx
from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from examples.auth.csrf import check_origin, csrf_token
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.servers.bff_tokens import ENDED, BffTokens, send
from examples.servers.flask_parts import fields, new_app
from examples.servers.problems import ProblemError
from examples.servers.service_session import (
    CLEARED,
    COOKIE,
    Me,
    SessionGate,
    set_cookie,
)
from examples.servers.settings import read_settings
from examples.servers.wiring import make_store

TIMEOUT = 5.0
"""Seconds to wait for the API; less than the lease of a refresh."""

routes = Blueprint("bff", __name__)


def gate() -> SessionGate:
    """Return what lets requests with a session pass."""
    found: SessionGate = current_app.extensions["gate"]
    return found


def tokens() -> BffTokens:
    """Return the tokens of all sessions."""
    found: BffTokens = current_app.extensions["tokens"]
    return found


def session_of_request() -> Session:
    """Return the session; what changes state needs the CSRF token too."""
    cookie = request.cookies.get(COOKIE)
    if request.method == "GET":
        return gate().find(cookie)
    return gate().find_to_change(cookie, request.headers)


# --8<-- [start:log_in]
@routes.post("/login")
def log_in() -> ResponseReturnValue:
    """Log in at the API, keep its tokens, and give the browser a session."""
    check_origin(request.headers)
    username, password = fields("username", "password")
    body = {"username": username, "password": password}
    answer = send(tokens().api, "POST", "/login", json=body)
    if answer.is_error:
        wait = {k: v for k, v in answer.headers.items() if k == "retry-after"}
        raise ProblemError(answer.status_code, answer.json()["detail"], wait)
    with suppress(NoSessionError):
        end(gate().find(request.cookies.get(COOKIE)))
    session_id = gate().sessions.start(username)
    tokens().keep(hash_of(session_id), answer.json())
    me = Me(user=username, csrf_token=csrf_token(session_id))
    return dict(me), {"Set-Cookie": set_cookie(session_id)}


# --8<-- [end:log_in]


@routes.get("/api/<any('me', 'sessions'):name>")
@routes.post("/api/<any('logout-all'):name>")
def call_api(name: str) -> Response:
    """Send the request on with the token that the browser never sees."""
    session = session_of_request()
    try:
        answer = call(session, request.method, f"/{name}")
    except NoSessionError:
        end(session)
        raise
    kind = answer.headers.get("Content-Type")
    return Response(answer.content, answer.status_code, content_type=kind)


@routes.post("/logout")
def log_out() -> Response:
    """End the session, whether or not the API answers."""
    end(session_of_request())
    return Response(status=204, headers={"Set-Cookie": CLEARED})


# --8<-- [start:call]
def call(session: Session, method: str, path: str) -> httpx.Response:
    """Return the API's answer to a request with the session's access token.

    Raises:
        NoSessionError: the API does not take its tokens any more.
        ProblemError: 503, the API does not answer.

    """
    bearer = f"Bearer {tokens().access_token(session.handle)}"
    answer = send(tokens().api, method, path, headers={"Authorization": bearer})
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise NoSessionError(ENDED)
    return answer


# --8<-- [end:call]


def end(session: Session) -> None:
    """End the session here, whatever happens there, then the API's log-in."""
    gate().sessions.end_one(session.user, session.handle)
    with suppress(NoSessionError, ProblemError):
        call(session, "POST", "/logout")
    tokens().drop(session.handle)


def make_app(held: BffTokens | None = None) -> Flask:
    """Return the app; its parts are made from the environment unless given."""
    held = held or make_bff_tokens()
    app = new_app("BFF")
    app.extensions["tokens"] = held
    app.extensions["gate"] = SessionGate(Sessions(held.store, held.clock))
    app.register_blueprint(routes)
    return app


def make_bff_tokens() -> BffTokens:
    """Return the tokens' keeper that the environment describes."""
    settings = read_settings()
    api = httpx.Client(base_url=settings.api_url, timeout=TIMEOUT)
    return BffTokens(make_store(settings), api)
