"""Share errors, limits and the reading of bodies among the Flask servers."""

import json

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from examples.servers.client_address import client_address
from examples.servers.json_body import check_length, read_fields
from examples.servers.problems import (
    LONGEST_BODY,
    REFUSALS,
    TYPE,
    ProblemError,
    problem_for,
    problem_of,
)

NO_CONTENT = ("", 204)


def new_app(name: str, trusted_proxies: frozenset[str] = frozenset()) -> Flask:
    """Return an app whose every error is a problem+json.

    Args:
        name: the name of the app.
        trusted_proxies: the proxies whose X-Forwarded-For counts.

    """
    app = Flask(name, static_folder=None)
    # Werkzeug reads a chunked body up to this limit and reports no error beyond it.
    # One byte more than `read_fields` accepts makes a longer body visible.
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY + 1
    app.config["TRUSTED_PROXIES"] = trusted_proxies
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False  # `//login` is an unknown path, no redirect.
    app.after_request(_keep_out_of_caches)
    app.register_error_handler(HTTPException, _refuse_http)
    for kind in REFUSALS:
        app.register_error_handler(kind, _refuse)
    return app


def fields(*names: str) -> list[str]:
    """Return the named fields of the JSON body, in the order of the names.

    Raises:
        ProblemError: the body or a field is wrong; see `read_fields`.

    """
    check_length(request.headers.get("Content-Length"))
    return read_fields(request.get_data(), request.content_type or "", *names)


def address() -> str:
    """Return the client's address; see `client_address`."""
    forwarded = request.headers.get("X-Forwarded-For")
    trusted: frozenset[str] = current_app.config["TRUSTED_PROXIES"]
    return client_address(request.remote_addr or "", forwarded, trusted)


def answer(problem: ProblemError) -> Response:
    """Return the response that carries a problem."""
    body = json.dumps(problem.body())
    return Response(body, problem.status, problem.headers, content_type=TYPE)


def _refuse(error: Exception) -> Response:
    return answer(problem_of(error))


def _refuse_http(error: HTTPException) -> Response:
    # Werkzeug's own answer has the headers that the status requires, such as Allow.
    given = error.get_response(request.environ)
    problem = problem_for(given.status_code)
    problem.headers.update(given.headers.items())
    return answer(problem)


def _keep_out_of_caches(response: Response) -> Response:
    # RFC 9111 section 5.2.2.5.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
