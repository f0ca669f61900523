"""Sign in with the TokenAuthentication of Django REST framework."""

from django.urls import path

from examples.libraries import django_project
from examples.libraries.adapter import Adapter, Route, Setting


def make(setting: Setting) -> Adapter:
    """Return the project; source: DRF, "Authentication", TokenAuthentication."""
    # --8<-- [start:quick_start]
    django_project.configure(
        "rest_framework",
        "rest_framework.authtoken",
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [
                "rest_framework.authentication.TokenAuthentication",
            ],
            "DEFAULT_PERMISSION_CLASSES": [
                "rest_framework.permissions.IsAuthenticated",
            ],
        },
    )
    from rest_framework.authtoken.models import Token
    from rest_framework.authtoken.views import obtain_auth_token
    from rest_framework.decorators import api_view
    from rest_framework.request import Request
    from rest_framework.response import Response

    @api_view(["GET"])
    def me(request: Request) -> Response:
        return Response({"user": request.user.get_username()})

    # --8<-- [end:quick_start]

    # --8<-- [start:safest]
    @api_view(["POST"])
    def sign_out(request: Request) -> Response:
        Token.objects.filter(user=request.user).delete()
        return Response(status=204)

    @api_view(["POST"])
    def change_password(request: Request) -> Response:
        request.user.set_password(request.data["password"])
        request.user.save()
        Token.objects.filter(user=request.user).delete()
        return Response(status=204)

    # --8<-- [end:safest]
    django_project.urlpatterns += [
        path("api-token-auth/", obtain_auth_token),
        path("me", me),
        path("logout", sign_out),
        path("password", change_password),
    ]
    safest = setting == "safest"
    out = Route("POST", "/logout") if safest else None
    return Adapter(
        app=django_project.application(),
        people=django_project.DjangoUsers(),
        setting="obtain_auth_token, and nothing else"
        if not safest
        else "views of our own that delete the row at sign-out and password change",
        login=Route(
            "POST",
            "/api-token-auth/",
            {"username": "{user}", "password": "{password}"},
        ),
        header=("Authorization", "Token {}"),
        access="token",
        logout=out,
        logout_all=out,
        change_password=Route("POST", "/password", {"password": "{new}"})
        if safest
        else None,
        public=Route("GET", "/public"),
        stored=lambda: django_project.tables("authtoken_token"),
    )
