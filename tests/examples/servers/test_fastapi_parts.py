import asyncio
import sys
import threading
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from examples.servers.fastapi_parts import new_app, run
from examples.servers.problems import TYPE
from tests.examples.servers.raw_http import connected, request
from tests.examples.servers.running import serving_asgi


def test_work_leaves_the_event_loop_free_where_there_are_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = threading.get_ident()
    assert asyncio.run(run(threading.get_ident)) != here
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert asyncio.run(run(threading.get_ident)) == here


def failing_app() -> FastAPI:
    app = new_app("Test")

    @app.get("/")
    async def fail() -> None:
        raise KeyError("secret")

    @app.get("/late")
    async def fail_late() -> StreamingResponse:
        def parts() -> Iterator[str]:
            yield "begun"
            raise KeyError("secret")

        return StreamingResponse(parts())

    return app


def test_a_failure_is_logged_tells_nothing_and_keeps_the_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving_asgi(failing_app()) as http, connected(http.base_url) as connection:
        for _ in range(2):
            connection.send(request("GET", "/"))
            answer = connection.read()
            assert answer is not None
            assert (answer.status, answer.headers["Content-Type"]) == (500, TYPE)
            assert answer.headers["Cache-Control"] == "no-store"
            assert b"secret" not in answer.body
    assert "The app failed at GET /" in caplog.text
    assert "secret" in caplog.text


def test_a_failure_in_the_middle_of_an_answer_ends_the_connection() -> None:
    with serving_asgi(failing_app()) as http:
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/late")
        assert http.get("/").status_code == 500
