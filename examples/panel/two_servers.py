"""Two servers and one thief: the home page's comparison, run on the real servers.

The session server and the JWT server each get the same steps. After every step the
thief sends `GET /me` with the credential that they copied, and the answer is shown.
"""

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, cast

from examples.auth.refresh import RefreshTokens
from examples.auth.sessions import Session, Sessions
from examples.auth.users import Users
from examples.panel.browser_hasher import BrowserHasher
from examples.panel.browser_server import START, RunningServer
from examples.panel.rows import minutes, of_day, short
from examples.panel.scenarios import preset
from examples.servers.service_session import COOKIE

type Action = Literal["log-in", "copy", "log-out", "wait"]
type Kind = Literal["session", "jwt"]

STORY: dict[Action, str] = {
    "log-in": "Log in",
    "copy": "A thief copies the credential",
    "log-out": "Log out",
    "wait": "+15 min",
}
"""What the build records, in the order of the buttons, and what each button says."""
OPENING = 3
"""Steps before the scene that a reader sees first: after logout the servers differ."""
SCALE = 20 * 60
"""Seconds that the scale of both lives shows at least."""

PAUSE = 14
"""Seconds of the servers' clock that each step takes."""
LIFETIME = 15 * 60
"""Seconds that an access token of the JWT server works."""
WAIT = 15 * 60
"""Seconds that the button `+15 min` adds."""


class Row(TypedDict):
    """A row of a server's store, and what the last step did to it."""

    text: str
    change: Literal["", "added", "removed"]


class Held(TypedDict):
    """The credential of the user's client: none, held, or given up."""

    state: Literal["none", "held", "gone"]
    parts: list[str]
    note: str


class Thief(TypedDict):
    """What the thief has, and what the server said to it."""

    parts: list[str]
    outcome: Literal["none", "breach", "blocked"]
    verdict: str
    evidence: str
    left: float


class Life(TypedDict):
    """How long a credential works: seconds since the panel's clock started."""

    begin: float
    end: float
    label: str


class Lane(TypedDict):
    """One server after a step.

    `empty` says what a store without rows means, and `milliseconds` is how long the
    server took to answer.
    """

    held: Held
    rows: list[Row]
    thief: Thief
    why: str
    empty: str
    life: Life
    milliseconds: float


class Scene(TypedDict):
    """Both servers after a step, on a scale of so many seconds."""

    clock: str
    now: float
    scale: float
    note: str
    session: Lane
    jwt: Lane


class Button(TypedDict):
    """A button of the story."""

    action: Action
    label: str


class Recording(TypedDict):
    """What the build hands to the page: the buttons, and a scene after each of them."""

    story: list[Button]
    opening: int
    scenes: list[Scene]


