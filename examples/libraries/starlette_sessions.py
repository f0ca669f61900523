"""Sign in with Starlette's SessionMiddleware, which signs the session's data."""

import secrets

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route as Path

from examples.libraries.adapter import Accounts, Adapter, Gate, Route, Setting
from examples.libraries.starlette_shop import SHOP, cart_routes


def make(setting: Setting) -> Adapter:
    """Return the application; source: Starlette, "Middleware"."""
    people, gate = Accounts(), Gate()

    # --8<-- [start:quick_start]
    async def login(request: Request) -> JSONResponse:
        given = await request.json()
        if not people.check(given["username"], given["password"]):
            raise HTTPException(401)
        request.session["username"] = given["username"]
        return JSONResponse({"user": given["username"]})

    async def me(request: Request) -> JSONResponse:
        if "username" not in request.session:
            raise HTTPException(401)
        return JSONResponse({"user": request.session["username"]})

    async def logout(request: Request) -> JSONResponse:
        request.session.clear()
        return JSONResponse({})

    # --8<-- [end:quick_start]
    app = Starlette(
        routes=[
            Path("/login", login, methods=["POST"]),
            Path("/me", me),
            Path("/logout", logout, methods=["POST"]),
            *cart_routes(gate),
        ]
    )
    # --8<-- [start:middleware]
    secret = secrets.token_urlsafe(32)
    if setting == "quick-start":
        app.add_middleware(SessionMiddleware, secret_key=secret)
    # --8<-- [end:middleware]
    else:
        # --8<-- [start:safest]
        app.add_middleware(
            SessionMiddleware,
            secret_key=secret,
            session_cookie="__Host-session",
            same_site="strict",
            https_only=True,
            max_age=3600,
        )
        # --8<-- [end:safest]
    return Adapter(
        app=app,
        people=people,
        setting="SessionMiddleware with a random secret"
        + ("" if setting == "quick-start" else ", secure cookie flags, one hour"),
        cookie="session" if setting == "quick-start" else "__Host-session",
        logout=Route("POST", "/logout"),
        gate=gate,
        key_accepted=sign_with,
        **SHOP,
    )


def sign_with(key: bytes) -> object:
    """Build the middleware with a given secret, and let it sign."""
    made = SessionMiddleware(Starlette(), secret_key=key.decode())
    return made.signer.sign(b"data")
