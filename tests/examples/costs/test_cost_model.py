import math
from dataclasses import replace

import pytest

from examples.costs.cost_model import (
    QUANTITIES,
    WAYS,
    Costs,
    Workload,
    estimate,
    evaluate,
    quantity,
)

COSTS = Costs(
    session_bytes=600,
    refresh_bytes=900,
    denied_bytes=200,
    session_queries=2,
    hybrid_queries=2,
    refresh_queries=3,
    revoke_queries=5,
    session_end_queries=3,
    jwt_end_queries=4,
    session_cpu_us=1000,
    jwt_cpu_us=400,
    hybrid_cpu_us=1200,
    cookie_bytes=70,
    opaque_bytes=67,
    bearer_bytes=460,
    permission_bytes=18,
    claim_bytes=16,
)
LOAD = Workload(
    users=1800,
    requests_per_s=100,
    token_lifetime_s=900,
    services=2,
    store_ms=0.5,
    permissions=0,
    log_outs_per_hour=3600,
    price_gib=0,
    price_core=0,
    price_gb=0,
)


def test_each_way_costs_what_it_stores_asks_and_sends() -> None:
    found = estimate(LOAD, COSTS)
    reference = {
        "memory_bytes": 1800 * 600,
        "lookups_per_s": 200 * 2 + 1 * 3,
        "cpu_cores": 0.2,
        "wait_ms": 2 * 2 * 0.5,
        "exposure_s": 0,
        "money": 0,
    }
    assert found["session"] == reference | {"bandwidth_bytes_per_s": 200 * 70}
    assert found["opaque"] == reference | {"bandwidth_bytes_per_s": 200 * 67}
    assert found["jwt"] == {
        "memory_bytes": 1800 * 900,
        "lookups_per_s": 2 * 3 + 1 * 4,
        "bandwidth_bytes_per_s": 200 * 460,
        "cpu_cores": pytest.approx(0.08),
        "wait_ms": 0,
        "exposure_s": 900,
        "money": 0,
    }
    assert found["hybrid"] == {
        "memory_bytes": 1800 * 900 + 450 * 200,
        "lookups_per_s": 200 * 2 + 2 * 3 + 1 * 5,
        "bandwidth_bytes_per_s": 200 * 460,
        "cpu_cores": pytest.approx(0.24),
        "wait_ms": 2,
        "exposure_s": 0,
        "money": 0,
    }


def test_money_is_memory_processor_and_traffic_at_given_prices() -> None:
    month = 365 * 86400 / 12
    priced = estimate(replace(LOAD, price_gib=7), COSTS)["session"]["money"]
    assert priced == pytest.approx(7 * 1800 * 600 / 2**30)
    priced = estimate(replace(LOAD, price_core=7), COSTS)["session"]["money"]
    assert priced == pytest.approx(7 * 0.2)
    priced = estimate(replace(LOAD, price_gb=7), COSTS)["jwt"]["money"]
    assert priced == pytest.approx(7 * month * 200 * 460 / 1e9)


def test_who_asks_nothing_refreshes_nothing() -> None:
    quiet = replace(LOAD, requests_per_s=0.5, log_outs_per_hour=0)
    assert estimate(quiet, COSTS)["jwt"]["lookups_per_s"] == 1.5
    assert quantity(quiet, COSTS, "denied") == 0


def test_a_permission_grows_by_a_third_in_base64() -> None:
    sizes = [
        quantity(replace(LOAD, permissions=count), COSTS, "token_bytes")
        for count in (0, 10, 20)
    ]
    assert sizes[0] == 460
    assert sizes[1] == pytest.approx(460 + (16 + 10 * 18) * 4 / 3)
    assert sizes[2] - sizes[1] == pytest.approx(10 * 18 * 4 / 3)


@pytest.mark.parametrize("name", ["users", "requests_per_s", "price_gb"])
@pytest.mark.parametrize("value", [-1, math.inf, math.nan])
def test_impossible_numbers_are_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"^{name} is {value}: give a number"):
        replace(LOAD, **{name: value})


def test_a_token_must_live() -> None:
    with pytest.raises(ValueError, match="token_lifetime_s is 0"):
        replace(LOAD, token_lifetime_s=0)


def test_each_formula_is_written_with_spaces_and_known_names() -> None:
    known = {*vars(LOAD), *vars(COSTS), *QUANTITIES, *WAYS["jwt"], "least:"}
    for formulas in (QUANTITIES, *WAYS.values()):
        for formula in formulas.values():
            for term in formula:
                names, signs = term.split()[::2], term.split()[1::2]
                assert {*signs} <= {"*", "/"}
                assert all(name in known or float(name) > 0 for name in names)
    assert all(measures.keys() == WAYS["jwt"].keys() for measures in WAYS.values())


def test_a_name_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="could not convert string to float: 'x'"):
        evaluate({"a": ("x * 2",)}, {}, "a")
