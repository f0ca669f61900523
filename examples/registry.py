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
}
"""Run by gunicorn."""

SERVERS = ASGI | WSGI
