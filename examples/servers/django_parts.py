"""Share settings, errors, bodies and routing among the Django servers."""

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
    # With True, Django silences every logger that was made before it.
    "disable_existing_loggers": False,
    "loggers": {"django": {"level": "ERROR"}},
}


def new_app(urls: str, middleware: list[str], **more: object) -> WSGIHandler:
    """Configure Django and return the project; a process can have one.

    Args:
        urls: the module with `urlpatterns`.
        middleware: the middleware for sessions and CSRF, if the project has any.
        more: the settings of this project alone.

    """
    settings.configure(
        ROOT_URLCONF=urls,
        MIDDLEWARE=[
            # Sends nosniff and Referrer-Policy. The proxy that has the
            # certificate does HTTPS, its redirect and HSTS. Behind it, set
            # SECURE_PROXY_SSL_HEADER, or the CSRF check refuses an https Origin.
            "django.middleware.security.SecurityMiddleware",
            "examples.servers.django_parts.Problems",
            *middleware,
            # Reads the Host, which makes Django check ALLOWED_HOSTS. It comes
            # after the sessions, because the page for a refused Host reads them.
            "django.middleware.common.CommonMiddleware",
        ],
        ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"],
        APPEND_SLASH=False,
        DEBUG=False,
        # Django signs nothing here, because all state is in the store. So a
        # random key is enough, and a restart ends no session.
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
        # Log failures alone: a refused request needs no attention.
        LOGGING=QUIET,
        **more,
    )
    return get_wsgi_application()


@dataclass(frozen=True)
class Route:
    """Bind a view to one HTTP method.

    Args:
        method: the method, in capitals.
        view: the function that answers.
        csrf_exempt: whether Django's CSRF middleware skips the view.

    """

    method: str
    view: View
    csrf_exempt: bool = False

    def __call__(self, request: HttpRequest, **parts: str) -> HttpResponse:
        """Answer a request with the view."""
        return self.view(request, **parts)


class Problems:
    """Send errors as problem+json, and keep answers out of caches.

    `Cache-Control: no-store`: RFC 9111 section 5.2.2.5.
    """

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; a problem replaces Django's own error page."""
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
        """Refuse another method before the CSRF check answers 403 to it."""
        if request.method == route.method:
            return None
        problem = problem_for(405)
        problem.headers["Allow"] = route.method
        return answer(problem)

    def process_exception(
        self, _: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Answer the refusal of a view; leave other errors to Django."""
        return answer(problem_of(error)) if isinstance(error, REFUSALS) else None


def failed(_: HttpRequest) -> HttpResponse:
    """Answer an error that no view handled (`handler500`).

    It may come from a middleware too, for example when the store does not answer.
    """
    error = sys.exception()
    return answer(problem_of(error if isinstance(error, Exception) else Exception()))


def answer(problem: ProblemError) -> HttpResponse:
    """Return the response that carries a problem."""
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
    length = request.META.get("CONTENT_LENGTH")
    check_length(length)
    # Django takes a body without a length for empty. The server's own stream has a
    # chunked body, but only a server that says so ends that stream after the body.
    chunked = not length and request.META.get("wsgi.input_terminated", False)
    stream = request.META["wsgi.input"] if chunked else request
    body = stream.read(LONGEST_BODY + 1)
    return read_fields(body, request.META.get("CONTENT_TYPE", ""), *names)
