"""Configure a small Django project, and change its users."""

import os
import secrets
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, JsonResponse
from django.urls import path

from examples.libraries.adapter import Gate, Route, Shop

gate = Gate()
urlpatterns: list[Any] = []
"""The project's addresses: each adapter adds its own."""

SHOP: Shop = {
    "visit": Route("GET", "/visit"),
    "cart": Route("POST", "/cart"),
    "slow": Route("GET", "/slow"),
    "slow_cart": Route("POST", "/slow-cart"),
    "public": Route("GET", "/public"),
}


def configure(*apps: str, **more: Any) -> None:
    """Set Django up, with the settings that `startproject` writes.

    Args:
        apps: the applications beside Django's own.
        more: further settings.

    """
    values: dict[str, Any] = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": __name__,
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            *apps,
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["DATABASE"],
                "OPTIONS": {"timeout": 20},
            }
        },
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.locmem.Loader", PAGES)]
                },
            }
        ],
        # The attacks sign in hundreds of times: a slow hash would only cost time.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [],
        "USE_TZ": True,
        "LOGGING_CONFIG": None,
    }
    settings.configure(**values | more)
    django.setup()
    call_command("migrate", verbosity=0)


PAGES = {
    f"registration/{name}.html": "<form method=post>{% csrf_token %}{{ form }}</form>"
    for name in ("login", "logged_out", "password_change_form", "password_change_done")
}


class DjangoUsers:
    """Change users with Django's own model."""

    def add(self, name: str, password: str) -> None:
        """Add a user."""
        self._model().objects.create_user(name, name, password)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password."""
        user = self._model().objects.get(username=name)
        user.set_password(password)
        user.save()

    def disable(self, name: str) -> None:
        """Lock a user out."""
        self._model().objects.filter(username=name).update(is_active=False)

    def delete(self, name: str) -> None:
        """Delete a user."""
        self._model().objects.filter(username=name).delete()

    def _model(self) -> Any:
        from django.contrib.auth import get_user_model

        return get_user_model()


def visit(request: HttpRequest) -> JsonResponse:
    """Start an anonymous session."""
    request.session["cart"] = []
    return JsonResponse({"cart": []})


def cart(request: HttpRequest) -> JsonResponse:
    """Write to the session."""
    request.session["cart"] = [*request.session.get("cart", []), "book"]
    return JsonResponse({"cart": request.session["cart"]})


def slow(request: HttpRequest) -> JsonResponse:
    """Load the session, and answer slowly."""
    found = request.session.get("cart", [])
    gate.wait()
    return JsonResponse({"cart": found})


def slow_cart(request: HttpRequest) -> JsonResponse:
    """Load the session, and write to it slowly."""
    found = request.session.get("cart", [])
    gate.wait()
    request.session["cart"] = [*found, "slow book"]
    return JsonResponse({"cart": request.session["cart"]})


def public(_request: HttpRequest) -> JsonResponse:
    """Answer without authentication."""
    return JsonResponse({"user": "everybody@example.com"})


urlpatterns += [
    path("visit", visit),
    path("cart", cart),
    path("slow", slow),
    path("slow-cart", slow_cart),
    path("public", public),
]


def application() -> Any:
    """Return the WSGI application."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def tables(*names: str) -> bytes:
    """Return all rows of some tables, as text."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            found += cursor.fetchall()
    return repr(found).encode()
