"""Run the example servers inside the test's process, on a clock that the test sets."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from examples.servers import fastapi_hybrid, flask_hybrid
from examples.servers.wiring import Dependencies, jwt_service
from tests.examples.servers.running import serving, serving_asgi

FRAMEWORKS = ["fastapi", "flask", "django"]


@contextmanager
def hybrid(
    framework: str, parts: Dependencies, django_project: WSGIHandler
) -> Iterator[httpx.Client]:
    """Serve the hybrid of a framework over HTTP, with these parts."""
    if framework == "fastapi":
        with serving_asgi(fastapi_hybrid.make_app(parts)) as http:
            yield http
    elif framework == "flask":
        with serving(flask_hybrid.make_app(parts)) as http:
            yield http
    else:
        # Django has one project in a process, so this one changes its settings.
        with (
            override_settings(
                ROOT_URLCONF="examples.servers.django_hybrid",
                STORE=parts.store,
                LOG_INS=parts.authenticator,
                JWT_SERVICE=jwt_service(parts, at_once=True),
                TRUSTED_PROXIES=parts.settings.trusted_proxies,
            ),
            serving(django_project) as http,
        ):
            yield http
