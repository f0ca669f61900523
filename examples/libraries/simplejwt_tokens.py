"""Sign in with djangorestframework-simplejwt: access and refresh tokens."""

import os
import secrets
from typing import Any

from django.urls import path

from examples.libraries import django_project
from examples.libraries.adapter import Adapter, Route, Setting
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

# --8<-- [start:safest]
SAFEST = {
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "CHECK_REVOKE_TOKEN": True,
    "ISSUER": "https://auth.example",
    "AUDIENCE": "https://api.example",
}
# INSTALLED_APPS also needs "rest_framework_simplejwt.token_blacklist".
# --8<-- [end:safest]


def make(setting: Setting) -> Adapter:
    """Return the project; source: simplejwt, "Getting started"."""
    safest = setting == "safest"
    key = secrets.token_urlsafe(48)
    options: dict[str, Any] = {"SIGNING_KEY": key} | (SAFEST if safest else {})
    if os.environ.get("ALGORITHM") == "RS256":
        options |= {
            "ALGORITHM": "RS256",
            "SIGNING_KEY": PRIVATE_PEM,
            "VERIFYING_KEY": PUBLIC_PEM,
        }
    blacklist = ["rest_framework_simplejwt.token_blacklist"] if safest else []
    # --8<-- [start:quick_start]
    django_project.configure(
        "rest_framework",
        "rest_framework_simplejwt",
        *blacklist,
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": (
                "rest_framework_simplejwt.authentication.JWTAuthentication",
            )
        },
        SIMPLE_JWT=options,
    )
    from rest_framework_simplejwt import views

    django_project.urlpatterns += [
        path("api/token/", views.TokenObtainPairView.as_view()),
        path("api/token/refresh/", views.TokenRefreshView.as_view()),
        path("api/token/blacklist/", views.TokenBlacklistView.as_view()),
    ]
    # --8<-- [end:quick_start]
    from rest_framework.decorators import (
        api_view,
        permission_classes,
    )
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.request import Request
    from rest_framework.response import Response

    @api_view(["GET"])
    @permission_classes([IsAuthenticated])
    def me(request: Request) -> Response:
        return Response({"user": request.user.get_username()})

    django_project.urlpatterns += [path("me", me)]
    return Adapter(
        app=django_project.application(),
        people=django_project.DjangoUsers(),
        setting="the two views of its documentation, with a key of its own"
        if not safest
        else "rotation, blacklist, issuer, audience, CHECK_REVOKE_TOKEN",
        login=Route(
            "POST",
            "/api/token/",
            {"username": "{user}", "password": "{password}"},
        ),
        access="access",
        refresh_token="refresh",
        refresh=Route("POST", "/api/token/refresh/", {"refresh": "{refresh}"}),
        new_access="access",
        new_refresh="refresh",
        logout=Route("POST", "/api/token/blacklist/", {"refresh": "{refresh}"})
        if safest
        else None,
        public=Route("GET", "/public"),
        key=key.encode(),
        public_key=PUBLIC_PEM.encode(),
        key_accepted=key_accepted,
    )


def key_accepted(key: bytes) -> object:
    """Make a token with a given secret and verify it."""
    from rest_framework_simplejwt.backends import TokenBackend

    backend = TokenBackend("HS256", key.decode())
    return backend.decode(backend.encode({"user_id": 1}))
