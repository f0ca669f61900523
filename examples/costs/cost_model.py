"""Estimate what each way costs at a given load, by formulas that are data.

A formula is a sum of products, written as text: `users * session_bytes`. A name stands
for a number of the load, a measured cost, a quantity, or a measure of the same way. So
the page calculates by the same formulas without Python.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

type Formula = tuple[str, ...]
"""The products to add up. One that begins with "least:" takes the smallest instead."""

# --8<-- [start:quantities]
QUANTITIES: Mapping[str, Formula] = {
    "checks": ("requests_per_s * services",),
    "log_outs": ("log_outs_per_hour / 3600",),
    # A client without requests refreshes nothing.
    "refreshes": ("least:", "users / token_lifetime_s", "requests_per_s"),
    # A revoked token has half its life left, on average.
    "denied": ("log_outs * token_lifetime_s / 2",),
    # The claim's name and brackets count once. Base64 makes 4 bytes of 3.
    "claim": ("least:", "permissions * claim_bytes", "claim_bytes"),
    "list": ("permissions * permission_bytes", "claim"),
    "token_bytes": ("bearer_bytes", "list * 4 / 3"),
}
# --8<-- [end:quantities]

MONEY = (
    "memory_bytes * price_gib / 1073741824",
    "cpu_cores * price_core",
    "bandwidth_bytes_per_s * 2628000 * price_gb / 1000000000",
)
"""The price of a month, which has 2,628,000 seconds."""

REFERENCE = {
    "memory_bytes": ("users * session_bytes",),
    "lookups_per_s": ("checks * session_queries", "log_outs * session_end_queries"),
    "cpu_cores": ("checks * session_cpu_us / 1000000",),
    "wait_ms": ("services * session_queries * store_ms",),
    "exposure_s": (),
    "money": MONEY,
}
TOKEN = {
    "bandwidth_bytes_per_s": ("checks * token_bytes",),
    "money": MONEY,
}

WAYS: Mapping[str, Mapping[str, Formula]] = {
    "session": REFERENCE | {"bandwidth_bytes_per_s": ("checks * cookie_bytes",)},
    "opaque": REFERENCE | {"bandwidth_bytes_per_s": ("checks * opaque_bytes",)},
    "jwt": TOKEN
    | {
        "memory_bytes": ("users * refresh_bytes",),
        "lookups_per_s": ("refreshes * refresh_queries", "log_outs * jwt_end_queries"),
        "cpu_cores": ("checks * jwt_cpu_us / 1000000",),
        "wait_ms": (),
        "exposure_s": ("token_lifetime_s",),
    },
    "hybrid": TOKEN
    | {
        "memory_bytes": ("users * refresh_bytes", "denied * denied_bytes"),
        "lookups_per_s": (
            "checks * hybrid_queries",
            "refreshes * refresh_queries",
            "log_outs * revoke_queries",
        ),
        "cpu_cores": ("checks * hybrid_cpu_us / 1000000",),
        "wait_ms": ("services * hybrid_queries * store_ms",),
        "exposure_s": (),
    },
}


@dataclass(frozen=True)
class Costs:
    """The cost of one item of each kind, as the benchmark measured it.

    Args:
        session_bytes: bytes in the store for one session.
        refresh_bytes: bytes in the store for one refresh token and its log-in.
        denied_bytes: bytes in the store for one entry of the denylist.
        session_queries: store commands for one request with a session.
        hybrid_queries: store commands for one request with a tracked token.
        refresh_queries: store commands for one new pair of tokens.
        revoke_queries: store commands to revoke a tracked token and its log-in.
        session_end_queries: store commands to end a session.
        jwt_end_queries: store commands to revoke a refresh token.
        session_cpu_us: microseconds of processor time that a session adds.
        jwt_cpu_us: microseconds of processor time that a token adds.
        hybrid_cpu_us: microseconds of processor time that a tracked token adds.
        cookie_bytes: bytes that a session adds to a request.
        opaque_bytes: bytes that an opaque token adds to a request.
        bearer_bytes: bytes that a token without permissions adds to a request.
        permission_bytes: bytes of JSON for one permission in a token.
        claim_bytes: bytes of JSON for the claim that lists the permissions.

    """

    session_bytes: float
    refresh_bytes: float
    denied_bytes: float
    session_queries: float
    hybrid_queries: float
    refresh_queries: float
    revoke_queries: float
    session_end_queries: float
    jwt_end_queries: float
    session_cpu_us: float
    jwt_cpu_us: float
    hybrid_cpu_us: float
    cookie_bytes: float
    opaque_bytes: float
    bearer_bytes: float
    permission_bytes: float
    claim_bytes: float


@dataclass(frozen=True)
class Workload:
    """The load of an application, and what its parts cost. No number is negative.

    Args:
        users: users who are logged in at the same time.
        requests_per_s: requests per second of all users together.
        token_lifetime_s: seconds that an access token lives, above 0.
        services: services that check the login for each request.
        store_ms: milliseconds of one round trip to the store.
        permissions: permissions in one token, a whole number.
        log_outs_per_hour: log-outs per hour of all users together.
        price_gib: price of a GiB of the store's memory for a month.
        price_core: price of a processor core for a month.
        price_gb: price of a GB of incoming traffic, which the requests are.

    Raises:
        ValueError: a number is negative or not finite, or the lifetime is 0.

    """

    users: float = 10_000
    requests_per_s: float = 500
    token_lifetime_s: float = 900
    services: float = 1
    store_ms: float = 0.5
    permissions: float = 10
    log_outs_per_hour: float = 1_000
    price_gib: float = 10
    price_core: float = 30
    price_gb: float = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{field.name} is {value}: give a number from 0 up.")
        if not self.token_lifetime_s:
            raise ValueError("token_lifetime_s is 0: give a number above 0.")


type Estimate = dict[str, float]
"""Maps each measure of one way to its value."""


def estimate(load: Workload, costs: Costs) -> dict[str, Estimate]:
    """Estimate the cost of each way.

    The model leaves log-ins out, because there are as many as log-outs.
    """
    given = asdict(load) | asdict(costs)
    found = {}
    for way, measures in WAYS.items():
        known = {**QUANTITIES, **measures}
        found[way] = {name: evaluate(known, given, name) for name in measures}
    return found


def quantity(load: Workload, costs: Costs, name: str) -> float:
    """Return a quantity that all ways share, such as `token_bytes`."""
    return evaluate(QUANTITIES, asdict(load) | asdict(costs), name)


def evaluate(
    formulas: Mapping[str, Formula], given: Mapping[str, float], name: str
) -> float:
    """Return the value of a name: a given number, or what its formula adds up to."""
    if name in given:
        return given[name]
    if name not in formulas:
        return float(name)  # the number itself
    formula = formulas[name]
    least = formula[:1] == ("least:",)
    values = []
    for term in formula[least:]:
        first, *rest = term.split()
        value = evaluate(formulas, given, first)
        for sign, factor in zip(rest[::2], rest[1::2], strict=True):
            number = evaluate(formulas, given, factor)
            value = value * number if sign == "*" else value / number
        values.append(value)
    return min(values) if least else sum(values)
