"""What the Django servers share: settings, errors, bodies, and the method of a view."""

import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse

from examples.servers.client_address import client_address
from examples.servers.json_body import check_length, read_fields
from examples.servers.problems import (
    LONGEST_BODY,
    REFUSALS,
    TYPE,
    ProblemError,
    problem_for,
    problem_of,
)

_FIRST_ERROR = 400

type View = Callable[..., HttpResponse]

QUIET = {
    "version": 1,
    # Else Django would silence every logger that was made before it.
    "disable_existing_loggers": False,
    "loggers": {"django": {"level": "ERROR"}},
}


def new_app(urls: str, middleware: list[str], **more: object) -> WSGIHandler:
    """Return the project with these URLs; there can be one in a process.

    Args:
        urls: the module with `urlpatterns`.
        middleware: of sessions and CSRF, where there are any.
        more: settings of this project alone.

    """
    settings.configure(
        ROOT_URLCONF=urls,
        MIDDLEWARE=[
            # Sends nosniff and Referrer-Policy. HTTPS, its redirect and HSTS
            # are for the proxy that has the certificate. Behind one, set
            # SECURE_PROXY_SSL_HEADER, or the CSRF check refuses an https Origin.
            "django.middleware.security.SecurityMiddleware",
            "examples.servers.django_parts.Problems",
            *middleware,
            # Asks for the Host: only then does Django check ALLOWED_HOSTS.
            # After the sessions, into which its page for a refused Host looks.
            "django.middleware.common.CommonMiddleware",
        ],
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"],
        APPEND_SLASH=False,
        DEBUG=False,
        # Signs nothing here, for all state is in the store: random will do.
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
        # Only failures: a refused request is no news.
        LOGGING=QUIET,
        **more,
    )
    return get_wsgi_application()


@dataclass(frozen=True)
class Route:
    """A view for one method.

    Args:
        method: of HTTP.
        view: called for it.
        csrf_exempt: lets Django's CSRF middleware pass over it.

    """

    method: str
    view: View
    csrf_exempt: bool = False

    def __call__(self, request: HttpRequest, **parts: str) -> HttpResponse:
        """Answer a request."""
        return self.view(request, **parts)


class Problems:
    """Middleware: errors as problem+json, nothing in caches (RFC 9111 §5.2)."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; Django's own page for an error is replaced."""
        response = self._get_response(request)
        if (
            response.status_code >= _FIRST_ERROR
            and response.headers["Content-Type"] != TYPE
        ):
            response = answer(problem_for(response.status_code))
            # CommonMiddleware, which adds the length, runs before this replacement.
            response.headers["Content-Length"] = str(len(response.content))
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, route: Route, *_: object
    ) -> HttpResponse | None:
        """Refuse another method, before the CSRF check could hide that."""
        if request.method == route.method:
            return None
        problem = problem_for(405)
        problem.headers["Allow"] = route.method
        return answer(problem)

    def process_exception(
        self, _: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Answer what a view refuses; Django goes on with the rest."""
        return answer(problem_of(error)) if isinstance(error, REFUSALS) else None


def failed(_: HttpRequest) -> HttpResponse:
    """Answer what failed, a store that is away from a middleware too: handler500."""
    error = sys.exception()
    return answer(problem_of(error if isinstance(error, Exception) else Exception()))


def answer(problem: ProblemError) -> HttpResponse:
    """Return the response that a problem is sent as."""
    return JsonResponse(
        problem.body(),
        status=problem.status,
        headers=problem.headers,
        content_type=TYPE,
    )


def address_of(request: HttpRequest) -> str:
    """Return the client's address; see `client_address`."""
    forwarded = request.headers.get("X-Forwarded-For")
    peer: str = request.META["REMOTE_ADDR"]
    return client_address(peer, forwarded, settings.TRUSTED_PROXIES)


def fields_of(request: HttpRequest, *names: str) -> list[str]:
    """Return the named fields of a JSON body.

    Raises:
        ProblemError: the body or a field is wrong; see `read_fields`.

    """
    check_length(request.META.get("CONTENT_LENGTH"))
    # Django's request.body is empty when the body comes in chunks.
    body = request.META["wsgi.input"].read(LONGEST_BODY + 1)
    return read_fields(body, request.META.get("CONTENT_TYPE", ""), *names)