@dataclass
class Side:
    """One server, its user and the thief.

    Args:
        kind: which credential the server issues.
        users: who can log in.

    """

    kind: Kind
    users: Users
    stolen: str = ""
    held: str = ""
    last: str = ""
    logged_out: bool = False
    life: tuple[float, float] = (0.0, 0.0)
    rows: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = RunningServer(f"fastapi_{self.kind}", self.users)

    async def step(self, action: Action) -> Lane:
        """Take one step and return what is there after it."""
        started = time.perf_counter()
        self.place.clock.advance(seconds=WAIT if action == "wait" else PAUSE)
        if action == "log-in":
            await self._send("Log in")
            self.held = self.last = self._credential()
            self.logged_out = False
            now = self.place.clock()
            self.life = (now, now + LIFETIME)
        elif action == "copy":
            self.stolen = self.held
        elif action == "log-out" and self.held:
            await self._send("Log out")
            self.held, self.logged_out = "", True
            if self.kind == "session":
                self.life = (self.life[0], self.place.clock())
        answer = await self._ask_as_thief() if self.stolen else None
        took = (time.perf_counter() - started) * 1000
        return self._lane(answer, took)

    def opening(self) -> Lane:
        """Return what is there before the first step."""
        return self._lane(None, 0.0)

    async def _send(self, label: str) -> None:
        request = preset(self.kind, label)
        await self.place.client.send(
            request.method, request.path, request.headers, request.body
        )

    def _credential(self) -> str:
        if self.kind == "jwt":
            return self.place.client.held["access_token"]
        return self.place.client.cookies()[0].value or ""

    async def _ask_as_thief(self) -> dict[str, Any]:
        if self.kind == "jwt":
            header = f"Authorization: Bearer {self.stolen}"
        else:
            header = f"Cookie: {COOKIE}={self.stolen}"
        exchange = await self.place.thief.send("GET", "/me", header, "")
        body = json.loads(exchange["response_body"])
        return {"status": exchange["status"], **body}

    def _lane(self, answer: dict[str, Any] | None, took: float) -> Lane:
        return {
            "held": self._held(),
            "rows": self._changed(),
            "thief": self._judged(answer),
            "why": self._why(answer),
            "empty": EMPTY[self.kind],
            "life": self._life(),
            "milliseconds": round(took, 1),
        }

    def _held(self) -> Held:
        if self.held:
            note = HELD[self.kind]
            return {"state": "held", "parts": parts(self.held), "note": note}
        if not self.last:
            return {"state": "none", "parts": [], "note": NOTHING[self.kind]}
        note = GONE[self.kind]
        return {"state": "gone", "parts": parts(self.last), "note": note}

    def _changed(self) -> list[Row]:
        # Rows are compared by their handle: a sliding expiry is no new row.
        now = {
            row.handle: f"{row.handle[:6]}… {row.user}, {self._until(row)}"
            for row in self._alive()
        }
        rows: list[Row] = [
            {"text": text, "change": "" if handle in self.rows else "added"}
            for handle, text in now.items()
        ]
        rows += [
            {"text": text, "change": "removed"}
            for handle, text in self.rows.items()
            if handle not in now
        ]
        self.rows = now
        return rows

    def _alive(self) -> list[Session]:
        if self.kind == "jwt":
            tokens = RefreshTokens(self.place.store, self.place.clock)
            return tokens.families.list_all("alice")
        return self._sessions().list_all("alice")

    def _sessions(self) -> Sessions:
        return Sessions(self.place.store, self.place.clock)

    def _until(self, row: Session) -> str:
        if self.kind == "jwt":
            return "refresh token"
        return f"until {of_day(self._end(row))[:5]}"

    def _end(self, row: Session) -> float:
        sessions = self._sessions()
        return min(row.last_seen + sessions.idle, row.created + sessions.absolute)

    def _life(self) -> Life:
        alive = self._alive() if self.kind == "session" else []
        if alive:
            self.life = (self.life[0], max(map(self._end, alive)))
        begin, end = self.life
        past = end <= self.place.clock()
        if self.kind == "session":
            verb = "session ended" if past else "session ends"
        else:
            verb = "token expired" if past else "token expires"
        label = f"{verb} {of_day(end)[:5]}" if end else ""
        return {
            "begin": max(begin - START, 0.0),
            "end": max(end - START, 0.0),
            "label": label,
        }

    def _judged(self, answer: dict[str, Any] | None) -> Thief:
        if answer is None:
            return {
                "parts": [],
                "outcome": "none",
                "verdict": "Nothing stolen yet",
                "evidence": "",
                "left": 0.0,
            }
        copied = parts(self.stolen)
        what = "cookie" if self.kind == "session" else "token"
        request = f"GET /me with the copied {what}"
        if answer["status"] != 200:  # noqa: PLR2004
            return {
                "parts": copied,
                "outcome": "blocked",
                "verdict": f"Refused: {answer['status']}",
                "evidence": request,
                "left": 0.0,
            }
        left = answer["exp"] - self.place.clock() if "exp" in answer else 0.0
        after = ", after logout" if self.logged_out else ""
        verdict = f"Still {answer['user']}"
        return {
            "parts": copied,
            "outcome": "breach",
            "verdict": f"{verdict}, {minutes(left)} left" if left else verdict,
            "evidence": f"{answer['status']} to {request}{after}",
            "left": round(left / LIFETIME, 3),
        }

    def _why(self, answer: dict[str, Any] | None) -> str:
        if self.kind == "session":
            return self._why_session(answer)
        return self._why_jwt(answer)

    def _why_session(self, answer: dict[str, Any] | None) -> str:
        if answer is None:
            return (
                "The server stored who you are, and gave you only a random id."
                if self.held
                else "The server keeps a row for each login and looks it up on every "
                "request."
            )
        if answer["status"] == 200:  # noqa: PLR2004
            return "A copied id works as well as yours, for as long as its row exists."
        if self.logged_out:
            return "Logout deleted the row, so the copied id points to nothing."
        return str(answer["detail"])

    def _why_jwt(self, answer: dict[str, Any] | None) -> str:
        if answer is None:
            return (
                "The token says who you are, and its signature says who issued it."
                if self.held
                else "The server signs a statement about you and keeps no row for it."
            )
        if answer["status"] != 200:  # noqa: PLR2004
            return "The token expired. Nothing else would have stopped it."
        if self.logged_out:
            return (
                "Logout revoked the refresh token. No list names the access token, "
                "so it works until it expires."
            )
        return "The signature is valid, whoever sends the token."


