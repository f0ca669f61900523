"""Describe the HTTP contract of the example servers as OpenAPI."""

import importlib
import json
from pathlib import Path

from snippets.build_cache import cached, examples_key
from snippets.recorder import freshly_imported


def describe(root: Path) -> str:
    """Return the OpenAPI description of a hybrid server as JSON.

    A hybrid has both halves of the contract, the session's and the JWT's.
    """

    def make() -> str:
        with freshly_imported(root):
            server = importlib.import_module("examples.servers.fastapi_hybrid")
            return json.dumps(server.make_app().openapi(), indent=1)

    return cached(root, "openapi", examples_key(root), make)
