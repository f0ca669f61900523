"""The benchmark computes figures, compares runs and simulates a slow network."""

from pathlib import Path

import pytest
import redis

from bench.compare import agreement, differences
from bench.figures import figure, leaves, nest, ratios
from bench.latency import milliseconds
from bench.proxy import slow_proxy
from tests.redis_servers import RedisServer


def test_a_ratio_is_taken_round_by_round() -> None:
    # The machine became twice as slow in the second round: the ratio did not move.
    assert ratios([1, 2, 1], [2, 4, 2]) == {"median": 0.5, "low": 0.5, "high": 0.5}
    assert figure([3, 1, 2]) == {"median": 2, "low": 1, "high": 3}


def test_names_become_a_tree_and_back() -> None:
    tree = nest({"a.b": figure([1]), "a.c": 5, "d": "text"})
    assert tree["d"] == "text"
    assert [(name, one["median"]) for name, one in leaves(tree)] == [("a.b", 1)]


def test_only_ratios_are_compared() -> None:
    one = nest({"x.ratio.cpu": figure([2]), "x.cpu": figure([7]), "date": "monday"})
    two = nest({"x.ratio.cpu": figure([2.5]), "x.cpu": figure([700])})
    assert differences(one, two) == {"x.ratio.cpu": pytest.approx(0.25)}
    assert agreement(one, two)["largest_in"] == "x.ratio.cpu"


def test_the_proxy_delays_answers(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    server.start()
    try:
        with slow_proxy(server.port) as proxy:
            client = redis.Redis(port=proxy.port)
            near = milliseconds(client.ping)
            proxy.delay = 0.02
            assert 20 <= milliseconds(client.ping, 10) < 20 + 15 + 3 * near
            client.set("big", b"x" * 500_000)
            assert client.get("big") == b"x" * 500_000
            client.close()
    finally:
        server.stop()
