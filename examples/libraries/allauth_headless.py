"""Sign in with django-allauth headless, as an app does: session token or JWT."""

from typing import Any, Literal

from django.urls import include, path

from examples.libraries import django_project
from examples.libraries.adapter import Adapter, Route, Setting
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

type Way = Literal["session", "JWT"]


def make(setting: Setting, *, way: Way) -> Adapter:
    """Return the project; source: allauth, "Headless", client "app"."""
    safest = setting == "safest"
    # The attacks sign in hundreds of times, and no mail leaves this machine.
    more: dict[str, Any] = {
        "ACCOUNT_RATE_LIMITS": False,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
    }
    if way == "JWT":
        # --8<-- [start:jwt]
        more |= {
            "HEADLESS_TOKEN_STRATEGY": (
                "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"
            ),
            "HEADLESS_JWT_PRIVATE_KEY": PRIVATE_PEM,
        }
        # --8<-- [end:jwt]
    if safest:
        # --8<-- [start:safest]
        more |= {
            "SESSION_COOKIE_AGE": 3600,
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED": True,
        }
        # --8<-- [end:safest]
    # --8<-- [start:quick_start]
    django_project.configure(
        "allauth",
        "allauth.account",
        "allauth.headless",
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        AUTHENTICATION_BACKENDS=[
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        HEADLESS_ONLY=True,
        **more,
    )
    # --8<-- [end:quick_start]
    from allauth.headless.contrib.rest_framework import (
        authentication,
    )
    from rest_framework.decorators import (
        api_view,
        authentication_classes,
        permission_classes,
    )
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.request import Request
    from rest_framework.response import Response

    kind = (
        authentication.JWTTokenAuthentication
        if way == "JWT"
        else authentication.XSessionTokenAuthentication
    )

    @api_view(["GET"])
    @authentication_classes([kind])
    @permission_classes([IsAuthenticated])
    def me(request: Request) -> Response:
        return Response({"user": request.user.get_username()})

    django_project.urlpatterns += [
        path("_allauth/", include("allauth.headless.urls")),
        path("me", me),
    ]
    app, jwt = "/_allauth/app/v1", way == "JWT"
    return Adapter(
        app=django_project.application(),
        people=django_project.DjangoUsers(),
        setting="client app, "
        + ("JWTTokenStrategy" if jwt else "X-Session-Token")
        + (", stateful validation" if safest and jwt else "")
        + (", one hour" if safest else ", nothing else set"),
        login=Route(
            "POST",
            f"{app}/auth/login",
            {"username": "{user}", "password": "{password}"},
        ),
        header=("Authorization", "Bearer {}") if jwt else ("X-Session-Token", "{}"),
        access="meta.access_token" if jwt else "meta.session_token",
        refresh_token="meta.refresh_token" if jwt else "",
        refresh=Route("POST", f"{app}/tokens/refresh", {"refresh_token": "{refresh}"})
        if jwt
        else None,
        new_access="data.access_token",
        new_refresh="data.refresh_token",
        # It answers 401, because nobody is signed in any more.
        logout=Route("DELETE", f"{app}/auth/session"),
        logout_status=401,
        change_password=Route(
            "POST",
            f"{app}/account/password/change",
            {"current_password": "{password}", "new_password": "{new}"},
        ),
        public=Route("GET", "/public"),
        public_key=PUBLIC_PEM.encode() if jwt else None,
        private_pem=PRIVATE_PEM if jwt else "",
        stored=lambda: django_project.tables("django_session"),
        left_to_you={"at-rest": "Not tested: behind the token is a Django session"}
        if jwt
        else {},
    )
