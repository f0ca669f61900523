"""Run the example servers inside a page, each with a client, a thief, and a store.

The methods that a page calls return plain dicts. No text from a reader makes them
raise.
"""

import json
import secrets
import time
from dataclasses import asdict, replace
from importlib import import_module
from typing import Any, Literal, NotRequired, TypedDict

from examples.auth.clock import ManualClock
from examples.auth.throttle import Throttle
from examples.auth.users import Users
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.panel_client import Exchange, PanelClient, RequestFieldError
from examples.panel.rows import (
    HELD,
    Row,
    compared,
    cookie_row,
    held_rows,
    minutes,
    of_day,
    store_row,
)
from examples.panel.scenarios import SCENARIOS, Move
from examples.panel.sentences import OK, Arrow, Who, arrow, arrows, sentence
from examples.panel.trace import (
    Trace,
    WatchedAuthenticator,
    WatchedStore,
    WatchedTokens,
    asked,
)
from examples.servers.settings import Settings
from examples.servers.wiring import Dependencies
from examples.stores.memory import MemoryStore

START = 1_800_000_000
"""Seconds since 1970 at which every panel's clock starts, recorded or live."""


class State(TypedDict):
    """What everybody held after a step."""

    jar: list[Row]
    held: list[Row]
    thief: list[Row]
    store: list[Row]
    asked: str


class Turn(TypedDict):
    """One item of the timeline.

    `status` is 0 without a request, `outcome` tells what came of the thief's attempt
    and `verdict` says it in words; `milliseconds` is how long the server took.
    """

    who: Who
    does: str
    request: str
    status: int
    says: str
    outcome: Literal["none", "breach", "blocked"]
    verdict: str
    clock: str
    milliseconds: float
    arrows: list[Arrow]
    state: State
    exchange: Exchange | None


class Refusal(TypedDict):
    """What is wrong with a request that was not sent, and in which field."""

    error: str
    field: str


class Answer(TypedDict):
    """The turns from number `first` on; `refused` stands for the last move."""

    first: int
    turns: list[Turn]
    refused: NotRequired[Refusal]


class RunningServer:
    """One server with its client, its thief, its clock and its store.

    Args:
        server: the module of the example server.
        users: the users who can log in.

    """

    def __init__(self, server: str, users: Users) -> None:
        self.clock = ManualClock(START)
        self.store = MemoryStore(self.clock)
        self.trace: Trace = []
        store = WatchedStore(self.store, self.trace)
        authenticator = WatchedAuthenticator(
            users, Throttle(store, self.clock), self.trace
        )
        parts = Dependencies(Settings(users.password), store, authenticator, self.clock)
        self.app = import_module(f"examples.servers.{server}").make_app(parts)
        service = getattr(self.app.state, "jwt", None)
        if service is not None:
            tokens = WatchedTokens.watching(service.tokens, self.trace)
            self.app.state.jwt = replace(service, tokens=tokens)
        self.client = PanelClient(self.app, password=users.password)
        self.thief = PanelClient(self.app)
        self._rows: dict[str, list[Row]] = {}
        self._outlived = False
        self._copied = ""

    async def take(self, move: Move) -> Turn:
        """Do what a button asks for, and return what came of it.

        Raises:
            RequestFieldError: the request cannot be sent; the server saw nothing.

        """
        if move.act == "send":
            return await self._send(move)
        self.clock.advance(seconds=move.wait)
        self.trace.clear()
        if move.act == "copy":
            says = self._copy(move.copies)
            drawn = [arrow("client-thief", "copy")]
        else:
            says, drawn = "No request: the server learns nothing of it.", []
        return self._turn(move, says, drawn)

    async def _send(self, move: Move) -> Turn:
        sender = self.thief if move.who == "thief" else self.client
        request = (move.method, move.path, move.headers, move.body)
        self.clock.advance(seconds=move.wait)
        self.trace.clear()
        started = time.perf_counter()
        exchange = await sender.send(*request)
        took = (time.perf_counter() - started) * 1000
        status, answer = exchange["status"], _json(exchange["response_body"])
        outlived = move.who == "thief" and self._is_outlived()
        says = sentence(move.who, self.trace, status, answer, outlived=outlived)
        drawn = arrows(
            move.who, self.trace, _credential(exchange), refused=status >= OK
        )
        turn = self._turn(move, says, drawn)
        first = exchange["request"].partition(" HTTP/")[0]
        turn |= {
            "request": first,
            "status": status,
            "milliseconds": round(took, 1),
            "exchange": exchange,
        }
        if move.who in ("thief", "site"):
            turn["outcome"] = "breach" if status < OK else "blocked"
            turn["verdict"] = self._verdict(status, answer, outlived=outlived)
        return turn

    def _copy(self, name: str) -> str:
        if name == "cookie":
            for cookie in self.client.cookies():
                self.thief.held["cookie"] = f"{cookie.name}={cookie.value}"
                self._copied = cookie.value or ""
                return "No request: the server cannot notice a copy."
        elif name in self.client.held:
            self.thief.held[name] = self._copied = self.client.held[name]
            return "No request: the server cannot notice a copy."
        return f"There was no {HELD[name]} to copy: log in first."

    def _is_outlived(self) -> bool:
        """Tell whether the thief has a copy of something that alice gave up."""
        values = [cookie.value for cookie in self.client.cookies()]
        return self._copied not in (*values, *self.client.held.values())

    def _verdict(self, status: int, answer: object, *, outlived: bool) -> str:
        if status >= OK:
            return f"Refused: {status}"
        found = answer if isinstance(answer, dict) else {}
        if "user" not in found:
            return "Accepted"
        verdict = f"{'Still' if outlived else 'Is'} {found['user']}"
        if "exp" in found:
            verdict += f", {minutes(found['exp'] - self.clock())} left"
        return verdict

    def _turn(self, move: Move, says: str, drawn: list[Arrow]) -> Turn:
        return {
            "who": move.who,
            "does": move.does,
            "request": "",
            "status": 0,
            "says": says,
            "outcome": "none",
            "verdict": "",
            "clock": of_day(self.clock()),
            "milliseconds": 0.0,
            "arrows": drawn,
            "state": self._state(),
            "exchange": None,
        }

    def _state(self) -> State:
        counted = asked(self.trace)
        now = {
            "jar": [cookie_row(cookie) for cookie in self.client.cookies()],
            "held": held_rows(self.client.held),
            "thief": held_rows(self.thief.held),
            "store": [store_row(*entry) for entry in self.store.entries()],
        }
        before, self._rows = self._rows, {}
        for name, rows in now.items():
            self._rows[name] = compared(before.get(name, []), rows)
        self._rows["jar"] += _gone(before.get("jar", []), self._rows["jar"])
        return {
            "jar": self._rows["jar"],
            "held": self._rows["held"],
            "thief": self._rows["thief"],
            "store": self._rows["store"],
            "asked": counted,
        }


