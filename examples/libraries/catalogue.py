"""List the libraries that are attacked, with the module that sets each one up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from examples.libraries.adapter import Adapter, Kind, Setting

SETTINGS: tuple[Setting, ...] = ("quick-start", "safest")


@dataclass(frozen=True)
class Entry:
    """One row of the table.

    Args:
        name: as the page's addresses write it.
        title: as readers know it.
        framework: Django, Flask, FastAPI, Starlette or any.
        kind: of the credential.
        module: of this package.
        package: in the package index; empty for this guide's own servers.
        page: the name of the page of the library.
        options: further arguments of the module's `make`.
        algorithms: the algorithms to attack it with.
        settings: both settings, unless the library has only one.

    """

    name: str
    title: str
    framework: str
    kind: Kind
    module: str
    package: str
    page: str
    options: Mapping[str, Any] = field(default_factory=dict)
    algorithms: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = SETTINGS

    def make(self, setting: Setting) -> Adapter:
        """Return the application in a setting; call this once in a process."""
        module = import_module(f"examples.libraries.{self.module}")
        adapter: Adapter = module.make(setting, **self.options)
        return adapter


BOTH = ("HS256", "RS256")

LIBRARIES = (
    Entry("django-db", "Django sessions, database", "Django", "session",
          "django_sessions", "django", "django", {"engine": "db"}),
    Entry("django-cache", "Django sessions, cache", "Django", "session",
          "django_sessions", "django", "django", {"engine": "cache"}),
    Entry("django-signed-cookies", "Django sessions, signed cookies", "Django",
          "signed cookie", "django_sessions", "django", "django",
          {"engine": "signed_cookies"}),
    Entry("flask", "Flask session", "Flask", "signed cookie",
          "flask_cookie", "flask", "flask"),
    Entry("flask-login", "Flask-Login, session", "Flask", "signed cookie",
          "flask_login_sessions", "flask-login", "flask-login"),
    Entry("flask-login-remember", "Flask-Login, remember me", "Flask",
          "signed cookie", "flask_login_sessions", "flask-login", "flask-login",
          {"remember": True}),
    Entry("flask-session", "Flask-Session", "Flask", "session",
          "flask_session_server", "flask-session", "flask-session"),
    Entry("starlette", "Starlette SessionMiddleware", "Starlette", "signed cookie",
          "starlette_sessions", "starlette", "starlette"),
    Entry("starsessions", "starsessions, Redis", "Starlette", "session",
          "starsessions_server", "starsessions", "starsessions"),
    Entry("starsessions-cookie", "starsessions, CookieStore", "Starlette",
          "signed cookie", "starsessions_server", "starsessions", "starsessions",
          {"in_cookie": True}),
    Entry("fastapi-users-cookie", "fastapi-users, cookie", "FastAPI", "session",
          "fastapi_users_app", "fastapi-users", "fastapi-users", {"way": "cookie"}),
    Entry("drf-token", "DRF TokenAuthentication", "Django", "opaque token",
          "drf_token", "djangorestframework", "drf-token"),
    Entry("knox", "django-rest-knox", "Django", "opaque token",
          "knox_tokens", "django-rest-knox", "knox"),
    Entry("allauth-session", "allauth headless, session token", "Django",
          "opaque token", "allauth_headless", "django-allauth", "allauth",
          {"way": "session"}),
    Entry("fastapi-users-redis", "fastapi-users, Redis", "FastAPI", "opaque token",
          "fastapi_users_app", "fastapi-users", "fastapi-users", {"way": "Redis"}),
    Entry("fastapi-users-database", "fastapi-users, database", "FastAPI",
          "opaque token", "fastapi_users_app", "fastapi-users", "fastapi-users",
          {"way": "database"}),
    Entry("simplejwt", "djangorestframework-simplejwt", "Django", "JWT",
          "simplejwt_tokens", "djangorestframework-simplejwt", "simplejwt",
          algorithms=BOTH),
    Entry("allauth-jwt", "allauth headless, JWT", "Django", "JWT",
          "allauth_headless", "django-allauth", "allauth", {"way": "JWT"},
          algorithms=("RS256",)),
    Entry("flask-jwt-extended", "Flask-JWT-Extended", "Flask", "JWT",
          "flask_jwt", "flask-jwt-extended", "flask-jwt-extended", algorithms=BOTH),
    Entry("fastapi-users-jwt", "fastapi-users, JWT", "FastAPI", "JWT",
          "fastapi_users_app", "fastapi-users", "fastapi-users", {"way": "JWT"},
          algorithms=BOTH),
    Entry("fastapi-tutorial", "FastAPI tutorial, PyJWT", "FastAPI", "JWT",
          "fastapi_tutorial", "fastapi", "fastapi-tutorial", algorithms=BOTH),
    Entry("pyjwt", "PyJWT", "any", "JOSE", "pyjwt_tokens", "pyjwt", "pyjwt",
          algorithms=BOTH),
    Entry("joserfc", "joserfc", "any", "JOSE", "joserfc_tokens", "joserfc",
          "joserfc", algorithms=BOTH),
    Entry("authlib", "Authlib, authlib.jose", "any", "JOSE", "authlib_tokens",
          "authlib", "authlib", algorithms=BOTH),
    Entry("python-jose", "python-jose", "any", "JOSE", "python_jose_tokens",
          "python-jose", "python-jose", algorithms=BOTH),
    Entry("pyseto", "pyseto, PASETO", "any", "JOSE", "pyseto_tokens", "pyseto",
          "pyseto"),
)  # fmt: skip
"""The libraries, sessions first."""


def own() -> tuple[Entry, ...]:
    """Return this guide's own servers; a hybrid has two rows."""
    rows = []
    for framework in ("FastAPI", "Flask", "Django"):
        for way in ("session", "jwt", "hybrid /web", "hybrid /api"):
            server, _, prefix = way.partition(" /")
            tokens = server == "jwt" or prefix == "api"
            name = f"{framework.lower()}-{server}"
            rows.append(
                Entry(
                    f"own-{name}{f'-{prefix}' if prefix else ''}",
                    f"This guide, {framework} {way}",
                    framework,
                    "JWT" if tokens else "session",
                    "own_servers",
                    "",
                    "own-servers",
                    {"name": name, "api": prefix == "api"},
                    settings=("quick-start",),
                )
            )
    return tuple(rows)


ENTRIES = LIBRARIES + own()
