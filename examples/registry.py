"""The example servers by name: each module has a `make_app()` without arguments."""

ASGI = {
    "fastapi-session": "examples.fastapi_session",
    "fastapi-jwt": "examples.fastapi_jwt",
    "fastapi-hybrid": "examples.fastapi_hybrid",
}
"""Run by uvicorn."""

WSGI = {
    "flask-session": "examples.flask_session",
    "flask-jwt": "examples.flask_jwt",
    "flask-hybrid": "examples.flask_hybrid",
    "django-session": "examples.django_session",
    "django-jwt": "examples.django_jwt",
    "django-hybrid": "examples.django_hybrid",
}
"""Run by gunicorn."""

SERVERS = ASGI | WSGI

MORE = {
    "bff": "examples.bff",
    "signed-cookie-replay": "examples.signed_cookie_replay",
    "signed-cookie-versions": "examples.signed_cookie_versions",
}
"""Run by gunicorn as well; each makes one point and has a contract of its own."""
