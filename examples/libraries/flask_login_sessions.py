"""Sign in with Flask-Login, with its session or its remember-me cookie."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, request
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
)

from examples.libraries.adapter import Accounts, Adapter, Gate, Route, Setting
from examples.libraries.flask_shop import SHOP, add_cart


@dataclass
class User(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A user as Flask-Login sees one."""

    id: str
    session_id: str = ""


def make(setting: Setting, *, remember: bool = False) -> Adapter:
    """Return the application; source: Flask-Login, "How it Works"."""
    people = Accounts()
    # --8<-- [start:quick_start]
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    login_manager = LoginManager(app)

    @login_manager.user_loader
    def load_user(user_id: str) -> User | None:
        account = people.find(user_id)
        return User(account.name) if account else None

    @app.post("/login")
    def login() -> dict[str, str]:
        given = request.get_json()
        if not people.check(given["username"], given["password"]):
            abort(401)
        login_user(user_of(given["username"]), remember=remember)
        return {"user": given["username"]}

    # --8<-- [end:quick_start]

    def user_of(name: str) -> User:
        if setting == "quick-start":
            return User(name)
        account = people.find(name)
        assert account
        return AlternativeUser(name, account.session_id)

    @app.get("/me")
    @login_required
    def me() -> dict[str, str]:
        return {"user": current_user.id}

    @app.post("/logout")
    @login_required
    def logout() -> dict[str, Any]:
        if setting == "safest":
            people.end_sessions(current_user.id)
        logout_user()
        return {}

    if setting == "safest":

        @login_manager.user_loader
        def load_by_session_id(session_id: str) -> User | None:
            account = people.by_session_id(session_id)
            return AlternativeUser(account.name, session_id) if account else None

        # --8<-- [start:safest]
        app.config.update(
            SESSION_COOKIE_NAME="__Host-session",
            SESSION_COOKIE_SECURE=True,
            SESSION_COOKIE_SAMESITE="Lax",
            REMEMBER_COOKIE_NAME="__Host-remember",
            REMEMBER_COOKIE_SECURE=True,
            REMEMBER_COOKIE_SAMESITE="Lax",
            PERMANENT_SESSION_LIFETIME=3600,
        )
        login_manager.session_protection = "strong"
        # --8<-- [end:safest]
    cookie = "remember" if remember else "session"
    if remember and setting == "quick-start":
        cookie = "remember_token"
    gate = Gate()
    add_cart(app, gate)
    return Adapter(
        app=app,
        people=people,
        setting=f"login_user(user, remember={remember})"
        if setting == "quick-start"
        else "secure cookies, strong session protection, a random alternative id",
        cookie=cookie if setting == "quick-start" else f"__Host-{cookie}",
        logout=Route("POST", "/logout"),
        logout_all=Route("POST", "/logout") if setting == "safest" else None,
        gate=gate,
        **SHOP,
    )


# --8<-- [start:alternative_id]
class AlternativeUser(User):
    """A user whose cookies hold a random id instead of the primary key."""

    def get_id(self) -> str:
        """Return the id, which the application changes at sign-out."""
        return self.session_id


# --8<-- [end:alternative_id]
