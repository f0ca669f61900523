"""The example servers inside a page: each with a client, a clock and its store.

What a page calls returns plain dicts; no string that a reader types makes it raise.
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
"""When each panel's clock starts: the same for a recording and for a page."""


class Entry(TypedDict):
    """An entry of the store, or a member of an index of it."""

    key: str
    value: str
    left: str


class State(TypedDict):
    """What client and server hold between two requests."""

    time: str
    hasher: str
    cookies: list[Cookie]
    held: dict[str, str]
    store: list[Entry]


class Failure(TypedDict):
    """A sentence, and the field of the request that it speaks of."""

    error: str
    field: str


class Step(TypedDict):
    """A step of a walk: what was done, what was said, and what was left after it."""

    label: str
    exchange: Exchange | None
    state: State


class Place:
    """One server with its client.

    Args:
        server: module of the example server.
        users: who can log in.

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
        """Return what is held now, on either side."""
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
    """What server panels ask; each panel of a page has a name and its own server."""

    def __init__(self) -> None:
        self._users = Users(secrets.token_urlsafe(9), BrowserHasher())
        self._places: dict[str, Place] = {}

    async def open(self, name: str, server: str) -> State:
        """Start a panel's server unless it runs, and return what is held.

        One request goes through an app of its own kind first, since the first one
        makes what each later one uses.
        """
        if name not in self._places:
            place = Place(server, self._users)
            await place.client.send("GET", "/", "", "")
            self._places[name] = place
        return self._places[name].state()

    async def send(self, name: str, *fields: str) -> dict[str, Any] | Failure:
        """Send a request and return the exchange and what is held after it.

        Args:
            name: of the panel.
            fields: method, path, headers and body, as the reader wrote them.

        """
        place = self._places[name]
        try:
            exchange = await place.client.send(*fields)
        except RequestFieldError as error:
            return {"error": str(error), "field": error.field}
        return {"exchange": exchange, "state": place.state()}

    def advance(self, name: str, seconds: int) -> State:
        """Let time pass, and return what is held after it."""
        self._places[name].clock.advance(seconds=seconds)
        return self._places[name].state()

    def forget(self, name: str) -> None:
        """End a panel's server; the next `open` starts a new one."""
        self._places.pop(name, None)


async def walk(server: str) -> list[Step]:
    """Walk through a server as `WALKS` says, and return each step."""
    place = Place(server, Users(secrets.token_urlsafe(9), BrowserHasher()))
    steps: list[Step] = []
    for move in WALKS[server]:
        exchange = None
        if isinstance(move, str):
            _, *fields = astuple(preset(server, move))
            exchange = await place.client.send(*fields)
        else:
            place.clock.advance(seconds=move)
        label = move if isinstance(move, str) else f"{shown_duration(move)} later"
        steps.append({"label": label, "exchange": exchange, "state": place.state()})
    return steps


async def rehearse() -> None:
    """Use all that a page may use of what is installed; the build looks what that is.

    Source: each preset of each server, the same without its fields, and bad ones.
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
