"""A backend for the front end: it signs in with OpenID Connect and keeps the tokens.

The browser has a session cookie. A script in the page, an attacker's too, finds no
token to steal (RFC 10017, BCP 212). Start the identity provider and the API first:

    export CLIENT_SECRET=$(openssl rand -hex 32)
    make run-example NAME=identity-provider PORT=8100
    make run-example NAME=resource-server PORT=8101
    make run-example NAME=bff PORT=8102
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

import httpx
from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from examples.auth.csrf import csrf_token
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.auth.token_errors import TokenError
from examples.auth.tokens import Claims
from examples.oauth.sign_in import SignInError
from examples.oauth.step_up import StepUp, StepUpRequiredError
from examples.servers.bff_tokens import ENDED, send
from examples.servers.flask_parts import answer, new_app
from examples.servers.oidc_client import Connection, Login, Logins, OidcTokens
from examples.servers.oidc_settings import CLIENT_ID, read_oidc_settings
from examples.servers.problems import ProblemError
from examples.servers.service_jwt import Pair
from examples.servers.service_session import (
    SessionGate,
    listed,
    no_such_session,
)
from examples.servers.settings import read_settings
from examples.servers.wiring import make_store

COOKIE = "__Host-session"
# Strict, as RFC 10017 recommends: no request that begins on another site brings it.
ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict"
# Lax, because the provider is another site and sends the browser back.
LOGIN_COOKIE = "__Host-login"
LOGIN_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
TIMEOUT = 5.0
"""Seconds to wait for the API or the provider; less than the lease of a refresh."""
RECENT = 300
"""Seconds: a log-in may be this old for an action that ends other sessions."""
PATHS = {"orders": "/orders"}
"""The only requests that are passed on to the API (RFC 10017, "Proxy Restrictions")."""

routes = Blueprint("bff", __name__)


@dataclass(frozen=True)
class Backend:
    """What the routes share.

    Args:
        gate: finds the session of a request.
        tokens: the tokens of all sessions.
        logins: the log-ins of all sessions.

    """

    gate: SessionGate
    tokens: OidcTokens
    logins: Logins

    def start(self, claims: Claims, pair: Pair, id_token: str) -> str:
        """Start a session for the user of an ID token; return its id."""
        session_id = self.gate.sessions.start(claims["sub"])
        handle, sid = hash_of(session_id), str(claims.get("sid", ""))
        login = Login(sid, float(claims.get("auth_time", 0)), id_token)
        self.logins.keep(handle, login)
        self.tokens.keep(handle, pair)
        return session_id

    def end(self, session: Session) -> None:
        """End a session and forget its tokens; revoke them at the provider."""
        refresh = self.tokens.refresh_token(session.handle)
        self.gate.sessions.end_one(session.user, session.handle)
        self.tokens.drop(session.handle)
        self.logins.drop(session.handle)
        if refresh:
            with suppress(ProblemError, SignInError):
                self.tokens.connection.client().revoke(refresh)


def backend() -> Backend:
    """Return what the routes share."""
    found: Backend = current_app.extensions["backend"]
    return found


def session_of_request() -> Session:
    """Return the session; a request that changes state needs the CSRF token."""
    cookie = request.cookies.get(COOKIE)
    if request.method == "GET":
        return backend().gate.find(cookie)
    return backend().gate.find_to_change(cookie, request.headers)


def login_cookie(value: str) -> str:
    """Return the value of the Set-Cookie header that marks the browser."""
    return f"{LOGIN_COOKIE}={value}; {LOGIN_ATTRIBUTES}"


# --8<-- [start:log_in]
@routes.get("/login")
def log_in() -> ResponseReturnValue:
    """Send the browser to the provider; `?fresh` demands the password again."""
    browser = request.cookies.get(LOGIN_COOKIE) or secrets.token_urlsafe(32)
    sign_in = backend().tokens.connection.client().sign_in
    age = 0 if "fresh" in request.args else None
    # A strict cookie is missing when the browser comes back from another site.
    # So the session that the log-in replaces is noted now.
    cookie = request.cookies.get(COOKIE, "")
    then = request.args.get("then", "/")
    there = redirect(sign_in.begin(browser, then, age, hash_of(cookie)))
    there.headers["Set-Cookie"] = login_cookie(browser)
    return there


# --8<-- [end:log_in]


# --8<-- [start:callback]
@routes.get("/callback")
def call_back() -> ResponseReturnValue:
    """Exchange the code, keep the tokens, and start a new session."""
    client = backend().tokens.connection.client()
    browser = request.cookies.get(LOGIN_COOKIE, "")
    code, attempt = client.sign_in.finish(request.args, browser)
    pair, id_token, claims = client.redeem(code, attempt)
    replaced = backend().gate.sessions.peek(attempt.session)
    if replaced is not None:
        backend().end(replaced)
    session_id = backend().start(claims, pair, id_token)
    home = redirect(attempt.then, HTTPStatus.SEE_OTHER)
    home.headers.add("Set-Cookie", f"{COOKIE}={session_id}; {ATTRIBUTES}")
    home.headers.add("Set-Cookie", f"{login_cookie('')}; Max-Age=0")
    return home


# --8<-- [end:callback]


@routes.get("/me")
def me() -> dict[str, object]:
    """Return the user, the CSRF token, and when the user logged in."""
    session = session_of_request()
    login = backend().logins.find(session.handle)
    csrf = csrf_token(request.cookies[COOKIE])
    return {"user": session.user, "csrf_token": csrf, "auth_time": login.auth_time}


@routes.get("/api/<any('orders'):name>")
def call_api(name: str) -> Response:
    """Pass the request on, with the token that the browser never sees."""
    session = session_of_request()
    try:
        bearer = f"Bearer {backend().tokens.access_token(session.handle)}"
    except NoSessionError:
        backend().end(session)
        raise
    headers = {"Authorization": bearer}
    given = send(backend().tokens.api, "GET", PATHS[name], headers=headers)
    if given.status_code == HTTPStatus.UNAUTHORIZED:
        backend().end(session)
        raise NoSessionError(ENDED)
    kind = given.headers.get("Content-Type")
    return Response(given.content, given.status_code, content_type=kind)


# --8<-- [start:log_out]
@routes.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session here, and return where to end it at the provider."""
    session = session_of_request()
    login = backend().logins.find(session.handle)
    backend().end(session)
    connection = backend().tokens.connection
    query = {
        "client_id": CLIENT_ID,
        "id_token_hint": login.id_token,
        "post_logout_redirect_uri": connection.settings.after_logout,
    }
    address = connection.client().provider.end_session_endpoint
    body = {"continue_at": f"{address}?{urlencode(query)}"}
    return body, {"Set-Cookie": f"{COOKIE}=; {ATTRIBUTES}; Max-Age=0"}


