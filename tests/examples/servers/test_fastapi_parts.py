import asyncio
import sys
import threading

import httpx
import pytest

from examples.servers.fastapi_parts import new_app, run
from examples.servers.problems import TYPE


def test_work_leaves_the_event_loop_free_where_there_are_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = threading.get_ident()
    assert asyncio.run(run(threading.get_ident)) != here
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert asyncio.run(run(threading.get_ident)) == here


def test_a_failure_tells_nothing() -> None:
    app = new_app("Test")

    @app.get("/")
    async def fail() -> None:
        raise KeyError("secret")

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test"
        ) as client:
            return await client.get("/")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.headers["content-type"]) == (500, TYPE)
    assert "secret" not in answer.text
