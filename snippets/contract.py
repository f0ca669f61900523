"""The HTTP contract of the example servers, as one of them describes itself."""

import json


def describe() -> str:
    """Return the OpenAPI description of a hybrid, which has both halves, as JSON."""
    # Imported late: FastAPI takes a moment, and most tests of the hooks do without.
    from examples.fastapi_hybrid import make_app  # noqa: PLC0415

    return json.dumps(make_app().openapi(), indent=1)
