"""List the requests that a panel offers, and the story that each panel tells.

The client replaces a name in braces by the value that it holds: see `panel_client`.
"""

from dataclasses import dataclass, replace
from typing import Literal

from examples.panel.sentences import Who

_JSON = "Content-Type: application/json"
_CREDENTIALS = '{"username": "alice", "password": "{password}"}'
_BEARER = "Authorization: Bearer {access_token}"
_CSRF = "X-CSRF-Token: {csrf_token}"
_REFRESH = '{"refresh_token": "{refresh_token}"}'
_COOKIE = "Cookie: {cookie}"
_EVIL = "Origin: https://evil.example\nSec-Fetch-Site: cross-site"
_BLOG = "Origin: https://blog.shop.example\nSec-Fetch-Site: same-site"
MINUTE = 60
DAY = 86400


@dataclass(frozen=True)
class Move:
    """What one press of a button does.

    Args:
        label: the text of its button, unique in a panel.
        does: what it tells in the timeline, after the name of the sender.
        who: the sender.
        act: send a request, copy a credential, or let time pass.
        method: the HTTP method.
        path: the path on the server.
        headers: one header per line, without those that the client adds.
        body: the text to send.
        copies: the value that the thief copies.
        wait: seconds that pass before it.

    """

    label: str
    does: str
    who: Who = "alice"
    act: Literal["send", "copy", "wait"] = "send"
    method: str = "GET"
    path: str = ""
    headers: str = ""
    body: str = ""
    copies: str = ""
    wait: int = 0


@dataclass(frozen=True)
class Scenario:
    """A panel: its server, its buttons and its story.

    Args:
        server: the module of the example server.
        kind: the kind of credential, which gives the panel its colour.
        name: the panel's name.
        story: what the story is about, in a few words.
        presets: the buttons.
        steps: the story's moves.
        opening: how many steps the reader sees taken at first.
        lesson: what the whole story shows, in a sentence or two.

    """

    server: str
    kind: Literal["session", "jwt", "hybrid"]
    name: str
    story: str
    presets: tuple[Move, ...]
    steps: tuple[Move, ...]
    opening: int
    lesson: str


def _wait(label: str, does: str, seconds: int) -> Move:
    return Move(label, does, "clock", "wait", wait=seconds)


TIME = (
    _wait("+15 min", "15 minutes pass", 15 * MINUTE),
    _wait("+1 day", "a day passes", DAY),
)

LOG_IN = Move(
    "Log in", "logs in", "alice", "send", "POST", "/login", _JSON, _CREDENTIALS
)
ME = Move("Who am I?", "asks who she is", path="/me")
SESSIONS = Move("Sessions", "lists her sessions", path="/sessions")
LOG_OUT = Move("Log out", "logs out", method="POST", path="/logout", headers=_CSRF)
LOG_OUT_ALL = replace(
    LOG_OUT,
    label="Log out everywhere",
    does="logs out everywhere",
    path="/logout-all",
)
COPY_COOKIE = Move(
    "Copy the cookie", "copies the cookie", "thief", "copy", copies="cookie"
)
ME_COPIED = Move("Use the copy", "uses the copy", "thief", path="/me", headers=_COOKIE)
NO_TOKEN = replace(
    LOG_OUT,
    label="Log out, no CSRF token",
    does="logs out without the token",
    headers="",
)
FORGED = Move(
    "Forge it on evil.example",
    "submits a form on evil.example",
    "site",
    "send",
    "POST",
    "/logout",
    _EVIL,
)
SIBLING = replace(
    FORGED,
    label="Forge it on a subdomain",
    does="submits it on blog.shop.example",
    headers=_BLOG,
)
SILENT = replace(
    FORGED,
    label="Forge it without Origin",
    does="submits it without an Origin",
    headers="",
)
_SESSION = (LOG_IN, ME, SESSIONS, LOG_OUT, LOG_OUT_ALL)

ME_TOKEN = replace(ME, headers=_BEARER)
LOG_OUT_TOKEN = replace(LOG_OUT, headers=_BEARER)
LOG_OUT_ALL_TOKEN = replace(LOG_OUT_ALL, headers=_BEARER)
REFRESH = Move(
    "Refresh", "refreshes", "alice", "send", "POST", "/token/refresh", _JSON, _REFRESH
)
COPY_TOKEN = Move(
    "Copy the token", "copies the access token", "thief", "copy", copies="access_token"
)
ME_COPIED_TOKEN = replace(ME_COPIED, headers=_BEARER)
COPY_REFRESH = Move(
    "Copy the refresh token",
    "copies the refresh token",
    "thief",
    "copy",
    copies="refresh_token",
)
REFRESH_COPIED = replace(
    REFRESH, label="Use the copy", does="refreshes with the copy", who="thief"
)


