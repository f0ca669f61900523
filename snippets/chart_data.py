"""Pick out of the measured data what each chart of the performance page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

type Row = dict[str, str | float]

OPERATIONS = {
    "Verify HS256": "pyjwt.hs256.verify",
    "Verify RS256": "pyjwt.rs256.verify",
    "Verify PS256": "pyjwt.ps256.verify",
    "Verify ES256": "pyjwt.es256.verify",
    "Verify EdDSA": "pyjwt.eddsa.verify",
    "Session, in process": "session.memory",
    "Session, Redis by socket": "session.redis_unix",
    "Session, Redis by TCP": "session.redis_tcp",
    "Session, signed cookie": "session.signed_cookie",
    "Django, cache in Redis": "session.django_cache_redis",
    "Django, SQLite": "session.django_database",
    "Django, file": "session.django_file",
    "Denylist, Redis by TCP": "denylist.redis_tcp",
    "Rotation, Redis by TCP": "rotation.redis_tcp",
}
KINDS = {"pyjwt": "Token", "session": "Session"}
WAYS = {
    "bare_session": "No authentication",
    "session": "Session",
    "web": "Hybrid, /web",
    "jwt": "JWT",
    "api": "Hybrid, /api",
}
STORED = {"session": "Session", "refresh_token": "Refresh token", "denied": "Denied"}
ALGORITHMS = {"rs256": "RS256", "eddsa": "EdDSA, ES256", "hs256": "HS256"}


def operations(data: dict[str, Any]) -> list[Row]:
    """Return the microseconds that single operations take."""
    found: list[Row] = []
    for label, name in OPERATIONS.items():
        kind = KINDS.get(name.partition(".")[0], "Other")
        figure = at(data, f"micro.{name}.us")
        found.append({"Operation": label, "Kind": kind, "Microseconds": figure})
    return found


def cpu(data: dict[str, Any]) -> list[Row]:
    """Return the processor time of a request, by framework and way."""
    return [
        {
            "Framework": framework,
            "Way": label,
            "Microseconds": at(ways, f"{way}.cpu_us"),
            "Requests a second": at(ways, f"{way}.requests_per_s"),
        }
        for framework, ways in data["macro"].items()
        for way, label in WAYS.items()
    ]


def token_size(data: dict[str, Any]) -> list[Row]:
    """Return the length of a token in characters, by the permissions in it."""
    found: list[Row] = []
    for name, label in ALGORITHMS.items():
        for step, size in data["scale"]["tokens"][name].items():
            if step.startswith("with_"):
                count = int(step.removeprefix("with_"))
                found.append(
                    {"Algorithm": label, "Permissions": count, "Characters": size}
                )
    return found


def memory(data: dict[str, Any]) -> list[Row]:
    """Return the memory that Redis takes, by the number of entries."""
    return [
        {
            "Stored": label,
            "Entries": step["count"],
            "MiB": round(step["count"] * step["each_bytes"] / 2**20, 2),
            "Bytes each": round(step["each_bytes"]),
        }
        for kind, label in STORED.items()
        for step in data["memory"][kind].values()
        if isinstance(step, dict)
    ]


def latency(data: dict[str, Any]) -> list[Row]:
    """Return the median time of a request, by the distance of Redis."""
    return [
        {
            "Way": WAYS[way],
            "Added round trip, ms": distance["added_ms"],
            "Median request, ms": at(distance, f"{way}.p50_ms"),
        }
        for distance in data["latency"].values()
        if isinstance(distance, dict)
        for way in ("session", "api", "jwt")
    ]


def at(tree: dict[str, Any], name: str) -> float:
    """Return the median of the figure that a dotted name leads to."""
    found: Any = tree
    for part in name.split("."):
        found = found[part]
    return float(found["median"])


@dataclass(frozen=True)
class Chart:
    """What one chart says; `chart_styles.MARKS` says how it is drawn.

    Args:
        title: the caption of the chart and the title of its image.
        description: what a screen reader says about the image.
        rows: picks the chart's rows out of the measured data.

    """

    title: str
    description: str
    rows: Callable[[dict[str, Any]], list[Row]]


CHARTS = {
    "operations": Chart(
        "One operation, in microseconds",
        "Points of the time of token verifications and of session look-ups.",
        operations,
    ),
    "cpu": Chart(
        "Processor time of one request",
        "Bars of the server's processor time, by framework and by way.",
        cpu,
    ),
    "token-size": Chart(
        "A token grows with its permissions",
        "Lines of a token's characters, rising to the limits of cookie and header.",
        token_size,
    ),
    "memory": Chart(
        "Redis grows with its entries",
        "Lines of the memory of sessions, refresh tokens and denylist entries.",
        memory,
    ),
    "latency": Chart(
        "A request waits for its store",
        "Lines of a request's median time against the distance of Redis.",
        latency,
    ),
}
