"""Serve access and refresh tokens with Django."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from examples.servers.django_parts import (
    Route,
    View,
    address_of,
    failed,
    fields_of,
    new_app,
)
from examples.servers.service_jwt import JwtService
from examples.servers.wiring import Dependencies, jwt_service, make_dependencies


# --8<-- [start:log_in]
def log_in(request: HttpRequest) -> HttpResponse:
    """Check the password, and issue the first pair of tokens."""
    username, password = fields_of(request, "username", "password")
    pair = service().log_in(username, password, address=address_of(request))
    return JsonResponse(pair)


# --8<-- [end:log_in]


# --8<-- [start:refresh]
def refresh(request: HttpRequest) -> HttpResponse:
    """Exchange a refresh token, which works once, for a new pair."""
    (token,) = fields_of(request, "refresh_token")
    return JsonResponse(service().refresh(token))


# --8<-- [end:refresh]


def jwks(_: HttpRequest) -> HttpResponse:
    """Publish the public keys (RFC 7517 section 5)."""
    headers = {"Cache-Control": "public, max-age=300"}
    return JsonResponse(service().tokens.keys.jwks(), headers=headers)


# --8<-- [start:me]
def me(request: HttpRequest) -> HttpResponse:
    """Return the user of the access token."""
    return JsonResponse(service().me(authorization_of(request)))


# --8<-- [end:me]


def list_sessions(request: HttpRequest) -> HttpResponse:
    """List the user's log-ins."""
    found = service().list_all(authorization_of(request))
    return JsonResponse(found, safe=False)


def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Revoke one log-in of the user."""
    service().end_one(authorization_of(request), handle)
    return HttpResponse(status=204)


# --8<-- [start:log_out]
def log_out(request: HttpRequest) -> HttpResponse:
    """Sign out: revoke the tokens of this log-in."""
    service().log_out(authorization_of(request))
    return HttpResponse(status=204)


# --8<-- [end:log_out]


def log_out_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere: revoke every log-in of the user."""
    service().log_out_all(authorization_of(request))
    return HttpResponse(status=204)


def service() -> JwtService:
    """Return the service of this project."""
    found: JwtService = settings.JWT_SERVICE
    return found


def authorization_of(request: HttpRequest) -> str | None:
    """Return the Authorization header; the WSGI server joins several by commas."""
    return request.headers.get("Authorization")


def route(where: str, method: str, view: View) -> URLPattern:
    """Route a path to a view; without cookies there is nothing to forge."""
    return path(where, Route(method, view, csrf_exempt=True))


urlpatterns = [
    route("login", "POST", log_in),
    route("token/refresh", "POST", refresh),
    route(".well-known/jwks.json", "GET", jwks),
    route("me", "GET", me),
    route("sessions", "GET", list_sessions),
    route("sessions/<str:handle>", "DELETE", end_session),
    route("logout", "POST", log_out),
    route("logout-all", "POST", log_out_all),
]
handler500 = failed


def make_app(parts: Dependencies | None = None) -> WSGIHandler:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    own = {
        "JWT_SERVICE": jwt_service(parts),
        "TRUSTED_PROXIES": parts.settings.trusted_proxies,
    }
    return new_app(__name__, [], **own)
