"""Sign in with Django's own sessions, in the database, a cache or a signed cookie."""

import os
from typing import Any, Literal

from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from examples.libraries import django_project
from examples.libraries.adapter import Adapter, Route, Setting

type Engine = Literal["db", "cache", "signed_cookies"]

# --8<-- [start:safest]
SAFEST = {
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "SESSION_COOKIE_AGE": 3600,
    "SESSION_SAVE_EVERY_REQUEST": True,
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "CSRF_COOKIE_SECURE": True,
}
# --8<-- [end:safest]


def make(setting: Setting, *, engine: Engine) -> Adapter:
    """Return the project; source: Django, "Using the Django authentication system"."""
    redis_url = os.environ.get("REDIS_URL", "")
    more: dict[str, Any] = {
        "SESSION_ENGINE": f"django.contrib.sessions.backends.{engine}",
        # --8<-- [start:cache]
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": redis_url,
            }
        },
        # --8<-- [end:cache]
    }
    safest = setting == "safest"
    if safest:
        more |= SAFEST
    if safest and engine == "cache":
        more["SESSION_ENGINE"] = "django.contrib.sessions.backends.cached_db"
    django_project.configure(**more)
    # --8<-- [start:quick_start]
    from django.contrib.auth.decorators import login_required

    @login_required
    def me(request: HttpRequest) -> JsonResponse:
        return JsonResponse({"user": request.user.get_username()})

    django_project.urlpatterns += [
        path("accounts/", include("django.contrib.auth.urls")),
        path("me", me),
    ]
    # --8<-- [end:quick_start]
    cookie = "__Host-session" if safest else "sessionid"
    return Adapter(
        app=django_project.application(),
        people=django_project.DjangoUsers(),
        setting=f"the engine {more['SESSION_ENGINE'].rpartition('.')[2]}"
        + (", secure cookies, one hour" if safest else ", nothing else set"),
        login=Route(
            "POST",
            "/accounts/login/",
            {"username": "{user}", "password": "{password}"},
            form=True,
        ),
        csrf=("__Host-csrftoken" if safest else "csrftoken", "X-CSRFToken"),
        csrf_page=Route("GET", "/accounts/login/"),
        cookie=cookie,
        logout=Route("POST", "/accounts/logout/"),
        change_password=Route(
            "POST",
            "/accounts/password_change/",
            {
                "old_password": "{password}",
                "new_password1": "{new}",
                "new_password2": "{new}",
            },
            form=True,
        ),
        gate=django_project.gate,
        redis=engine == "cache",
        stored=(lambda: django_project.tables("django_session"))
        if engine == "db"
        else None,
        **django_project.SHOP,
    )
