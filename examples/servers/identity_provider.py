"""A small identity provider: OpenID Connect for one client, with Authlib and Flask.

It shows a client's other half, and it is no product. It has no second factor, no
recovery of an account, no consent page and no registration. Take Keycloak, another
product or a hosted service for users of your own.

    export CLIENT_SECRET=$(openssl rand -hex 32)
    make run-example NAME=identity-provider PORT=8100
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from html import escape
from typing import Any

import httpx
import jwt
from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from examples.auth.csrf import check_origin
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.throttle import ThrottledError
from examples.auth.users import WrongCredentialsError
from examples.oauth.logout_token import EVENT, TYPE
from examples.servers.flask_parts import address, new_app
from examples.servers.identity_clients import Client, LogIn
from examples.servers.identity_grants import (
    Issuing,
    Server,
    new_authorization_server,
)
from examples.servers.identity_state import IdentityState
from examples.servers.oidc_settings import (
    AUDIENCE,
    CLIENT_ID,
    OidcSettings,
    read_oidc_settings,
)
from examples.servers.wiring import Dependencies, make_dependencies

COOKIE = "__Host-provider"
LOGOUT_LIFETIME = 120
"""Seconds for which a logout token is valid (ASVS v5.0.0-10.5.5)."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""Of each page: no script, no frame, and no code in a Referer (RFC 9700 §4.2.4)."""

routes = Blueprint("identity", __name__)


def server() -> Server:
    """Return Authlib's server."""
    found: Server = current_app.extensions["authorization"]
    return found


def issuing() -> Issuing:
    """Return the provider's state and keys."""
    return server().issuing


