"""What JWT, sessions and a hybrid cost at a given load: a small, checked model."""

import math
from dataclasses import dataclass, fields
from typing import TypedDict

HOUR = 3600


@dataclass(frozen=True)
class Costs:
    """What one of each costs, as the benchmark has measured it.

    Args:
        session_bytes: of the store, for a living session.
        refresh_bytes: of the store, for a living refresh token and its log-in.
        denied_bytes: of the store, for an entry of the denylist.
        session_queries: of the store, for a request with a session.
        hybrid_queries: of the store, for a request with a tracked token.
        refresh_queries: of the store, for a new pair of tokens.
        revoke_queries: of the store, to end a tracked token and its log-in.
        session_end_queries: of the store, to end a session.
        jwt_end_queries: of the store, to end a refresh token.
        cookie_bytes: that a session adds to a request.
        bearer_bytes: that a token without permissions adds to a request.
        permission_bytes: of JSON, for one permission in a token.

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
    """What the application has to do; every number is at least 0, most above it.

    Args:
        users: logged in at the same time.
        requests_per_s: of all of them together.
        token_lifetime_s: of an access token.
        deadline_s: after which a revocation must count.
        permissions: in a token.
        log_outs_per_hour: of all users together.

    Raises:
        ValueError: a number is negative, not finite, or a needed one is 0.

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
        """Return the log-outs a second."""
        return self.log_outs_per_hour / HOUR

    @property
    def refreshes_per_s(self) -> float:
        """Return how often a client needs a new token: never without a request."""
        return min(self.users / self.token_lifetime_s, self.requests_per_s)


class Estimate(TypedDict):
    """What one way costs: of the store, and on the wire from the clients."""

    memory_bytes: float
    queries_per_s: float
    bandwidth_bytes_per_s: float
    exposure_s: float
    meets_deadline: bool


class Estimates(TypedDict):
    """What each way costs for the same workload."""

    jwt: Estimate
    session: Estimate
    hybrid: Estimate


def estimate(load: Workload, costs: Costs) -> Estimates:
    """Say what each way costs; log-ins are as many as log-outs and left out."""
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
    """Return the list's length: a revoked token has half its life left."""
    return load.log_outs_per_s * load.token_lifetime_s / 2


def bearer_bytes(permissions: float, costs: Costs) -> float:
    """Return a token's part of a request: base64 makes 4 of 3 bytes."""
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
