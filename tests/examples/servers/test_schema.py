"""Check that the OpenAPI description of FastAPI holds for any request."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from examples.servers import fastapi_hybrid
from tests.examples.servers.running import PASSWORD, AsgiTransport
from tests.examples.servers.users import JwtUser, SessionUser

type Operation = APIOperation[Any, Any, Any, Any]


def authorized(http: httpx.Client) -> dict[str, str]:
    token, session = JwtUser(http, "/api"), SessionUser(http, "/web")
    token.log_in()
    session.log_in()
    return {
        "Authorization": f"Bearer {token.access}",
        "Cookie": session.cookie,
        "X-CSRF-Token": session.csrf,
    }


def check_operation(operation: Operation, headers: dict[str, str]) -> None:
    @settings(max_examples=5, deadline=None, derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=headers)

    check()


@pytest.mark.parametrize("logged_in", [False, True])
def test_each_operation(monkeypatch: pytest.MonkeyPatch, logged_in: bool) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    app = fastapi_hybrid.make_app()
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    found = list(schema.get_all_operations())
    assert len(found) == 14
    transport = AsgiTransport(app)
    with httpx.Client(transport=transport, base_url="http://testserver") as http:
        for result in found:
            assert isinstance(result, Ok)
            check_operation(result.ok(), authorized(http) if logged_in else {})
