import math
from dataclasses import replace

import pytest
from examples.costs.cost_table import CostModel, rows, shown, shown_bytes, shown_seconds

from examples.costs.cost_model import (
    Costs,
    Workload,
    bearer_bytes,
    denied_entries,
    estimate,
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
    cookie_bytes=70,
    bearer_bytes=460,
    permission_bytes=18,
)
LOAD = Workload(
    users=1800,
    requests_per_s=100,
    token_lifetime_s=900,
    deadline_s=60,
    permissions=0,
    log_outs_per_hour=3600,
)


def test_each_way_costs_what_it_stores_asks_and_sends() -> None:
    found = estimate(LOAD, COSTS)
    assert found["jwt"] == {
        "memory_bytes": 1800 * 900,
        "queries_per_s": 2 * 3 + 1 * 4,
        "bandwidth_bytes_per_s": 100 * 460,
        "exposure_s": 900,
        "meets_deadline": False,
    }
    assert found["session"] == {
        "memory_bytes": 1800 * 600,
        "queries_per_s": 100 * 2 + 1 * 3,
        "bandwidth_bytes_per_s": 100 * 70,
        "exposure_s": 0,
        "meets_deadline": True,
    }
    assert found["hybrid"] == {
        "memory_bytes": 1800 * 900 + 450 * 200,
        "queries_per_s": 100 * 2 + 2 * 3 + 1 * 5,
        "bandwidth_bytes_per_s": 100 * 460,
        "exposure_s": 0,
        "meets_deadline": True,
    }


def test_who_asks_nothing_refreshes_nothing() -> None:
    quiet = replace(LOAD, requests_per_s=0.5, log_outs_per_hour=0)
    assert estimate(quiet, COSTS)["jwt"]["queries_per_s"] == 1.5
    assert denied_entries(quiet) == 0


def test_a_permission_grows_by_a_third_in_base64() -> None:
    assert bearer_bytes(0, COSTS) == 460
    grown = bearer_bytes(20, COSTS) - bearer_bytes(10, COSTS)
    assert grown == pytest.approx(10 * 18 * 4 / 3)


@pytest.mark.parametrize("name", ["users", "requests_per_s", "deadline_s"])
@pytest.mark.parametrize("value", [-1, math.inf, math.nan])
def test_impossible_numbers_are_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"^{name} is {value}: give a number"):
        replace(LOAD, **{name: value})


def test_a_token_must_live() -> None:
    with pytest.raises(ValueError, match="token_lifetime_s is 0"):
        replace(LOAD, token_lifetime_s=0)


def test_the_page_gets_a_table_and_a_sentence() -> None:
    workload, costs = vars(LOAD), vars(COSTS)
    answer = CostModel().calculate(workload, costs)
    assert answer["rows"] == rows(estimate(LOAD, COSTS))
    assert answer["rows"][3] == [
        "A stolen credential works for",
        "15 minutes",
        "0 seconds",
        "0 seconds",
    ]
    assert str(answer["summary"]).startswith("A plain JWT misses the deadline")


def test_the_page_gets_a_sentence_for_a_wrong_number() -> None:
    answer = CostModel().calculate(vars(LOAD) | {"users": -1}, vars(COSTS))
    assert answer == {"error": "users is -1: give a number from 0 up."}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"deadline_s": 900}, ["193 fewer commands", "38.1 KiB/s more"]),
        (
            {"deadline_s": 900, "requests_per_s": 1, "users": 90000},
            ["more commands per second", "390 bytes/s more"],
        ),
    ],
)
def test_the_sentence_weighs_store_against_wire(
    changes: dict[str, float], words: list[str]
) -> None:
    answer = CostModel().calculate(vars(LOAD) | changes, vars(COSTS))
    for word in words:
        assert word in answer["summary"]


def test_a_short_token_sends_less() -> None:
    answer = CostModel().calculate(
        vars(replace(LOAD, deadline_s=900)), vars(COSTS) | {"bearer_bytes": 20}
    )
    assert "/s less over" in answer["summary"]


def test_numbers_are_written_for_people() -> None:
    assert [shown(n) for n in (0, 1.5, 34.44, 1234.5)] == ["0", "1.5", "34.4", "1,234"]
    sizes = [shown_bytes(n) for n in (12, 2048, 5 * 2**20, 3 * 2**30)]
    assert sizes == ["12 bytes", "2 KiB", "5 MiB", "3 GiB"]
    times = [shown_seconds(n) for n in (60, 900, 86400)]
    assert times == ["60 seconds", "15 minutes", "24 hours"]