# --8<-- [end:log_out]


# --8<-- [start:backchannel]
@routes.post("/backchannel-logout")
def backchannel_logout() -> ResponseReturnValue:
    """End the sessions that the provider names (Back-Channel Logout §2.7)."""
    logouts = backend().tokens.connection.client().logouts
    try:
        out = logouts.verify(request.form.get("logout_token", ""))
    except TokenError as error:
        raise ProblemError(400, str(error)) from error
    sessions = backend().gate.sessions
    if out.session is None:
        named = {one.handle for one in sessions.list_all(str(out.subject))}
    else:
        named = backend().logins.handles(out.session)
    for handle in named:
        session = sessions.peek(handle)
        if session is not None and out.subject in (None, session.user):
            backend().end(session)
    logouts.done(out)
    return "", HTTPStatus.OK


# --8<-- [end:backchannel]


@routes.get("/sessions")
def list_sessions() -> ResponseReturnValue:
    """Return the user's sessions at this backend."""
    session = session_of_request()
    found = backend().gate.sessions.list_all(session.user)
    return [dict(one) for one in listed(found, session.handle)]


# --8<-- [start:step_up]
def recent_session() -> Session:
    """Return the session, if the user proved who they are a short time ago.

    ASVS v5.0.0-7.5.2 asks for this before a user ends other sessions. Otherwise
    a thief with a stolen cookie could log the owner out.
    """
    session = session_of_request()
    login = backend().logins.find(session.handle)
    needed = StepUp(max_age=RECENT, clock=backend().tokens.clock)
    needed.check({"auth_time": login.auth_time})
    return session


# --8<-- [end:step_up]


@routes.delete("/sessions/<handle>")
def end_session(handle: str) -> ResponseReturnValue:
    """End one of the user's sessions, after a recent log-in."""
    user = recent_session().user
    found = backend().gate.sessions.peek(handle)
    if found is None or found.user != user:
        raise no_such_session()
    backend().end(found)
    return "", HTTPStatus.NO_CONTENT


@routes.get("/")
@routes.get("/signed-out")
def page() -> dict[str, str]:
    """Stand in for the front end, which a real server would serve here."""
    return {"page": request.path}


def refuse_step_up(error: StepUpRequiredError) -> Response:
    """Answer 401, and say where to log in again."""
    detail = f"{error} Go to /login?fresh, and repeat the request."
    header = {"WWW-Authenticate": error.challenge("Session")}
    return answer(ProblemError(401, detail, header))


def refuse_sign_in(error: SignInError) -> Response:
    """Answer 400: the user can begin again at /login."""
    return answer(ProblemError(400, str(error)))


def make_app(
    made: Backend | None = None, trusted_proxies: frozenset[str] = frozenset()
) -> Flask:
    """Return the app.

    Args:
        made: what the routes share; None makes it from the environment.
        trusted_proxies: addresses of proxies in front of this server.

    """
    if made is None:
        settings, http = read_settings(), httpx.Client(timeout=TIMEOUT)
        trusted_proxies = settings.trusted_proxies
        store = make_store(settings)
        made = make_backend(Connection(read_oidc_settings(), store, http))
    app = new_app("BFF", trusted_proxies)
    app.extensions["backend"] = made
    app.register_error_handler(StepUpRequiredError, refuse_step_up)
    app.register_error_handler(SignInError, refuse_sign_in)
    app.register_blueprint(routes)
    return app


def make_backend(connection: Connection) -> Backend:
    """Return what the routes share, for one provider and one API."""
    store, clock = connection.store, connection.clock
    api = httpx.Client(base_url=connection.settings.api_url, timeout=TIMEOUT)
    gate = SessionGate(Sessions(store, clock))
    tokens = OidcTokens(store, api, clock, connection=connection)
    return Backend(gate, tokens, Logins(store))
