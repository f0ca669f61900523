"""Sign in with the session cookie that Flask itself has."""

import secrets
from typing import Any

from flask import Flask, abort, request, session

from examples.libraries.adapter import Accounts, Adapter, Gate, Route, Setting
from examples.libraries.flask_shop import SHOP, add_cart


def make(setting: Setting) -> Adapter:
    """Return the application; source: Flask's quick start, "Sessions"."""
    people = Accounts()
    # --8<-- [start:quick_start]
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)

    @app.post("/login")
    def login() -> dict[str, str]:
        given = request.get_json()
        if not people.check(given["username"], given["password"]):
            abort(401)
        session["username"] = given["username"]
        return {"user": session["username"]}

    @app.get("/me")
    def me() -> dict[str, str]:
        if "username" not in session:
            abort(401)
        return {"user": session["username"]}

    # --8<-- [end:quick_start]

    @app.post("/logout")
    def logout() -> dict[str, Any]:
        session.pop("username", None)
        return {}

    if setting == "safest":
        # --8<-- [start:safest]
        app.config.update(
            SESSION_COOKIE_NAME="__Host-session",
            SESSION_COOKIE_SECURE=True,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            PERMANENT_SESSION_LIFETIME=3600,
        )
        # --8<-- [end:safest]
    gate = Gate()
    add_cart(app, gate)
    return Adapter(
        app=app,
        people=people,
        setting="Flask with a random 32-byte secret key"
        + (", secure cookie flags and one hour" if setting == "safest" else ""),
        cookie="__Host-session" if setting == "safest" else "session",
        logout=Route("POST", "/logout"),
        change_password=None,
        gate=gate,
        key_accepted=sign_with,
        **SHOP,
    )


def sign_with(key: bytes) -> str:
    """Serve one request with a given secret key, and return its session cookie."""
    app = Flask(__name__)
    app.secret_key = key

    @app.get("/")
    def set_user() -> str:
        session["username"] = "alice"
        return ""

    cookie = app.test_client().get("/").headers.get("Set-Cookie")
    if cookie is None:
        raise ValueError("Flask set no session cookie.")
    return cookie
