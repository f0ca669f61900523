"""Sign in with Flask-JWT-Extended: access and refresh tokens."""

import os
import secrets
from typing import Any

from flask import Flask, abort, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
)

from examples.libraries.adapter import Accounts, Adapter, Route, Setting
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM


def make(setting: Setting) -> Adapter:
    """Return the application; source: "Basic Usage" and "Refreshing Tokens"."""
    people = Accounts()
    secret = secrets.token_urlsafe(48)
    # --8<-- [start:quick_start]
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = secret
    jwt = JWTManager(app)

    @app.post("/login")
    def login() -> dict[str, str]:
        given = request.get_json()
        if not people.check(given["username"], given["password"]):
            abort(401)
        return {
            "access_token": create_access_token(given["username"]),
            "refresh_token": create_refresh_token(given["username"]),
        }

    @app.get("/me")
    @jwt_required()
    def me() -> dict[str, str]:
        return {"user": get_jwt_identity()}

    # --8<-- [end:quick_start]

    blocklist: set[str] = set()

    # --8<-- [start:refresh]
    @app.post("/refresh")
    @jwt_required(refresh=True)
    def refresh() -> dict[str, str]:
        user = get_jwt_identity()
        if setting == "quick-start":
            return {"access_token": create_access_token(user)}
        blocklist.add(get_jwt()["jti"])
        return {
            "access_token": create_access_token(user),
            "refresh_token": create_refresh_token(user),
        }

    # --8<-- [end:refresh]

    @app.post("/logout")
    @jwt_required(verify_type=False)
    def logout() -> dict[str, Any]:
        blocklist.add(get_jwt()["jti"])
        return {}

    @app.get("/public")
    def public() -> dict[str, str]:
        return {"user": "everybody@example.com"}

    if os.environ.get("ALGORITHM") == "RS256":
        app.config["JWT_ALGORITHM"] = "RS256"
        app.config["JWT_PRIVATE_KEY"] = PRIVATE_PEM
        app.config["JWT_PUBLIC_KEY"] = PUBLIC_PEM
    if setting == "safest":
        # --8<-- [start:safest]
        app.config.update(
            JWT_ENCODE_ISSUER="https://auth.example",
            JWT_DECODE_ISSUER="https://auth.example",
            JWT_ENCODE_AUDIENCE="https://api.example",
            JWT_DECODE_AUDIENCE="https://api.example",
        )

        @jwt.token_in_blocklist_loader
        def is_revoked(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
            return claims["jti"] in blocklist

        @jwt.token_verification_loader
        def expires(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
            return "exp" in claims

        @jwt.user_lookup_loader
        def look_up(_header: dict[str, Any], claims: dict[str, Any]) -> object:
            return people.find(claims["sub"])

        # --8<-- [end:safest]
    return Adapter(
        app=app,
        people=people,
        setting="JWTManager(app) with a random secret"
        if setting == "quick-start"
        else "issuer, audience, a blocklist, exp required, the user looked up",
        refresh_token="refresh_token",
        refresh=Route("POST", "/refresh"),
        logout=Route("POST", "/logout") if setting == "safest" else None,
        logout_twice=True,
        public=Route("GET", "/public"),
        key=secret.encode(),
        public_key=PUBLIC_PEM.encode(),
        key_accepted=key_accepted,
    )


def key_accepted(key: bytes) -> object:
    """Make a token with a given secret and verify it."""
    from flask_jwt_extended import decode_token

    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = key.decode()
    JWTManager(app)
    with app.app_context():
        return decode_token(create_access_token("alice"))
