"""Start the example servers as their users do, each in a process of its own."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import WSGIApplication

import httpx
import uvicorn
from starlette.types import ASGIApp
from werkzeug.serving import make_server

from tests.redis_servers import ReservedPort, wait_for

PASSWORD = "correct horse battery staple"


@contextmanager
def running(name: str, log: Path, **environment: str) -> Iterator[httpx.Client]:
    """Run a server, and give a client as soon as it answers."""
    with running_at(ReservedPort(), name, log, environment) as client:
        yield client


@contextmanager
def running_at(
    reserved: ReservedPort, name: str, log: Path, environment: dict[str, str]
) -> Iterator[httpx.Client]:
    """Run a server on this port, and give the port back afterwards."""
    port = str(reserved.number)
    command = [sys.executable, "-m", "examples.servers.run", name, "--port", port]
    variables = os.environ | {"DEMO_PASSWORD": PASSWORD} | environment
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=variables, stdout=out, stderr=out)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            wait_for(lambda: _answers(client, process, log), f"an answer of {name}", 20)
            yield client
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reserved.release()


def _answers(
    client: httpx.Client, process: "subprocess.Popen[bytes]", log: Path
) -> bool:
    assert process.poll() is None, log.read_text()
    try:
        client.get("/")
    except httpx.ConnectError:
        return False
    return True


@contextmanager
def serving(app: WSGIApplication) -> Iterator[httpx.Client]:
    """Serve a WSGI app from a thread; httpx.WSGITransport loses repeated headers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as client:
            yield client
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serving_asgi(app: ASGIApp) -> Iterator[httpx.Client]:
    """Serve an ASGI app by uvicorn, from a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, args=[[listening]])
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


class AsgiTransport(httpx.BaseTransport):
    """Let a synchronous client talk to an ASGI app."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._handle(request))

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        given = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.read(),
        )
        answer = await self._inner.handle_async_request(given)
        content = await answer.aread()
        return httpx.Response(
            answer.status_code, headers=answer.headers, content=content
        )
