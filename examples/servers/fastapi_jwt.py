"""Serve access and refresh tokens with FastAPI."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from examples.servers.fastapi_parts import (
    NO_CONTENT,
    JsonRoute,
    address_of,
    new_app,
    problems,
    run,
)
from examples.servers.fastapi_session import Credentials, Text
from examples.servers.service_jwt import Holder, JwtService, Pair
from examples.servers.service_session import Listed
from examples.servers.wiring import Dependencies, jwt_service, make_dependencies


class RefreshToken(BaseModel):
    """Describe the body of a refresh."""

    refresh_token: Text


async def service_of(request: Request) -> JwtService:
    """Return the service of the app that answers the request."""
    service: JwtService = request.app.state.jwt
    return service


async def authorization_of(request: Request) -> str | None:
    """Return the Authorization headers, joined by commas as a WSGI server does."""
    return ",".join(request.headers.getlist("Authorization")) or None


Service = Annotated[JwtService, Depends(service_of)]
Authorization = Annotated[str | None, Depends(authorization_of)]
# This is for the OpenAPI description: the service reads the header itself.
bearer = [Depends(HTTPBearer(auto_error=False))]
open_router = APIRouter(responses=problems(503), route_class=JsonRoute)
router = APIRouter(responses=problems(401, 503), dependencies=bearer)


# --8<-- [start:log_in]
@open_router.post("/login", responses=problems(400, 401, 413, 415, 422, 429))
async def log_in(
    given: Credentials,
    request: Request,
    service: Service,
) -> Pair:
    """Check the password, and issue the first pair of tokens."""
    return await run(
        service.log_in,
        given.username,
        given.password,
        address=address_of(request),
    )


# --8<-- [end:log_in]


# --8<-- [start:refresh]
@open_router.post("/token/refresh", responses=problems(400, 401, 413, 415, 422))
async def refresh(given: RefreshToken, service: Service) -> Pair:
    """Exchange a refresh token, which works once, for a new pair."""
    return await run(service.refresh, given.refresh_token)


# --8<-- [end:refresh]


@open_router.get("/.well-known/jwks.json")
async def jwks(response: Response, service: Service) -> dict[str, Any]:
    """Publish the public keys (RFC 7517 section 5)."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return dict(service.tokens.keys.jwks())


# --8<-- [start:me]
@router.get("/me")
async def me(service: Service, authorization: Authorization) -> Holder:
    """Return the user of the access token."""
    return await run(service.me, authorization)


# --8<-- [end:me]


@router.get("/sessions")
async def list_sessions(service: Service, authorization: Authorization) -> list[Listed]:
    """List the user's log-ins."""
    return await run(service.list_all, authorization)


@router.delete("/sessions/{id}", **NO_CONTENT, responses=problems(404))
async def end_session(
    id: str,  # noqa: A002
    service: Service,
    authorization: Authorization,
) -> None:
    """Revoke one log-in of the user."""
    await run(service.end_one, authorization, id)


# --8<-- [start:log_out]
@router.post("/logout", **NO_CONTENT)
async def log_out(service: Service, authorization: Authorization) -> None:
    """Sign out: revoke the tokens of this log-in."""
    await run(service.log_out, authorization)


# --8<-- [end:log_out]


@router.post("/logout-all", **NO_CONTENT)
async def log_out_all(service: Service, authorization: Authorization) -> None:
    """Sign out everywhere: revoke every log-in of the user."""
    await run(service.log_out_all, authorization)


def make_app(parts: Dependencies | None = None) -> FastAPI:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("JWT", parts.settings.trusted_proxies)
    app.state.jwt = jwt_service(parts)
    app.include_router(open_router)
    app.include_router(router)
    return app
