"""Serve sessions in a cookie with Django."""

from typing import Any, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token, rotate_token
from django.urls import path

from examples.auth.csrf import CsrfError, check_origin
from examples.auth.sessions import NoSessionError
from examples.servers.django_parts import (
    Route,
    address_of,
    answer,
    failed,
    fields_of,
    new_app,
)
from examples.servers.django_session_engine import SessionStore
from examples.servers.everywhere import Everywhere
from examples.servers.problems import problem_of
from examples.servers.service_session import COOKIE, listed, no_such_session
from examples.servers.wiring import Dependencies, make_dependencies

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
SETTINGS: dict[str, Any] = {
    "SESSION_ENGINE": "examples.servers.django_session_engine",
    # Browsers accept a __Host- cookie only with Secure and Path=/, without Domain.
    "SESSION_COOKIE_NAME": COOKIE,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    # The server ends the session; the browser drops the cookie when it closes.
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "SESSION_COOKIE_AGE": 1800,
    "SESSION_ABSOLUTE_AGE": 28800,
    "CSRF_USE_SESSIONS": True,
    "CSRF_HEADER_NAME": "HTTP_X_CSRF_TOKEN",
    "CSRF_FAILURE_VIEW": "examples.servers.django_session.refuse_csrf",
}


# --8<-- [start:log_in]
def log_in(request: HttpRequest) -> HttpResponse:
    """Check the password, and start a session under a new id."""
    check_origin(request.headers)
    username, password = fields_of(request, "username", "password")
    settings.LOG_INS.check(username, password, address_of(request))
    request.session.flush()
    request.session["user"] = username
    rotate_token(request)
    return me(request)


# --8<-- [end:log_in]


# --8<-- [start:me]
def me(request: HttpRequest) -> HttpResponse:
    """Return the user of the session."""
    user = user_of(request)
    return JsonResponse({"user": user, "csrf_token": get_token(request)})


# --8<-- [end:me]


def list_sessions(request: HttpRequest) -> HttpResponse:
    """List the user's sessions."""
    found = SessionStore.list_all(user_of(request))
    return JsonResponse(listed(found, handle_of(request)), safe=False)


def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """End one session of the user."""
    if not SessionStore.end_one(user_of(request), handle):
        raise no_such_session()
    return HttpResponse(status=204)


# --8<-- [start:log_out]
def log_out(request: HttpRequest) -> HttpResponse:
    """Sign out: end this session."""
    user_of(request)
    request.session.flush()
    return HttpResponse(status=204)


# --8<-- [end:log_out]


def log_out_all(request: HttpRequest) -> HttpResponse:
    """End each log-in of the user, this session last."""
    user = user_of(request)
    Everywhere(settings.STORE).end_all(user, keep=handle_of(request))
    request.session.flush()
    return HttpResponse(status=204)


def user_of(request: HttpRequest) -> str:
    """Return the user of the session, if the request may use it.

    Raises:
        CsrfError: another site sent a request that changes state.
        NoSessionError: the request has no session.

    """
    if request.method != "GET":
        check_origin(request.headers)
    user: str | None = request.session.get("user")
    if user is None:
        raise NoSessionError(f"The cookie {COOKIE} names no active session: log in.")
    return user


def refuse_csrf(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer for Django's CSRF check; without a session the answer is 401."""
    try:
        user_of(request)
    except (NoSessionError, CsrfError) as error:
        return answer(problem_of(error))
    advice = "Send the csrf_token in X-CSRF-Token."
    return answer(problem_of(CsrfError(f"{reason} {advice}")))


def handle_of(request: HttpRequest) -> str:
    """Return the id of this session in the list of sessions."""
    return cast("SessionStore", request.session).handle


urlpatterns = [
    # Before a log-in there is no token to check, so check_origin takes its place.
    path("login", Route("POST", log_in, csrf_exempt=True)),
    path("me", Route("GET", me)),
    path("sessions", Route("GET", list_sessions)),
    path("sessions/<str:handle>", Route("DELETE", end_session)),
    path("logout", Route("POST", log_out)),
    path("logout-all", Route("POST", log_out_all)),
]
handler500 = failed


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> WSGIHandler:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    own = {
        "STORE": parts.store,
        "LOG_INS": parts.authenticator,
        "TRUSTED_PROXIES": parts.settings.trusted_proxies,
    }
    return new_app(__name__, MIDDLEWARE, **SETTINGS, **own)


# --8<-- [end:make_app]
