"""Serve sessions in a cookie with FastAPI."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.security import APIKeyCookie, APIKeyHeader
from pydantic import BaseModel, Field

from examples.auth.csrf import HEADER
from examples.servers.fastapi_parts import (
    NO_CONTENT,
    JsonRoute,
    address_of,
    new_app,
    problems,
    run,
)
from examples.servers.json_body import LONGEST
from examples.servers.service_session import CLEARED, COOKIE, Listed, Me, SessionService
from examples.servers.wiring import Dependencies, make_dependencies, session_service

type Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Credentials(BaseModel):
    """Describe the body of a log-in."""

    username: Text
    password: Text


async def service_of(request: Request) -> SessionService:
    """Return the service of the app that answers the request."""
    service: SessionService = request.app.state.sessions
    return service


Service = Annotated[SessionService, Depends(service_of)]
Cookie = Annotated[str | None, Depends(APIKeyCookie(name=COOKIE, auto_error=False))]
# This is for the OpenAPI description: the service reads the header itself.
changes = [Depends(APIKeyHeader(name=HEADER, auto_error=False))]
router = APIRouter(responses=problems(401, 503), route_class=JsonRoute)


# --8<-- [start:log_in]
@router.post("/login", responses=problems(400, 403, 413, 415, 422, 429))
async def log_in(
    given: Credentials,
    request: Request,
    response: Response,
    service: Service,
    cookie: Cookie,
) -> Me:
    """Check the password, and start a session under a new id."""
    started = await run(
        service.log_in,
        given.username,
        given.password,
        address=address_of(request),
        headers=request.headers,
        cookie=cookie,
    )
    response.headers["Set-Cookie"] = started.set_cookie
    return started.body


# --8<-- [end:log_in]


# --8<-- [start:me]
@router.get("/me")
async def me(service: Service, cookie: Cookie) -> Me:
    """Return the user of the session."""
    return await run(service.me, cookie)


# --8<-- [end:me]


@router.get("/sessions")
async def list_sessions(service: Service, cookie: Cookie) -> list[Listed]:
    """List the user's sessions."""
    return await run(service.list_all, cookie)


@router.delete(
    "/sessions/{id}",
    **NO_CONTENT,
    dependencies=changes,
    responses=problems(403, 404),
)
async def end_session(
    id: str,  # noqa: A002
    request: Request,
    service: Service,
    cookie: Cookie,
) -> None:
    """End one session of the user."""
    await run(service.end_one, cookie, request.headers, id)


# --8<-- [start:log_out]
@router.post(
    "/logout",
    **NO_CONTENT,
    dependencies=changes,
    responses=problems(403),
)
async def log_out(
    request: Request,
    service: Service,
    cookie: Cookie,
) -> Response:
    """Sign out: end this session."""
    await run(service.log_out, cookie, request.headers)
    return Response(status_code=204, headers={"Set-Cookie": CLEARED})


# --8<-- [end:log_out]


@router.post("/logout-all", **NO_CONTENT, dependencies=changes, responses=problems(403))
async def log_out_all(request: Request, service: Service, cookie: Cookie) -> Response:
    """Sign out everywhere: end every session of the user."""
    await run(service.log_out_all, cookie, request.headers)
    return Response(status_code=204, headers={"Set-Cookie": CLEARED})


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> FastAPI:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("Sessions", parts.settings.trusted_proxies)
    app.state.sessions = session_service(parts)
    app.include_router(router)
    return app


# --8<-- [end:make_app]
