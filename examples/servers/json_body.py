"""Read the JSON body of a request, and refuse everything else with one status each."""

import json
from typing import Any, NoReturn

from examples.auth.wording import shown
from examples.servers.problems import LONGEST_BODY, ProblemError, problem_for

LONGEST = 1000
"""The most characters of one field: a longer password only costs time to hash."""


def read_fields(body: bytes, content_type: str, *names: str) -> list[str]:
    """Return the named fields of a JSON object, in the order of the names.

    Args:
        body: the body; the server should refuse a longer one before it reads it all.
        content_type: the value of the header Content-Type.
        names: the required fields; each must hold a string.

    Raises:
        ProblemError: as `read_object`, and 422 if a field is missing or wrong.

    """
    fields = read_object(body, content_type)
    return [_field(fields, name) for name in names]


def read_object(body: bytes, content_type: str) -> dict[str, Any]:
    """Return the JSON object that a body holds.

    A form of another site cannot send this content type, so the check also stops
    cross-site requests. JSON is UTF-8 without a byte order mark and knows no NaN
    (RFC 8259 sections 6 and 8.1).

    Raises:
        ProblemError: 413 if the body is too long, 415 if it has another type,
            400 if it is no JSON object.

    """
    if len(body) > LONGEST_BODY:
        raise problem_for(413)
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise problem_for(415)
    try:
        fields = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ProblemError(400, "The body is not a JSON object.")
    return fields


def check_length(content_length: str | None) -> None:
    """Refuse a body by its announced length, before the server reads any of it.

    Args:
        content_length: the value of the header; None if the length is unknown.

    Raises:
        ProblemError: 413, the body is too long.

    """
    if content_length and int(content_length) > LONGEST_BODY:
        raise problem_for(413)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _field(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise ProblemError(
            422, f"The field {name} must be a string, not {shown(value)}."
        )
    if not 0 < len(value) <= LONGEST:
        raise ProblemError(
            422, f"The field {name} must have 1 to {LONGEST} characters."
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ProblemError(
            422, f"The field {name} must be text, not half a character."
        ) from error
    return value
