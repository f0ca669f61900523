"""The example servers by name: each module has a `make_app()` without arguments."""

ASGI = {
    "fastapi-session": "examples.servers.fastapi_session",
    "fastapi-jwt": "examples.servers.fastapi_jwt",
    "fastapi-hybrid": "examples.servers.fastapi_hybrid",
}
"""Run by uvicorn."""

WSGI = {
    "flask-session": "examples.servers.flask_session",
    "flask-jwt": "examples.servers.flask_jwt",
    "flask-hybrid": "examples.servers.flask_hybrid",
    "django-session": "examples.servers.django_session",
    "django-jwt": "examples.servers.django_jwt",
    "django-hybrid": "examples.servers.django_hybrid",
}
"""Run by gunicorn."""

SERVERS = ASGI | WSGI

EXTRA_SERVERS = {
    "bff": "examples.servers.bff",
    "signed-cookie-replay": "examples.servers.signed_cookie_replay",
    "signed-cookie-versions": "examples.servers.signed_cookie_versions",
}
"""Run by gunicorn as well; each makes one point and has a contract of its own."""
