"""Sign in with starsessions, which keeps sessions in a store of your choice."""

import asyncio
import os
import secrets

from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route as Path
from starsessions import (
    CookieStore,
    SessionAutoloadMiddleware,
    SessionMiddleware,
    SessionStore,
    regenerate_session_id,
)
from starsessions.stores.redis import RedisStore

from examples.libraries.adapter import Accounts, Adapter, Gate, Route, Setting
from examples.libraries.starlette_shop import SHOP, cart_routes


def make(setting: Setting, *, in_cookie: bool = False) -> Adapter:
    """Return the application; source: the README of starsessions."""
    people, gate = Accounts(), Gate()

    # --8<-- [start:login]
    async def login(request: Request) -> JSONResponse:
        given = await request.json()
        if not people.check(given["username"], given["password"]):
            raise HTTPException(401)
        if setting == "safest":
            regenerate_session_id(request)
        request.session["username"] = given["username"]
        return JSONResponse({"user": given["username"]})

    # --8<-- [end:login]

    async def me(request: Request) -> JSONResponse:
        if "username" not in request.session:
            raise HTTPException(401)
        return JSONResponse({"user": request.session["username"]})

    async def logout(request: Request) -> JSONResponse:
        request.session.clear()
        return JSONResponse({})

    app = Starlette(
        routes=[
            Path("/login", login, methods=["POST"]),
            Path("/me", me),
            Path("/logout", logout, methods=["POST"]),
            *cart_routes(gate),
        ]
    )
    # --8<-- [start:quick_start]
    store: SessionStore
    if in_cookie:
        store = CookieStore(secret_key=secrets.token_urlsafe(32))
    else:
        redis = Redis.from_url(os.environ["REDIS_URL"])
        store = RedisStore(connection=redis)
    app.add_middleware(SessionAutoloadMiddleware)
    if setting == "quick-start":
        app.add_middleware(SessionMiddleware, store=store)
    # --8<-- [end:quick_start]
    else:
        # --8<-- [start:safest]
        app.add_middleware(
            SessionMiddleware,
            store=store,
            cookie_name="__Host-session",
            cookie_same_site="strict",
            lifetime=3600,
            rolling=True,
        )
        # --8<-- [end:safest]
    return Adapter(
        app=app,
        people=people,
        setting=("CookieStore" if in_cookie else "RedisStore")
        + (
            ", nothing else set"
            if setting == "quick-start"
            else ", strict cookie, one hour, a new id at login"
        ),
        cookie="session" if setting == "quick-start" else "__Host-session",
        logout=Route("POST", "/logout"),
        gate=gate,
        redis=not in_cookie,
        key_accepted=sign_with if in_cookie else None,
        **SHOP,
    )


def sign_with(key: bytes) -> object:
    """Sign data with a given secret, and read it again."""
    store = CookieStore(secret_key=key.decode())

    async def sign_and_read() -> bytes:
        signed = await store.write("", b"data", 60, 60)
        return bytes(await store.read(signed, 60))

    return asyncio.run(sign_and_read())
