"""Serve tokens of a signing library: the ten lines that every such API needs."""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route as Path

from examples.libraries.adapter import Accounts, Route

PUBLIC = Route("GET", "/public")


def make_api(
    people: Accounts, issue: Callable[[str], str], verify: Callable[[str], Any]
) -> Starlette:
    """Return an API that issues tokens at login and verifies them at `/me`.

    Args:
        people: the users.
        issue: makes the token of a user.
        verify: returns the user of a token, or raises any exception.

    """

    async def login(request: Request) -> JSONResponse:
        given = await request.json()
        if not people.check(given["username"], given["password"]):
            return JSONResponse({"error": "Wrong name or password."}, 401)
        return JSONResponse({"access_token": issue(given["username"])})

    async def me(request: Request) -> JSONResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            return JSONResponse({"user": verify(token)})
        except Exception as error:
            return JSONResponse({"error": type(error).__name__}, 401)

    async def public(_request: Request) -> JSONResponse:
        return JSONResponse({"user": "everybody@example.com"})

    return Starlette(
        routes=[
            Path("/login", login, methods=["POST"]),
            Path("/me", me),
            Path("/public", public),
        ]
    )
