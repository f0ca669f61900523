"""Estimate what JWT, sessions and a hybrid cost at a given load."""

import math
from dataclasses import dataclass, fields
from typing import TypedDict

HOUR = 3600


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
        cookie_bytes: bytes that a session adds to a request.
        bearer_bytes: bytes that a token without permissions adds to a request.
        permission_bytes: bytes of JSON for one permission in a token.

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
    cookie_bytes: float
    bearer_bytes: float
    permission_bytes: float


@dataclass(frozen=True)
class Workload:
    """The load of an application. No number is negative.

    Args:
        users: users who are logged in at the same time.
        requests_per_s: requests per second of all users together.
        token_lifetime_s: seconds that an access token lives, above 0.
        deadline_s: seconds within which a revocation must take effect.
        permissions: permissions in one token.
        log_outs_per_hour: log-outs per hour of all users together.

    Raises:
        ValueError: A number is negative or not finite, or the lifetime is 0.

    """

    users: float = 10_000
    requests_per_s: float = 500
    token_lifetime_s: float = 900
    deadline_s: float = 60
    permissions: float = 10
    log_outs_per_hour: float = 1_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{field.name} is {value}: give a number from 0 up.")
        if not self.token_lifetime_s:
            raise ValueError("token_lifetime_s is 0: give a number above 0.")

    @property
    def log_outs_per_s(self) -> float:
        """Return the log-outs per second."""
        return self.log_outs_per_hour / HOUR

    @property
    def refreshes_per_s(self) -> float:
        """Return the refreshes per second. A client without requests needs none."""
        return min(self.users / self.token_lifetime_s, self.requests_per_s)


class Estimate(TypedDict):
    """The cost of one way, and how long a stolen credential works."""

    memory_bytes: float
    queries_per_s: float
    bandwidth_bytes_per_s: float
    exposure_s: float
    meets_deadline: bool


class Estimates(TypedDict):
    """The cost of each way for the same load."""

    jwt: Estimate
    session: Estimate
    hybrid: Estimate


def estimate(load: Workload, costs: Costs) -> Estimates:
    """Estimate the cost of each way.

    The model leaves log-ins out, because there are as many as log-outs.
    """
    ends, refreshes = load.log_outs_per_s, load.refreshes_per_s
    refresh_tokens = load.users * costs.refresh_bytes
    refreshing = refreshes * costs.refresh_queries
    bearer = load.requests_per_s * bearer_bytes(load.permissions, costs)
    denied = denied_entries(load) * costs.denied_bytes
    return {
        "jwt": _estimate(
            load,
            memory=refresh_tokens,
            queries=refreshing + ends * costs.jwt_end_queries,
            bandwidth=bearer,
            exposure=load.token_lifetime_s,
        ),
        "session": _estimate(
            load,
            memory=load.users * costs.session_bytes,
            queries=load.requests_per_s * costs.session_queries
            + ends * costs.session_end_queries,
            bandwidth=load.requests_per_s * costs.cookie_bytes,
        ),
        "hybrid": _estimate(
            load,
            memory=refresh_tokens + denied,
            queries=load.requests_per_s * costs.hybrid_queries
            + refreshing
            + ends * costs.revoke_queries,
            bandwidth=bearer,
        ),
    }


# --8<-- [start:sizes]
def denied_entries(load: Workload) -> float:
    """Return the denylist's length. A revoked token has half its life left."""
    return load.log_outs_per_s * load.token_lifetime_s / 2


def bearer_bytes(permissions: float, costs: Costs) -> float:
    """Return a token's bytes in a request. Base64 makes 4 bytes of 3."""
    if not permissions:
        return costs.bearer_bytes
    claim = len('"permissions":[],') - 1 + permissions * costs.permission_bytes
    return costs.bearer_bytes + claim * 4 / 3


# --8<-- [end:sizes]


def _estimate(
    load: Workload,
    *,
    memory: float,
    queries: float,
    bandwidth: float,
    exposure: float = 0,
) -> Estimate:
    return Estimate(
        memory_bytes=memory,
        queries_per_s=queries,
        bandwidth_bytes_per_s=bandwidth,
        exposure_s=exposure,
        meets_deadline=exposure <= load.deadline_s,
    )
