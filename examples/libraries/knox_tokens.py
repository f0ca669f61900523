"""Sign in with django-rest-knox: one opaque token for each login."""

from datetime import timedelta

from django.urls import include, path

from examples.libraries import django_project
from examples.libraries.adapter import Adapter, Route, Setting

# --8<-- [start:safest]
SAFEST = {
    "TOKEN_TTL": timedelta(hours=1),
    "AUTO_REFRESH": True,
    "AUTO_REFRESH_MAX_TTL": timedelta(hours=8),
    "TOKEN_LIMIT_PER_USER": 5,
}
# --8<-- [end:safest]


def make(setting: Setting) -> Adapter:
    """Return the project; source: knox, "Installation" and "Authentication"."""
    safest = setting == "safest"
    # --8<-- [start:quick_start]
    django_project.configure(
        "rest_framework",
        "knox",
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
        },
        REST_KNOX=SAFEST if safest else {},
    )
    from django.contrib.auth import login
    from knox.models import AuthToken
    from knox.views import LoginView as KnoxLoginView
    from rest_framework.authtoken.serializers import (
        AuthTokenSerializer,
    )
    from rest_framework.decorators import (
        api_view,
        permission_classes,
    )
    from rest_framework.permissions import AllowAny, IsAuthenticated
    from rest_framework.request import Request
    from rest_framework.response import Response

    # --8<-- [end:quick_start]

    # --8<-- [start:login]
    class LoginView(KnoxLoginView):
        permission_classes = (AllowAny,)

        def post(self, request: Request, format: str | None = None) -> Response:
            serializer = AuthTokenSerializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            user = serializer.validated_data["user"]
            if safest:
                request.user = user
            else:
                login(request, user)
            return super().post(request, format)

    # --8<-- [end:login]

    @api_view(["GET"])
    @permission_classes([IsAuthenticated])
    def me(request: Request) -> Response:
        return Response({"user": request.user.get_username()})

    # --8<-- [start:change_password]
    @api_view(["POST"])
    @permission_classes([IsAuthenticated])
    def change_password(request: Request) -> Response:
        request.user.set_password(request.data["password"])
        request.user.save()
        AuthToken.objects.filter(user=request.user).delete()
        return Response(status=204)

    # --8<-- [end:change_password]
    django_project.urlpatterns += [
        path("auth/login/", LoginView.as_view()),
        path("auth/", include("knox.urls")),
        path("me", me),
        path("password", change_password),
    ]
    return Adapter(
        app=django_project.application(),
        people=django_project.DjangoUsers(),
        setting="knox.urls and the login view of its documentation"
        if not safest
        else "one hour sliding, eight at most, rows deleted at a password change",
        login=Route(
            "POST",
            "/auth/login/",
            {"username": "{user}", "password": "{password}"},
        ),
        header=("Authorization", "Token {}"),
        access="token",
        logout=Route("POST", "/auth/logout/"),
        logout_all=Route("POST", "/auth/logoutall/"),
        change_password=Route("POST", "/password", {"password": "{new}"})
        if safest
        else None,
        public=Route("GET", "/public"),
        stored=lambda: django_project.tables("knox_authtoken"),
    )
