"""Serve sessions to browsers and tokens to programs in one Django project."""

from django.core.handlers.wsgi import WSGIHandler
from django.urls import include, path

from examples.servers import django_session
from examples.servers.django_parts import failed, new_app
from examples.servers.wiring import Dependencies, jwt_service, make_dependencies

urlpatterns = [
    path("web/", include("examples.servers.django_session")),
    path("api/", include("examples.servers.django_jwt")),
]
handler500 = failed


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> WSGIHandler:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    own = {
        "STORE": parts.store,
        "LOG_INS": parts.authenticator,
        "JWT_SERVICE": jwt_service(parts, at_once=True),
        "TRUSTED_PROXIES": parts.settings.trusted_proxies,
    }
    middleware = django_session.MIDDLEWARE
    return new_app(__name__, middleware, **django_session.SETTINGS, **own)


# --8<-- [end:make_app]