def _gone(before: list[Row], now: list[Row]) -> list[Row]:
    """Return the cookies that an earlier step removed, with their flags."""
    there = {one["key"] for one in now}
    past = [one for one in before if one["gone"] or one["change"] == "removed"]
    return [
        {**one, "change": "", "gone": True} for one in past if one["key"] not in there
    ]


def _credential(exchange: Exchange) -> str:
    """Return a word for what the request brought along."""
    head, body = exchange["request"].lower(), exchange["request_body"]
    for word, found in (
        ("refresh", '"refresh_token"' in body),
        ("password", '"password"' in body),
        ("token", "\nauthorization: " in head),
        ("cookie", "\ncookie: " in head),
    ):
        if found:
            return word
    return "no cookie" if "\norigin: " in head else "nothing"


def _json(text: str) -> object:
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError:
        return None
    return found


class Panel:
    """Answer the panels of a page. Each panel has a name and its own server."""

    def __init__(self) -> None:
        self._users = Users(secrets.token_urlsafe(9), BrowserHasher())
        self._servers: dict[str, RunningServer] = {}
        self._done: dict[str, list[dict[str, Any]]] = {}

    async def run(self, name: str, server: str, moves: list[dict[str, Any]]) -> Answer:
        """Take these moves, and return the turns that are new.

        The server goes on where the last call ended. For another beginning, and
        after Python was stopped, it starts again and takes every move.

        Args:
            name: the panel's name.
            server: the module of the example server.
            moves: the fields of `Move`, in order.

        """
        done = self._done.get(name)
        if done is None or moves[: len(done)] != done:
            await self._start(name, server)
            done = self._done[name] = []
        answer: Answer = {"first": len(done), "turns": []}
        for move in moves[len(done) :]:
            try:
                turn = await self._servers[name].take(Move(**move))
            except RequestFieldError as error:
                answer["refused"] = {"error": str(error), "field": error.field}
                break
            answer["turns"].append(turn)
            done.append(move)
        return answer

    def forget(self, name: str) -> None:
        """Drop the server of a panel that the reader has left."""
        self._servers.pop(name, None)
        self._done.pop(name, None)

    async def _start(self, name: str, server: str) -> None:
        # The first request to an app is slow, because it builds what later requests
        # use. So one request is sent before the reader's first.
        running = RunningServer(server, self._users)
        await running.client.send("GET", "/", "", "")
        self._servers[name] = running


async def record(scenario: str) -> list[Turn]:
    """Return every turn of a story, from a run of its server."""
    told = SCENARIOS[scenario]
    moves = [asdict(step) for step in told.steps]
    return (await Panel().run("", told.server, moves))["turns"]


async def rehearse() -> None:
    """Import everything that a page may need, so that the build can see what it is.

    This presses every button of every panel, sends the same with bad bodies, and
    requests that fail in other ways.
    """
    for told in SCENARIOS.values():
        panel = Panel()
        moves = [asdict(one) for one in (*told.steps, *told.presets)]
        await panel.run("", told.server, moves)
        one = Move("", "", method="POST", path="/login")
        json_ = "Content-Type: application/json"
        for body in ("", "{", "[]", '{"username": 7}', "x" * 20_000):
            moves.append(asdict(replace(one, headers=json_, body=body)))
        for path in ("/openapi.json", "/no?q=%C3%A9"):
            moves.append(asdict(replace(one, method="GET", path=path)))
        text = replace(one, method="PUT", headers="Content-Type: text/plain", body="é")
        head = replace(one, method="HEAD", headers="Authorization: Basic é")
        moves += [asdict(text), asdict(head), asdict(replace(one, path="no path"))]
        await panel.run("", told.server, moves)
