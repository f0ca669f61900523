"""List the requests that a panel offers, and the walks that the build records.

The client replaces a name in braces by the value that it holds: see `panel_client`.
"""

from dataclasses import dataclass

_JSON = "Content-Type: application/json"
_CREDENTIALS = '{"username": "alice", "password": "{password}"}'
_BEARER = "Authorization: Bearer {access_token}"
_CSRF = "X-CSRF-Token: {csrf_token}"
_FOREIGN = f"{_JSON}\nOrigin: https://evil.example"


@dataclass(frozen=True)
class Preset:
    """A prepared request.

    Args:
        label: the text of its button.
        method: the HTTP method.
        path: the path on the server.
        headers: one header per line, without those that the client adds.
        body: the text to send.

    """

    label: str
    method: str
    path: str
    headers: str = ""
    body: str = ""


def _session(prefix: str = "") -> tuple[Preset, ...]:
    return (
        Preset("Log in", "POST", f"{prefix}/login", _JSON, _CREDENTIALS),
        Preset("Me", "GET", f"{prefix}/me"),
        Preset("Sessions", "GET", f"{prefix}/sessions"),
        Preset("Log out", "POST", f"{prefix}/logout", _CSRF),
        Preset("Me, copied cookie", "GET", f"{prefix}/me", "Cookie: {cookie}"),
        Preset("Log out, no CSRF token", "POST", f"{prefix}/logout"),
        Preset("Log in, other site", "POST", f"{prefix}/login", _FOREIGN, _CREDENTIALS),
        Preset("End one session", "DELETE", f"{prefix}/sessions/{{id}}", _CSRF),
        Preset("Log out everywhere", "POST", f"{prefix}/logout-all", _CSRF),
    )


def _jwt(prefix: str = "") -> tuple[Preset, ...]:
    refresh, used = (
        f'{{"refresh_token": "{{{name}}}"}}'
        for name in ("refresh_token", "used_refresh_token")
    )
    token = f"{prefix}/token/refresh"
    return (
        Preset("Log in", "POST", f"{prefix}/login", _JSON, _CREDENTIALS),
        Preset("Me", "GET", f"{prefix}/me", _BEARER),
        Preset("Sessions", "GET", f"{prefix}/sessions", _BEARER),
        Preset("Log out", "POST", f"{prefix}/logout", _BEARER),
        Preset("Refresh", "POST", token, _JSON, refresh),
        Preset("Refresh, used token", "POST", token, _JSON, used),
        Preset("Public keys", "GET", f"{prefix}/.well-known/jwks.json"),
        Preset("End one log-in", "DELETE", f"{prefix}/sessions/{{id}}", _BEARER),
        Preset("Log out everywhere", "POST", f"{prefix}/logout-all", _BEARER),
    )


def _under(prefix: str, presets: tuple[Preset, ...], count: int) -> list[Preset]:
    return [
        Preset(f"{prefix}: {one.label}", one.method, one.path, one.headers, one.body)
        for one in presets[:count]
    ]


PRESETS: dict[str, tuple[Preset, ...]] = {
    "fastapi_session": _session(),
    "fastapi_jwt": _jwt(),
    "fastapi_hybrid": (
        *_under("/api", _jwt("/api"), 5),
        *_under("/web", _session("/web"), 5),
    ),
}
"""The requests for each server module, in the order of the buttons."""

MINUTE = 60
WALKS: dict[str, tuple[str | int, ...]] = {
    "fastapi_session": ("Log in", MINUTE, "Me", "Log out", "Me, copied cookie"),
    "fastapi_jwt": ("Log in", MINUTE, "Me", "Log out", "Me", 15 * MINUTE, "Me"),
    "fastapi_hybrid": ("/api: Log in", "/api: Me", "/api: Log out", "/api: Me"),
}
"""The steps that the build records: a label, or the seconds that pass."""


def preset(server: str, label: str) -> Preset:
    """Return the preset of a server by its label.

    Raises:
        KeyError: The server has no such preset.

    """
    return {one.label: one for one in PRESETS[server]}[label]