def _under(prefix: str, move: Move, label: str = "") -> Move:
    return replace(move, path=f"{prefix}{move.path}", label=label or move.label)


def _step(move: Move, does: str = "", wait: int = 8) -> Move:
    return replace(move, does=does or move.does, wait=wait)


_API = tuple(
    _under("/api", move)
    for move in (LOG_IN, ME_TOKEN, REFRESH, LOG_OUT_TOKEN, LOG_OUT_ALL_TOKEN)
)
_API_LOG_IN, _API_ME, _, _API_LOG_OUT, _ = _API
_API_COPIED = _under("/api", ME_COPIED_TOKEN)
_WEB = tuple(
    _under("/web", move, f"{move.label} (web)") for move in (LOG_IN, ME, LOG_OUT)
)

SCENARIOS: dict[str, Scenario] = {
    "session": Scenario(
        "fastapi_session",
        "session",
        "Session server",
        "a thief, and the logout",
        (*_SESSION, COPY_COOKIE, ME_COPIED, *TIME),
        (
            _step(LOG_IN, wait=0),
            _step(ME),
            _step(COPY_COOKIE),
            _step(ME_COPIED),
            _step(LOG_OUT),
            _step(ME_COPIED, "tries again"),
        ),
        6,
        "A copied cookie works as long as its row exists. The logout deleted the "
        "row, and the next request asked for it.",
    ),
    "jwt": Scenario(
        "fastapi_jwt",
        "jwt",
        "JWT server",
        "a thief, the logout and the expiry",
        (
            LOG_IN,
            ME_TOKEN,
            REFRESH,
            LOG_OUT_TOKEN,
            LOG_OUT_ALL_TOKEN,
            COPY_TOKEN,
            ME_COPIED_TOKEN,
            *TIME,
        ),
        (
            _step(LOG_IN, wait=0),
            _step(ME_TOKEN),
            _step(COPY_TOKEN),
            _step(ME_COPIED_TOKEN),
            _step(LOG_OUT_TOKEN),
            _step(ME_COPIED_TOKEN, "tries again"),
            _step(ME_COPIED_TOKEN, "tries again, 15 minutes later", 15 * MINUTE),
        ),
        6,
        "The logout reached the store. The check of an access token never goes "
        "there, so only the expiry ends a copy.",
    ),
    "hybrid": Scenario(
        "fastapi_hybrid",
        "hybrid",
        "Hybrid server",
        "a token that is revoked",
        (*_API, COPY_TOKEN, _API_COPIED, *_WEB, *TIME),
        (
            _step(_API_LOG_IN, wait=0),
            _step(_API_ME),
            _step(COPY_TOKEN),
            _step(_API_COPIED),
            _step(_API_LOG_OUT),
            _step(_API_COPIED, "tries again"),
        ),
        6,
        "Here the logout ends the access token at once. The price is in the arrows: "
        "every request asks the store, as a session does.",
    ),
    "refresh": Scenario(
        "fastapi_jwt",
        "jwt",
        "Refresh tokens",
        "rotation, and a stolen refresh token",
        (
            LOG_IN,
            ME_TOKEN,
            REFRESH,
            LOG_OUT_TOKEN,
            COPY_REFRESH,
            REFRESH_COPIED,
            *TIME,
        ),
        (
            _step(LOG_IN, wait=0),
            _step(ME_TOKEN, "asks who she is, 15 minutes later", 15 * MINUTE),
            _step(REFRESH),
            _step(COPY_REFRESH),
            _step(REFRESH, "refreshes again", 15 * MINUTE),
            _step(REFRESH_COPIED),
            _step(REFRESH, "refreshes once more"),
        ),
        6,
        "The copy came second, so the server saw a used token and revoked the login. "
        "Alice has to log in again, and the thief cannot.",
    ),
    "csrf": Scenario(
        "fastapi_session",
        "session",
        "Forged requests",
        "another site sends a request as alice",
        (*_SESSION[:2], LOG_OUT, FORGED, SIBLING, SILENT, NO_TOKEN, *TIME),
        (
            _step(LOG_IN, wait=0),
            _step(FORGED),
            _step(SIBLING),
            _step(SILENT),
            _step(LOG_OUT, "logs out on her own page, with the token"),
        ),
        4,
        "SameSite held back the cookie for another site only. The check of Origin "
        "refused the subdomain, and the token refused the browser that names no "
        "origin.",
    ),
}
"""The panels, by the name that a page uses."""


def preset(scenario: str, label: str) -> Move:
    """Return the button of a panel by its label.

    Raises:
        KeyError: The panel has no such button.

    """
    return {one.label: one for one in SCENARIOS[scenario].presets}[label]