@routes.get("/.well-known/openid-configuration")
def discover() -> dict[str, Any]:
    """Describe the provider (OpenID Connect Discovery §3)."""
    issuer, keys = issuing().tokens.issuer, issuing().tokens.keys
    paths = {
        "authorization_endpoint": "/authorize",
        "token_endpoint": "/token",
        "jwks_uri": "/jwks.json",
        "revocation_endpoint": "/revoke",
        "end_session_endpoint": "/end-session",
    }
    return {
        "issuer": issuer,
        **{name: issuer + path for name, path in paths.items()},
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", "orders:read"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "id_token_signing_alg_values_supported": [keys.current().algorithm],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }


@routes.get("/jwks.json")
def jwks() -> ResponseReturnValue:
    """Publish the public keys."""
    return issuing().tokens.keys.jwks(), {"Cache-Control": "max-age=300"}


# --8<-- [start:authorize]
@routes.get("/authorize")
def authorize() -> ResponseReturnValue:
    """Log the user in if need be, and send a code to the client."""
    login = issuing().state.find_login(request.cookies.get(COOKIE))
    try:
        grant = server().get_consent_grant(end_user=login)
    except OAuth2Error as error:
        return answer(server().handle_error_response(None, error))
    if login is None or is_too_old(login) or grant.prompt == "login":
        return log_in_page()
    made = server().create_authorization_response(grant_user=login, grant=grant)
    return answer(made)


# --8<-- [end:authorize]


def is_too_old(login: LogIn) -> bool:
    """Return whether the client asks for a log-in that is younger than this one."""
    given = request.args.get("max_age", "")
    if not (given.isascii() and given.isdigit()):
        return False
    # A log-in of this moment is young enough, or `max_age=0` would never end.
    return issuing().state.clock() - login.auth_time > max(int(given[:9]), 5)


@routes.post("/login")
def log_in() -> ResponseReturnValue:
    """Check the password, start a session, and go back to the client's request."""
    check_origin(request.headers)
    username = request.form.get("username", "")[:1000]
    password = request.form.get("password", "")[:1000]
    state = issuing().state
    try:
        state.authenticator.check(username, password, address())
    except (WrongCredentialsError, ThrottledError) as refusal:
        return log_in_page(str(refusal))
    state.sessions.end(request.cookies.get(COOKIE, ""))
    cookie = f"{COOKIE}={state.sessions.start(username)}"
    # Only our own address: a client's request cannot send the user elsewhere.
    again = redirect(f"/authorize?{without_prompt()}", 303)
    attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"
    again.headers["Set-Cookie"] = f"{cookie}; {attributes}"
    return again


@routes.post("/token")
def token() -> ResponseReturnValue:
    """Exchange a code or a refresh token."""
    return answer(server().create_token_response())


@routes.post("/revoke")
def revoke() -> ResponseReturnValue:
    """End a refresh token and its family."""
    return answer(server().create_endpoint_response("revocation"))


@routes.route("/end-session", methods=["GET", "POST"])
def end_session() -> ResponseReturnValue:
    """Log out here and at every client that took part in the session."""
    try:
        asked = server().validate_endpoint_request("end_session")
    except OAuth2Error as error:
        return answer(server().handle_error_response(None, error))
    if asked.needs_confirmation:  # no ID token, so another site may have sent it
        return page("Close the browser to log out, or log out at the application.")
    done = server().create_endpoint_response("end_session", asked)
    response = answer(done) if done else page("You are logged out.")
    attributes = "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    response.headers["Set-Cookie"] = f"{COOKIE}=; {attributes}"
    return response


def answer(response: Response) -> Response:
    """Return a response of Authlib with the headers that every page has."""
    response.headers.update(HEADERS)
    return response


def page(body: str) -> Response:
    """Return a page without scripts."""
    text = f"<!doctype html><meta charset=utf-8><title>Provider</title>{body}"
    return Response(text, headers=HEADERS, content_type="text/html; charset=utf-8")


def log_in_page(fault: str = "") -> Response:
    """Return the form; its address repeats the client's request."""
    query = escape(request.query_string.decode("ascii", "replace"))
    return page(
        f"<p role=alert>{escape(fault)}</p><form method=post action='/login?{query}'>"
        "<label>User <input name=username autocomplete=username></label>"
        "<label>Password <input name=password type=password "
        "autocomplete=current-password></label><button>Log in</button></form>"
    )


def without_prompt() -> str:
    """Return the client's query without `prompt`, which has now been followed."""
    parts = request.query_string.decode("ascii", "replace").split("&")
    return "&".join(part for part in parts if not part.startswith("prompt="))


def notify(held: Issuing, http: httpx.Client, sid: str) -> None:
    """End a session, and send each of its clients a logout token.

    A client that does not answer keeps its session until that expires, so log the
    failure and try again in the background (Back-Channel Logout 1.0 §2.5).
    """
    for client in held.state.end_session(sid):
        if client.logout_uri:
            body = {"logout_token": logout_token(held, client, sid)}
            with suppress(httpx.TransportError):
                http.post(client.logout_uri, data=body)


def logout_token(held: Issuing, client: Client, sid: str) -> str:
    """Return the token that ends one session at one client (§2.4)."""
    now, key = int(held.state.clock()), held.tokens.keys.current()
    claims = {
        "iss": held.tokens.issuer,
        "aud": client.client_id,
        "iat": now,
        "exp": now + LOGOUT_LIFETIME,
        "jti": secrets.token_urlsafe(16),
        "sid": sid,
        "events": {EVENT: {}},
    }
    headers = {"typ": TYPE, "kid": key.kid}
    return jwt.encode(claims, key.private, key.algorithm, headers)


def make_app(held: Issuing | None = None, http: httpx.Client | None = None) -> Flask:
    """Return the app.

    Args:
        held: state and keys; None makes them from the environment.
        http: sends logout tokens; None makes a client with a timeout of 3 seconds.

    """
    held = held or make_issuing(read_oidc_settings())
    sender = http or httpx.Client(timeout=3)
    app = new_app("identity provider")
    end: Callable[[str], None] = lambda sid: notify(held, sender, sid)  # noqa: E731
    app.extensions["authorization"] = new_authorization_server(app, held, end)
    app.register_blueprint(routes)
    return app


def make_issuing(settings: OidcSettings, parts: Dependencies | None = None) -> Issuing:
    """Return the state and the keys of a provider with one client."""
    parts, home = parts or make_dependencies(), settings.client_url
    client = Client(
        CLIENT_ID,
        sha256(settings.client_secret.encode()).digest(),
        redirect_uris=(f"{home}/callback",),
        after_logout=(settings.after_logout,),
        logout_uri=f"{home}/backchannel-logout",
    )
    clock, registered = parts.clock, {CLIENT_ID: client}
    state = IdentityState(parts.store, parts.authenticator, registered, clock)
    keys = KeyRing(lambda: new_signing_key("ES256"), clock)
    return Issuing(state, KeyPairTokens(keys, settings.issuer, AUDIENCE, clock, 300))
