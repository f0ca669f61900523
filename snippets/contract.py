"""The HTTP contract of the example servers, as one of them describes itself."""

import json


def describe() -> str:
    """Return the OpenAPI description of a hybrid, which has both halves, as JSON."""
    # Imported late, so that who imports the hooks need not wait for FastAPI.
    from examples.servers.fastapi_hybrid import make_app  # noqa: PLC0415

    return json.dumps(make_app().openapi(), indent=1)
