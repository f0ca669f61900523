"""List the example servers by name; each module has a `make_app()`."""

ASGI = {
    "fastapi-session": "examples.servers.fastapi_session",
    "fastapi-jwt": "examples.servers.fastapi_jwt",
    "fastapi-hybrid": "examples.servers.fastapi_hybrid",
}
"""The servers that uvicorn runs."""

WSGI = {
    "flask-session": "examples.servers.flask_session",
    "flask-jwt": "examples.servers.flask_jwt",
    "flask-hybrid": "examples.servers.flask_hybrid",
    "django-session": "examples.servers.django_session",
    "django-jwt": "examples.servers.django_jwt",
    "django-hybrid": "examples.servers.django_hybrid",
}
"""The servers that gunicorn runs."""

SERVERS = ASGI | WSGI

EXTRA_SERVERS = {
    "bff": "examples.servers.bff",
    "identity-provider": "examples.servers.identity_provider",
    "login-relay": "examples.servers.login_relay",
    "opaque": "examples.servers.opaque",
    "resource-server": "examples.servers.resource_server",
    "signed-cookie-replay": "examples.servers.signed_cookie_replay",
    "signed-cookie-versions": "examples.servers.signed_cookie_versions",
}
"""More servers for gunicorn; each shows one point, with its own contract."""
