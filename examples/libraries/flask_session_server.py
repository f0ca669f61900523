"""Sign in with Flask-Session, which keeps sessions on the server."""

import os
import secrets
from typing import Any

from flask import Flask, abort, request, session
from flask_session import Session
from redis import Redis

from examples.libraries.adapter import Accounts, Adapter, Gate, Route, Setting
from examples.libraries.flask_shop import SHOP, add_cart


def make(setting: Setting) -> Adapter:
    """Return the application; source: Flask-Session, "Quick Start"."""
    people = Accounts()
    redis_url = os.environ["REDIS_URL"]
    # --8<-- [start:quick_start]
    app = Flask(__name__)
    app.config["SESSION_TYPE"] = "redis"
    app.config["SESSION_REDIS"] = Redis.from_url(redis_url)
    # --8<-- [end:quick_start]
    app.secret_key = secrets.token_bytes(32)
    if setting == "safest":
        # --8<-- [start:safest]
        app.config.update(
            SESSION_COOKIE_NAME="__Host-session",
            SESSION_COOKIE_SECURE=True,
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_REFRESH_EACH_REQUEST=False,
            PERMANENT_SESSION_LIFETIME=3600,
        )
        # --8<-- [end:safest]
    Session(app)

    # --8<-- [start:login]
    @app.post("/login")
    def login() -> dict[str, str]:
        given = request.get_json()
        if not people.check(given["username"], given["password"]):
            abort(401)
        if setting == "safest":
            app.session_interface.regenerate(session)  # type: ignore[attr-defined]
        session["username"] = given["username"]
        return {"user": session["username"]}

    # --8<-- [end:login]

    @app.get("/me")
    def me() -> dict[str, str]:
        if "username" not in session:
            abort(401)
        return {"user": session["username"]}

    @app.post("/logout")
    def logout() -> dict[str, Any]:
        session.clear()
        return {}

    gate = Gate()
    add_cart(app, gate)
    return Adapter(
        app=app,
        people=people,
        setting='SESSION_TYPE = "redis"'
        if setting == "quick-start"
        else "secure cookie, one hour, regenerate() at login",
        cookie="__Host-session" if setting == "safest" else "session",
        logout=Route("POST", "/logout"),
        gate=gate,
        redis=True,
        **SHOP,
    )
