"""Share errors, limits and work that blocks among the FastAPI servers."""

import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from examples.servers.client_address import client_address
from examples.servers.json_body import check_length, read_object
from examples.servers.problems import (
    LONGEST_BODY,
    REFUSALS,
    TYPE,
    ProblemError,
    problem_for,
    problem_of,
)


class ProblemBody(BaseModel):
    """Describe the members of a problem in OpenAPI (RFC 9457 section 3.1)."""

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
"""The arguments of a route whose answer has no body."""

LOG = logging.getLogger(__name__)


async def run[**P, T](call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a call in a thread, because a store or a hash would block the event loop."""
    if sys.platform == "emscripten":  # The browser's Python has no threads.
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
    for kind in REFUSALS:
        app.exception_handler(kind)(_refuse)
    app.exception_handler(HTTPException)(_refuse_http)
    app.exception_handler(RequestValidationError)(_refuse_fields)
    return app


def address_of(request: Request) -> str:
    """Return the client's address; see `client_address`."""
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
    return client_address(peer, forwarded, request.app.state.trusted_proxies)


class JsonRoute(APIRoute):
    """Check the body by `read_object`, as Flask and Django do.

    FastAPI alone would answer 422 to a body of another type or without an object.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route, with the check if it takes a body."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def check(request: Request) -> Response:
            content_type = request.headers.get("Content-Type", "")
            read_object(await request.body(), content_type)
            return await handle(request)

        return check


class Guard:
    """Limit bodies, keep answers out of caches, and answer when the app fails.

    FastAPI's own `max_body_size` answers in plain text. Starlette's own handler of
    failures raises the error again, so that the ASGI server drops the connection.
    `Cache-Control: no-store`: RFC 9111 section 5.2.2.5.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        size, started = 0, False

        async def limited() -> Message:
            nonlocal size
            check_length(Headers(scope=scope).get("Content-Length"))
            message = await receive()
            size += len(message.get("body", b""))
            if size > LONGEST_BODY:
                raise problem_for(413)
            return message

        async def uncached(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, limited, uncached)
        except Exception:
            if started:
                raise
            LOG.exception("The app failed at %s %s", scope["method"], scope["path"])
            await answer(problem_for(500))(scope, receive, uncached)


def answer(problem: ProblemError) -> JSONResponse:
    """Return the response that carries a problem."""
    return JSONResponse(problem.body(), problem.status, problem.headers, TYPE)


async def _refuse(_: Request, error: Exception) -> JSONResponse:
    return answer(problem_of(error))


async def _refuse_http(_: Request, error: HTTPException) -> JSONResponse:
    problem = problem_for(error.status_code)
    problem.headers.update(error.headers or {})
    return answer(problem)


async def _refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return answer(ProblemError(422, f"{place}: {first['msg']}."))