HELD = {"session": "a random id in a cookie", "jwt": "a signed token, readable"}
NOTHING = {"session": "No cookie.", "jwt": "No token."}
EMPTY = {"session": "No session.", "jwt": "Nothing about alice."}
GONE = {"session": "the cookie is cleared", "jwt": "your app deleted it"}


class TwoServers:
    """What the home page asks: the scene after a list of steps."""

    def __init__(self) -> None:
        self._users = Users(secrets.token_urlsafe(9), BrowserHasher())
        self._done: list[Action] | None = None
        self._scene: Scene | None = None

    async def scene(self, actions: list[Action]) -> Scene:
        """Return both servers after these steps.

        Only the steps that are new since the last call are taken; for another
        beginning, both servers start again.

        Args:
            actions: `log-in`, `copy`, `log-out` or `wait`, in order.

        """
        if self._done is None or actions[: len(self._done)] != self._done:
            self._sides = {kind: Side(kind, self._users) for kind in KINDS}
            self._done = []
            self._scene = self._opening()
        for action in actions[len(self._done) :]:
            self._scene = await self._step(action)
            self._done.append(action)
        return cast("Scene", self._scene)

    def _opening(self) -> Scene:
        lanes = {kind: side.opening() for kind, side in self._sides.items()}
        return self._of(lanes, "")

    async def _step(self, action: Action) -> Scene:
        note = ""
        if action not in {"log-in", "wait"} and not self._sides["session"].held:
            note = f"There is nothing to {WORDS[action]}: log in first."
        lanes = {kind: await side.step(action) for kind, side in self._sides.items()}
        return self._of(lanes, note)

    def _of(self, lanes: dict[Kind, Lane], note: str) -> Scene:
        now = self._sides["session"].place.clock() - START
        return {
            "clock": of_day(START + now),
            "now": now,
            "scale": max(SCALE, now * 1.15),
            "note": note,
            "session": lanes["session"],
            "jwt": lanes["jwt"],
        }


KINDS: tuple[Kind, ...] = ("session", "jwt")
WORDS = {"copy": "copy", "log-out": "log out from"}


async def record() -> Recording:
    """Return the story, and the scene before its first step and after each of them."""
    servers = TwoServers()
    steps = list(STORY)
    return {
        "story": [{"action": step, "label": label} for step, label in STORY.items()],
        "opening": OPENING,
        "scenes": [await servers.scene(steps[:n]) for n in range(len(steps) + 1)],
    }


def parts(credential: str) -> list[str]:
    """Return the beginning of each part of a credential, enough to tell it apart."""
    return [short(part) for part in credential.split(".")]
