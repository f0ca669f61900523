"""Request bodies, read with suspicion; for frameworks that do not read their own."""

import json
from typing import Any

from examples.auth.wording import shown
from examples.servers.problems import LONGEST_BODY, ProblemError, problem_for

LONGEST = 1000
"""Characters of one field: a longer password only costs time."""


def read_fields(body: bytes, content_type: str, *names: str) -> list[str]:
    """Return the named fields of a JSON object, in the order asked for.

    Args:
        body: at most `LONGEST_BODY` bytes; a server should refuse more unread.
        content_type: the header's value. A form of another site cannot send JSON.
        names: of the required fields, each a string.

    Raises:
        ProblemError: 413, 415, 400 if it is no JSON object, 422 if a field is wrong.

    """
    if len(body) > LONGEST_BODY:
        raise problem_for(413)
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise problem_for(415)
    fields = _object(body)
    return [_field(fields, name) for name in names]


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ProblemError(400, "The body is not a JSON object.")
    return fields


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
    return value
