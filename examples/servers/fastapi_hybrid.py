"""Serve sessions to browsers and tokens to programs in one FastAPI app."""

from fastapi import FastAPI

from examples.servers import fastapi_jwt, fastapi_session
from examples.servers.fastapi_parts import new_app
from examples.servers.wiring import (
    Dependencies,
    jwt_service,
    make_dependencies,
    session_service,
)


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> FastAPI:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("Hybrid", parts.settings.trusted_proxies)
    app.state.sessions = session_service(parts)
    app.state.jwt = jwt_service(parts, at_once=True)
    app.include_router(fastapi_session.router, prefix="/web")
    app.include_router(fastapi_jwt.open_router, prefix="/api")
    app.include_router(fastapi_jwt.router, prefix="/api")
    return app


# --8<-- [end:make_app]
