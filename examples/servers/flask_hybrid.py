"""Serve sessions to browsers and tokens to programs in one Flask app."""

from flask import Flask

from examples.servers import flask_jwt, flask_session
from examples.servers.flask_parts import new_app
from examples.servers.wiring import (
    Dependencies,
    jwt_service,
    make_dependencies,
    session_service,
)


# --8<-- [start:make_app]
def make_app(parts: Dependencies | None = None) -> Flask:
    """Return the app; without parts it makes them from the environment."""
    parts = parts or make_dependencies()
    app = new_app("Hybrid", parts.settings.trusted_proxies)
    app.extensions["sessions"] = session_service(parts)
    app.extensions["jwt"] = jwt_service(parts, at_once=True)
    app.register_blueprint(flask_session.routes, url_prefix="/web")
    app.register_blueprint(flask_jwt.routes, url_prefix="/api")
    return app


# --8<-- [end:make_app]
