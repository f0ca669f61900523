"""A first-party login relay: the browser has a cookie, this server has the tokens.

It passes the user's password on to a JWT server of your own. A backend that signs in
at an identity provider must not do this: RFC 9700 §2.4 forbids the password grant,
and `examples/servers/bff.py` uses the code flow instead. Take the relay only where
one party runs the browser application, this server and the API, and no provider.

It sees every user at this server's address, so tell the API to trust the
X-Forwarded-For of this server alone:

    TRUSTED_PROXIES=127.0.0.1 make run-example NAME=fastapi-jwt PORT=8000
    make run-example NAME=login-relay PORT=8001
"""

from contextlib import suppress
from http import HTTPStatus

import httpx
from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from examples.auth.csrf import check_origin, csrf_token
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.auth.throttle import Throttle
from examples.servers.bff_tokens import ENDED, BffTokens, send
from examples.servers.flask_parts import address, fields, new_app
from examples.servers.problems import ProblemError
from examples.servers.service_jwt import Pair
from examples.servers.service_session import (
    CLEARED,
    COOKIE,
    Me,
    SessionGate,
    set_cookie,
)
from examples.servers.settings import Settings, read_settings
from examples.servers.wiring import make_store

TIMEOUT = 5.0
"""Seconds to wait for the API; less than the lease of a refresh."""

routes = Blueprint("login_relay", __name__)


def gate() -> SessionGate:
    """Return the gate that finds the session of a request."""
    found: SessionGate = current_app.extensions["gate"]
    return found


def tokens() -> BffTokens:
    """Return the tokens of all sessions."""
    found: BffTokens = current_app.extensions["tokens"]
    return found


def throttle() -> Throttle:
    """Return the throttle of log-ins."""
    found: Throttle = current_app.extensions["throttle"]
    return found


def session_of_request() -> Session:
    """Return the session; a request that changes state needs the CSRF token."""
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
    pair = log_in_at_api(username, password)
    with suppress(NoSessionError):
        end(gate().find(request.cookies.get(COOKIE)))
    session_id = gate().sessions.start(username)
    tokens().keep(hash_of(session_id), pair)
    me = Me(user=username, csrf_token=csrf_token(session_id))
    return dict(me), {"Set-Cookie": set_cookie(session_id)}


# --8<-- [end:log_in]


# --8<-- [start:log_in_at_api]
def log_in_at_api(username: str, password: str) -> Pair:
    """Return the API's tokens; limit failures by the browser's address."""
    attempt = throttle().reserve(username, address())
    body = {"username": username, "password": password}
    try:
        answer = ask("POST", "/login", json=body)
    except ProblemError:
        attempt.release()
        raise
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        attempt.fail()
    else:
        attempt.release()
    if answer.is_error:
        wait = {k: v for k, v in answer.headers.items() if k == "retry-after"}
        raise ProblemError(answer.status_code, answer.json()["detail"], wait)
    pair: Pair = answer.json()
    return pair


# --8<-- [end:log_in_at_api]


@routes.get("/api/<any('me', 'sessions'):name>")
def call_api(name: str) -> Response:
    """Pass the request on, with the token that the browser never sees."""
    answer = call(session_of_request(), "GET", f"/{name}")
    kind = answer.headers.get("Content-Type")
    return Response(answer.content, answer.status_code, content_type=kind)


@routes.post("/logout")
def log_out() -> Response:
    """End the session, whether or not the API answers."""
    end(session_of_request())
    return Response(status=204, headers={"Set-Cookie": CLEARED})


# --8<-- [start:log_out_all]
@routes.post("/api/logout-all")
def log_out_all() -> Response:
    """End the user's sessions in every browser, and each log-in at the API."""
    session = session_of_request()
    for other in gate().sessions.list_all(session.user):
        if other.handle != session.handle:
            forget(other)
    # This session last: if the API does not answer, the user can try again.
    call(session, "POST", "/logout-all")
    forget(session)
    return Response(status=204, headers={"Set-Cookie": CLEARED})


# --8<-- [end:log_out_all]


# --8<-- [start:call]
def call(session: Session, method: str, path: str) -> httpx.Response:
    """Return the API's answer to a request with the session's access token.

    Raises:
        NoSessionError: the API refuses the tokens, so the session has ended.
        ProblemError: 503, the API does not answer.

    """
    try:
        bearer = f"Bearer {tokens().access_token(session.handle)}"
        answer = ask(method, path, headers={"Authorization": bearer})
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            raise NoSessionError(ENDED)
    except NoSessionError:
        forget(session)
        raise
    return answer


# --8<-- [end:call]


def ask(
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    json: dict[str, str] | None = None,
) -> httpx.Response:
    """Return the API's answer; tell the API the address of the browser."""
    forwarded = (headers or {}) | {"X-Forwarded-For": address()}
    return send(tokens().api, method, path, headers=forwarded, json=json)


def end(session: Session) -> None:
    """End the session here, even if the API does not answer, then at the API."""
    gate().sessions.end_one(session.user, session.handle)
    with suppress(NoSessionError, ProblemError):
        call(session, "POST", "/logout")
    forget(session)


def forget(session: Session) -> None:
    """Delete the tokens of the session, then the session."""
    tokens().drop(session.handle)
    gate().sessions.end_one(session.user, session.handle)


def make_app(
    held: BffTokens | None = None, trusted_proxies: frozenset[str] = frozenset()
) -> Flask:
    """Return the app.

    Args:
        held: BffTokens; None makes them, and all else, from the environment.
        trusted_proxies: frozenset[str], addresses of proxies in front of this server.

    """
    if held is None:
        settings = read_settings()
        held, trusted_proxies = make_bff_tokens(settings), settings.trusted_proxies
    app = new_app("login relay", trusted_proxies)
    app.extensions["tokens"] = held
    app.extensions["throttle"] = Throttle(held.store, held.clock)
    app.extensions["gate"] = SessionGate(Sessions(held.store, held.clock))
    app.register_blueprint(routes)
    return app


def make_bff_tokens(settings: Settings) -> BffTokens:
    """Return the tokens of all sessions, kept in the store of the settings."""
    api = httpx.Client(base_url=settings.api_url, timeout=TIMEOUT)
    return BffTokens(make_store(settings), api)
