"""Every framework checks a password for the client behind a trusted proxy."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from starlette.types import ASGIApp
from werkzeug.test import Client

from examples.auth.users import Authenticator, WrongCredentialsError
from examples.servers import fastapi_hybrid, flask_hybrid
from examples.servers.settings import Settings
from examples.servers.wiring import Dependencies, jwt_service, make_dependencies

PROXY = "10.0.0.7"
SETTINGS = Settings("pw", trusted_proxies=frozenset({PROXY}))
BODY = {"username": "alice", "password": "wrong"}

type Ask = Callable[[str, str, list[str]], None]


@dataclass(frozen=True)
class Noting(Authenticator):
    """Refuses every password, and notes the address that it came from."""

    seen: list[str]

    def check(self, username: str, password: str, address: str) -> None:
        self.seen.append(address)
        raise WrongCredentialsError(f"{username} {password} {address}")


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def parts(seen: list[str]) -> Dependencies:
    made = make_dependencies(SETTINGS)
    users = made.authenticator
    return replace(made, authenticator=Noting(users.users, users.throttle, seen))


def asgi(app: ASGIApp) -> Ask:
    async def send(peer: str, path: str, headers: list[tuple[str, str]]) -> None:
        transport = httpx.ASGITransport(app, client=(peer, 1))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost"
        ) as client:
            await client.post(path, json=BODY, headers=headers)

    def ask(peer: str, path: str, forwarded: list[str]) -> None:
        headers = [("X-Forwarded-For", value) for value in forwarded]
        asyncio.run(send(peer, path, headers))

    return ask


def wsgi(app: "Callable[..., object]") -> Ask:
    def ask(peer: str, path: str, forwarded: list[str]) -> None:
        # A WSGI server joins two headers of one name.
        headers = {"X-Forwarded-For": ",".join(forwarded)} if forwarded else {}
        environ = {"REMOTE_ADDR": peer}
        Client(app).post(path, json=BODY, headers=headers, environ_overrides=environ)  # type: ignore[arg-type]

    return ask


@pytest.fixture(params=["fastapi", "flask", "django"])
def ask(request: pytest.FixtureRequest, parts: Dependencies) -> Iterator[Ask]:
    if request.param == "fastapi":
        yield asgi(fastapi_hybrid.make_app(parts))
    elif request.param == "flask":
        yield wsgi(flask_hybrid.make_app(parts))
    else:
        project: WSGIHandler = request.getfixturevalue("django_project")
        with override_settings(
            ROOT_URLCONF="examples.servers.django_hybrid",
            LOG_INS=parts.authenticator,
            JWT_SERVICE=jwt_service(parts),
            TRUSTED_PROXIES=SETTINGS.trusted_proxies,
        ):
            yield wsgi(project)


@pytest.mark.parametrize("path", ["/web/login", "/api/login"])
def test_the_address_of_a_log_in(ask: Ask, path: str, seen: list[str]) -> None:
    ask(PROXY, path, ["198.51.100.1", "192.0.2.1"])
    ask(PROXY, path, [])
    ask("192.0.2.9", path, ["198.51.100.1"])
    assert seen == ["192.0.2.1", PROXY, "192.0.2.9"]
