"""Run the example servers inside a page, each with a client, a clock and a store.

The methods that a page calls return plain dicts. No text from a reader makes them
raise.
"""

import secrets
from dataclasses import astuple
from importlib import import_module
from typing import Any, TypedDict

from examples.auth.clock import ManualClock
from examples.auth.throttle import Throttle
from examples.auth.users import Authenticator, Users
from examples.auth.wording import shown_duration, shown_time
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.panel_client import Cookie, Exchange, PanelClient, RequestFieldError
from examples.panel.panel_requests import PRESETS, WALKS, preset
from examples.servers.settings import Settings
from examples.servers.wiring import Dependencies
from examples.stores.memory import MemoryStore

START = 1_800_000_000
"""Seconds since 1970 at which every panel's clock starts, recorded or live."""


class Entry(TypedDict):
    """An entry of the store, or a member of one of its indexes."""

    key: str
    value: str
    left: str


class State(TypedDict):
    """The state of client and server between two requests."""

    time: str
    hasher: str
    cookies: list[Cookie]
    held: dict[str, str]
    store: list[Entry]


class Failure(TypedDict):
    """What is wrong, and in which field of the request."""

    error: str
    field: str


class Step(TypedDict):
    """A step of a walk: its name, its exchange if any, and the state after it."""

    label: str
    exchange: Exchange | None
    state: State


class RunningServer:
    """One server with its client, clock and store.

    Args:
        server: the module of the example server.
        users: the users who can log in.

    """

    def __init__(self, server: str, users: Users) -> None:
        self.clock = ManualClock(START)
        self.store = MemoryStore(self.clock)
        self.hasher = users.hasher.name
        authenticator = Authenticator(users, Throttle(self.store, self.clock))
        parts = Dependencies(
            Settings(users.password), self.store, authenticator, self.clock
        )
        self.app = import_module(f"examples.servers.{server}").make_app(parts)
        self.client = PanelClient(self.app, password=users.password)

    def state(self) -> State:
        """Return the present state of both sides."""
        entries = self.store.entries()
        return {
            "time": shown_time(self.clock()),
            "hasher": self.hasher,
            "cookies": self.client.cookies(),
            "held": dict(self.client.held),
            "store": [
                {"key": key, "value": value, "left": shown_duration(left)}
                for key, value, left in entries
            ],
        }


class Panel:
    """Answer the panels of a page. Each panel has a name and its own server."""

    def __init__(self) -> None:
        self._users = Users(secrets.token_urlsafe(9), BrowserHasher())
        self._servers: dict[str, RunningServer] = {}

    async def open(self, name: str, server: str) -> State:
        """Start a panel's server unless it runs, and return its state.

        The first request to an app is slow, because it builds what later requests
        use. So one request is sent here, before the reader sends the first.
        """
        if name not in self._servers:
            running = RunningServer(server, self._users)
            await running.client.send("GET", "/", "", "")
            self._servers[name] = running
        return self._servers[name].state()

    async def send(self, name: str, *fields: str) -> dict[str, Any] | Failure:
        """Send a request, and return the exchange and the state after it.

        Args:
            name: the panel's name.
            fields: method, path, headers and body as the reader wrote them.

        """
        running = self._servers[name]
        try:
            exchange = await running.client.send(*fields)
        except RequestFieldError as error:
            return {"error": str(error), "field": error.field}
        return {"exchange": exchange, "state": running.state()}

    def advance(self, name: str, seconds: int) -> State:
        """Advance a panel's clock, and return the state after that."""
        self._servers[name].clock.advance(seconds=seconds)
        return self._servers[name].state()

    def forget(self, name: str) -> None:
        """Drop a panel's server. The next `open` starts a new one."""
        self._servers.pop(name, None)


async def walk(server: str) -> list[Step]:
    """Perform the walk of a server in `WALKS`, and return its steps."""
    running = RunningServer(server, Users(secrets.token_urlsafe(9), BrowserHasher()))
    steps: list[Step] = []
    for move in WALKS[server]:
        exchange = None
        if isinstance(move, str):
            _, *fields = astuple(preset(server, move))
            exchange = await running.client.send(*fields)
        else:
            running.clock.advance(seconds=move)
        label = move if isinstance(move, str) else f"{shown_duration(move)} later"
        steps.append({"label": label, "exchange": exchange, "state": running.state()})
    return steps


async def rehearse() -> None:
    """Import everything that a page may need, so that the build can see what it is.

    This sends every preset of every server, the same with bad bodies, and requests
    that fail in other ways.
    """
    for server, presets in PRESETS.items():
        panel = Panel()
        await panel.open("", server)
        for one in presets:
            for body in (one.body, "", "{", "[]", '{"username": 7}', "x" * 20_000):
                await panel.send("", one.method, one.path, one.headers, body)
        for path in ("/openapi.json", "/no?q=%C3%A9"):
            await panel.send("", "GET", path, "Accept: text/html", "")
        await panel.send("", "PUT", "/login", "Content-Type: text/plain", "é")
        await panel.send("", "HEAD", "/me", "Authorization: Basic é", "")
