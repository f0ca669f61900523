"""Say in one sentence what a server did with a request, from the trace of it."""

from collections.abc import Iterator
from typing import Literal, TypedDict

from examples.panel.trace import DELETES, READS, WRITES, Event, Trace, asked

type Who = Literal["alice", "thief", "site", "clock"]
"""Who acts: alice, the thief, a page of another site in alice's browser, or time."""

OK = 300
"""The first status that is no success."""


class Arrow(TypedDict):
    """An arrow of the sequence diagram.

    `way` names its ends, for example `client-server`. `back` marks an answer, `stop`
    a request that was refused.
    """

    way: str
    label: str
    back: bool
    stop: bool


_COUNTED = "counted the attempt"
_CLAUSES: dict[tuple[str, str, bool], str] = {
    ("add", "failed-user", True): _COUNTED,
    ("password", "", True): "checked the password",
    ("password", "", False): "found that the password is wrong",
    ("verify", "", True): "verified the signature",
    ("sign", "", True): "signed an access token",
    ("get", "session", True): "looked the session up",
    ("get", "session", False): "found no session with this id",
    ("put", "session", True): "stored a session under a new id",
    ("delete", "session", True): "deleted its row",
    ("members", "sessions", True): "read the list of sessions",
    ("get", "family", True): "looked the login up",
    ("get", "family", False): "found no such login",
    ("put", "family", True): "stored a row for the refresh token",
    ("delete", "family", True): "deleted the refresh token's row",
    ("members", "familys", True): "read the list of logins",
    ("swap", "refresh", True): "replaced the refresh token",
    ("swap", "refresh", False): "saw that the refresh token had been used",
    ("get", "denied", False): "found the token on no denylist",
    ("get", "denied", True): "found the token on the denylist",
    ("put", "denied", True): "put the access token on the denylist",
}
_REVOKED = "revoked the whole login"
_REASONS = (
    _CLAUSES["password", "", False],
    _CLAUSES["get", "session", False],
    _CLAUSES["get", "family", False],
    _CLAUSES["get", "denied", True],
    _REVOKED,
)
"""Clauses that say by themselves why a request was refused."""


def sentence(
    who: Who, trace: Trace, status: int, answer: object, *, outlived: bool = False
) -> str:
    """Return what the server did, beginning with the status.

    Args:
        who: the sender.
        trace: what happened in the server during the request.
        status: of the response.
        answer: the response's JSON, or None.
        outlived: whether the sender uses a copy that its owner no longer has.

    """
    found = answer if isinstance(answer, dict) else {}
    clauses = list(dict.fromkeys(_clauses(trace)))
    if status < OK:
        clauses = [clause for clause in clauses if clause != _COUNTED]
        return f"{status}: the server {_success(who, trace, clauses, found, outlived)}."
    if any(clause in _REASONS for clause in clauses):
        return f"{status}: the server {_joined(clauses)}."
    reason = _reason(str(found.get("detail", "")))
    if not asks_store(trace):
        clauses.append("refused the request without asking the store")
    else:
        clauses.append("refused the request")
    return f"{status}: the server {_joined(clauses)}{reason}."


def _success(
    who: Who, trace: Trace, clauses: list[str], found: dict[str, object], outlived: bool
) -> str:
    end = ""
    if Event("verify") in trace and not asks_store(trace):
        clauses.append("never looked you up" if who == "alice" else "asked no store")
    elif Event("get", "session") in trace and "user" in found:
        clauses.append(f"found {found['user']}")
    elif Event("delete", "family") in trace and Event("put", "denied") not in trace:
        end = ", but noted nothing about the access token"
    if who == "thief":
        blind = ", so it cannot know that alice gave the credential up"
        end = blind if outlived else ", and a copy passes like the original"
    return _joined(clauses or ["answered without asking the store"]) + end


def _clauses(trace: Trace) -> Iterator[str]:
    made: set[str] = set()
    reused = False
    for event in trace:
        if event.act == "put":
            made.add(event.kind)
        if event.act == "get" and event.kind in made:
            continue  # The server reads back what it wrote in the same request.
        reused |= event == Event("swap", "refresh", ok=False)
        clause = _CLAUSES.get((event.act, event.kind, event.ok))
        if reused and event == Event("delete", "family"):
            yield _REVOKED
        elif clause is not None:
            yield clause


def _joined(clauses: list[str]) -> str:
    *first, last = clauses
    return f"{', '.join(first)} and {last}" if first else last


def _reason(detail: str) -> str:
    """Return the fault that a problem's detail names, without the remedy."""
    fault = detail.partition(". ")[0].partition(": ")[0].removesuffix(".")
    return f": {fault[0].lower()}{fault[1:]}" if fault else ""


def asks_store(trace: Trace) -> bool:
    """Tell whether the server asked its store."""
    return asked(trace) != "not asked"


def arrows(who: Who, trace: Trace, credential: str, *, refused: bool) -> list[Arrow]:
    """Return the arrows of a request, in the order of time.

    Args:
        who: the sender.
        trace: what happened in the server during the request.
        credential: what the request brought along, for the label.
        refused: whether the server refused it.

    """
    sender = "thief" if who == "thief" else "client"
    drawn = [arrow(f"{sender}-server", credential, stop=refused)]
    if who == "site":
        drawn.insert(0, arrow("thief-client", "form"))
    if asks_store(trace):
        drawn.append(arrow("server-store", _store_label(trace)))
    drawn.append(arrow(f"server-{sender}", "", back=True))
    return drawn


def arrow(way: str, label: str, *, back: bool = False, stop: bool = False) -> Arrow:
    """Return one arrow."""
    return {"way": way, "label": label, "back": back, "stop": stop}


def _store_label(trace: Trace) -> str:
    # Counting log-in attempts and noting the time of a visit are not the point.
    acts = {
        event.act
        for event in trace
        if not event.kind.startswith("failed-") and event.act != "replace"
    }
    for label, group in (("delete", DELETES), ("write", WRITES), ("read", READS)):
        if acts.intersection(group):
            return label
    return "count"
