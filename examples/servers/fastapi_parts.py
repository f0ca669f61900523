"""What the FastAPI servers share: errors, limits, and work that may block."""

import sys
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from examples.servers.client_address import client_address
from examples.servers.problems import (
    LONGEST_BODY,
    REFUSALS,
    TYPE,
    ProblemError,
    problem_for,
    problem_of,
)


class ProblemBody(BaseModel):
    """The members of RFC 9457 §3.1, for the OpenAPI description."""

    title: str
    status: int
    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe these answers in OpenAPI."""
    content = {TYPE: {"schema": ProblemBody.model_json_schema()}}
    return {
        status: {"description": problem_for(status).detail, "content": content}
        for status in statuses
    }


NO_CONTENT: dict[str, Any] = {"status_code": 204, "response_class": Response}
"""Of a route whose answer has no body."""


async def run[**P, T](call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Let a call that may wait for a store or a hash leave the event loop free."""
    if sys.platform == "emscripten":  # no threads in the browser
        return call(*args, **kwargs)
    return await run_in_threadpool(call, *args, **kwargs)


def new_app(title: str, trusted_proxies: frozenset[str] = frozenset()) -> FastAPI:
    """Return an app whose every error is a problem+json.

    Args:
        title: the name in the OpenAPI description.
        trusted_proxies: the proxies whose X-Forwarded-For counts.

    """
    app = FastAPI(title=title, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.trusted_proxies = trusted_proxies
    app.add_middleware(Guard)
    kinds: tuple[type[Exception], ...] = (*REFUSALS, Exception)
    for kind in kinds:
        app.exception_handler(kind)(_refuse)
    app.exception_handler(HTTPException)(_refuse_http)
    app.exception_handler(RequestValidationError)(_refuse_fields)
    return app


def address_of(request: Request) -> str:
    """Return the client's address; see `client_address`."""
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
    return client_address(peer, forwarded, request.app.state.trusted_proxies)


class Guard:
    """Refuses long bodies, and keeps answers out of caches (RFC 9111 §5.2.2.5)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LONGEST_BODY:
                raise HTTPException(413)
            return message

        async def uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, limited, uncached)


def answer(problem: ProblemError) -> JSONResponse:
    """Return the response that a problem is sent as."""
    return JSONResponse(problem.body(), problem.status, problem.headers, TYPE)


async def _refuse(_: Request, error: Exception) -> JSONResponse:
    return answer(problem_of(error))


async def _refuse_http(_: Request, error: HTTPException) -> JSONResponse:
    problem = problem_for(error.status_code)
    problem.headers.update(error.headers or {})
    return answer(problem)


async def _refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return answer(ProblemError(400, "The body is not a JSON object."))
    place = ".".join(str(part) for part in first["loc"])
    return answer(ProblemError(422, f"{place}: {first['msg']}."))
