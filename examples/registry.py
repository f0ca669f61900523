"""The example servers by name: each module has a `make_app()` without arguments."""

ASGI = {
    "fastapi-session": "examples.fastapi_session",
    "fastapi-jwt": "examples.fastapi_jwt",
    "fastapi-hybrid": "examples.fastapi_hybrid",
}
"""Run by uvicorn."""

WSGI = {
    "django-session": "examples.django_session",
    "django-jwt": "examples.django_jwt",
    "django-hybrid": "examples.django_hybrid",
}
"""Run by gunicorn."""

SERVERS = ASGI | WSGI
