"""Show what client, thief and store hold as rows, and what the last step changed."""

import base64
import json
from datetime import UTC, datetime
from http.cookiejar import Cookie
from typing import Literal, TypedDict

from examples.auth.wording import shown_duration

type Change = Literal["", "added", "changed", "removed"]


class Row(TypedDict):
    """A row of a table, whatever the table.

    `key` tells rows apart, `flags` are a cookie's attributes, and `gone` marks a
    cookie that an earlier step removed.
    """

    key: str
    name: str
    value: str
    note: str
    left: str
    flags: list[str]
    change: Change
    gone: bool


def row(key: str, name: str, value: str = "", note: str = "", left: str = "") -> Row:
    """Return a row that did not change."""
    return {
        "key": key,
        "name": name,
        "value": value,
        "note": note,
        "left": left,
        "flags": [],
        "change": "",
        "gone": False,
    }


def compared(before: list[Row], now: list[Row]) -> list[Row]:
    """Return the rows with what became of each since `before`.

    A time that runs down is no change. Removed rows come last.
    """
    old = {one["key"]: one for one in before if not _is_past(one)}
    there = {one["key"] for one in now}
    rows: list[Row] = [
        {**one, "change": _change(old.get(one["key"]), one)} for one in now
    ]
    rows += [
        {**one, "change": "removed", "left": ""}
        for key, one in old.items()
        if key not in there
    ]
    return rows


def _is_past(one: Row) -> bool:
    return one["gone"] or one["change"] == "removed"


def _change(old: Row | None, new: Row) -> Change:
    if old is None:
        return "added"
    return "" if _facts(old) == _facts(new) else "changed"


def _facts(one: Row) -> tuple[str, str, str]:
    return one["name"], one["value"], one["note"]


HELD = {
    "csrf_token": "CSRF token",
    "access_token": "access token",
    "refresh_token": "refresh token",
    "cookie": "cookie",
}
"""What a client may hold, and the words for it."""


def held_rows(held: dict[str, str]) -> list[Row]:
    """Return what a client holds; a user's password is not shown."""
    return [
        row(name, HELD[name], value, _note(name, value))
        for name, value in held.items()
        if name in HELD
    ]


def _note(name: str, value: str) -> str:
    if name != "access_token":
        return ""
    payload = value.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(f"{payload}=="))
    return f"{claims['sub']}, expires {of_day(claims['exp'])}"


def cookie_row(cookie: Cookie) -> Row:
    """Return a cookie of the jar with its attributes."""
    flags = {
        "HttpOnly": cookie.has_nonstandard_attr("HttpOnly"),
        "Secure": cookie.secure,
        f"SameSite={cookie.get_nonstandard_attr('SameSite')}": (
            cookie.has_nonstandard_attr("SameSite")
        ),
        f"Path={cookie.path}": True,
    }
    found = row(cookie.name, cookie.name, cookie.value or "")
    found["flags"] = [flag for flag, is_set in flags.items() if is_set]
    return found


def store_row(key: str, value: str, left: float) -> Row:
    """Return an entry of the store, or a member of one of its indexes.

    Args:
        key: of the entry or of the index, as `entry_key` writes it.
        value: of the entry, or the name of the member.
        left: seconds until it expires.

    """
    kind, _, text = key.partition(":")
    *_, last = parts = json.loads(text)
    name, note, member = f"{kind} {short(last)}", "", ""
    if kind in ("session", "family"):
        facts = json.loads(value)
        note = f"{facts['user']}, last seen {of_day(facts['last_seen'])}"
    elif kind in ("sessions", "familys"):
        what = "sessions" if kind == "sessions" else "logins"
        name, note, member = f"{last}'s {what}", f"lists {short(value)}", value
    elif kind == "refresh":
        name, note = f"refresh {short(last)}", f"hash {short(value)}"
    elif kind == "denied":
        name, note = f"denylist {short(last)}", f"token of {parts[0]}"
    else:
        name, note, member = "failed login", f"of {' at '.join(parts)}", value
    return row(f"{key} {member}", name, note=note, left=shown_duration(left))


def short(text: str) -> str:
    """Return the beginning of an id, a hash or a part of a token."""
    return f"{text[:8]}…" if len(text) > 9 else text  # noqa: PLR2004


def of_day(now: float) -> str:
    """Return the time of day in UTC, `08:00:14`."""
    return f"{datetime.fromtimestamp(now, UTC):%H:%M:%S}"


def minutes(seconds: float) -> str:
    """Return a duration as minutes and seconds, `14:32`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
