import asyncio
import json
from typing import Any

import pytest

from examples.panel.browser_server import START, Panel, rehearse, walk
from examples.panel.panel_requests import PRESETS, WALKS, preset
from examples.servers.registry import ASGI

NAME = "page one"


class Driver:
    """Presses presets as a reader would."""

    def __init__(self, server: str) -> None:
        self.server, self.panel = server, Panel()
        self.state: Any = asyncio.run(self.panel.open(NAME, server))

    def send(self, label: str) -> tuple[int, str]:
        one = preset(self.server, label)
        sent = self.panel.send(NAME, one.method, one.path, one.headers, one.body)
        answer: Any = asyncio.run(sent)
        self.state = answer["state"]
        return answer["exchange"]["status"], answer["exchange"]["response_body"]

    def statuses(self, *labels: str) -> list[int]:
        return [self.send(label)[0] for label in labels]


def test_each_fastapi_server_has_a_panel() -> None:
    assert {f"examples.servers.{name}" for name in PRESETS} == set(ASGI.values())
    assert set(WALKS) == set(PRESETS)


@pytest.mark.parametrize("server", PRESETS)
def test_each_preset_has_a_name_of_its_own(server: str) -> None:
    labels = [one.label for one in PRESETS[server]]
    assert len(set(labels)) == len(labels)


def test_a_session_is_dead_at_once_also_for_a_copy() -> None:
    driver = Driver("fastapi_session")
    labels: tuple[str, ...]
    labels = ("Log in", "Me", "Sessions", "Log out, no CSRF token", "Log out", "Me")
    assert driver.statuses(*labels) == [200, 200, 200, 403, 204, 401]
    assert driver.state["cookies"] == driver.state["store"] == []
    assert "No session has this id" in driver.send("Me, copied cookie")[1]
    assert driver.statuses("Log in, other site") == [403]
    labels = ("Log in", "Sessions", "End one session", "Log in", "Log out everywhere")
    assert driver.statuses(*labels) == [200, 200, 204, 200, 204]


def test_a_token_lives_until_the_clock_passes_its_expiry() -> None:
    driver = Driver("fastapi_jwt")
    assert driver.statuses("Log in", "Log out", "Me") == [200, 204, 200]
    driver.panel.advance(NAME, 899)
    assert driver.statuses("Me") == [200]
    state = driver.panel.advance(NAME, 1)
    assert state["time"] == "2027-01-15 08:15:00 UTC"
    assert driver.statuses("Me", "Refresh", "Public keys") == [401, 401, 200]


def test_a_used_refresh_token_ends_the_family() -> None:
    driver = Driver("fastapi_jwt")
    labels = ("Log in", "Refresh", "Refresh, used token", "Refresh")
    assert driver.statuses(*labels) == [200, 200, 401, 401]
    labels = ("Log in", "Sessions", "End one log-in", "Log out everywhere")
    assert driver.statuses(*labels) == [200, 200, 204, 204]


def test_in_the_hybrid_a_token_is_dead_at_once() -> None:
    driver = Driver("fastapi_hybrid")
    labels = ("/api: Log in", "/api: Me", "/api: Log out", "/api: Me")
    assert driver.statuses(*labels) == [200, 200, 204, 401]
    labels = ("/web: Log in", "/web: Me", "/web: Log out", "/web: Me, copied cookie")
    assert driver.statuses(*labels) == [200, 200, 204, 401]


def test_the_store_is_shown_with_the_time_left() -> None:
    driver = Driver("fastapi_session")
    driver.send("Log in")
    [session, index] = driver.state["store"]
    assert json.loads(session["value"])["user"] == "alice"
    assert session["left"] == "1 hour"
    assert index["key"] == 'sessions:["alice"]'
    assert (
        driver.panel.advance(NAME, 1801)["store"][0]["left"] == "29 minutes 59 seconds"
    )
    status, body = driver.send("Me")
    assert (status, "idle for 30 minutes" in body) == (401, True)


def test_a_bad_field_is_named_and_nothing_is_sent() -> None:
    driver = Driver("fastapi_session")
    answer = asyncio.run(driver.panel.send(NAME, "GET", "me", "", ""))
    assert answer["field"] == "path"


def test_bad_json_is_a_problem() -> None:
    driver = Driver("fastapi_session")
    json_ = "Content-Type: application/json"
    answer: Any = asyncio.run(driver.panel.send(NAME, "POST", "/login", json_, "{"))
    assert answer["exchange"]["status"] == 400
    assert "content-type: application/problem+json" in answer["exchange"]["response"]


def test_panels_do_not_meet_and_can_start_over() -> None:
    driver = Driver("fastapi_session")
    driver.send("Log in")
    other: Any = asyncio.run(driver.panel.open("another", "fastapi_session"))
    assert other["store"] == []
    again: Any = asyncio.run(driver.panel.open(NAME, "fastapi_session"))
    assert again == driver.state
    driver.panel.forget(NAME)
    fresh: Any = asyncio.run(driver.panel.open(NAME, "fastapi_session"))
    assert fresh["store"] == []
    assert set(fresh["held"]) == {"password"}
    driver.panel.forget("never opened")


def test_a_panel_tells_how_it_hashes() -> None:
    assert Driver("fastapi_session").state["hasher"] == "PBKDF2"


@pytest.mark.parametrize(
    ("server", "statuses"),
    [
        ("fastapi_session", [200, None, 200, 204, 401]),
        ("fastapi_jwt", [200, None, 200, 204, 200, None, 401]),
        ("fastapi_hybrid", [200, 200, 204, 401]),
    ],
)
def test_the_recorded_walk(server: str, statuses: list[int | None]) -> None:
    steps = asyncio.run(walk(server))
    found = [step["exchange"] and step["exchange"]["status"] for step in steps]
    assert found == statuses
    assert steps[0]["state"]["time"] == "2027-01-15 08:00:00 UTC"
    assert START == 1_800_000_000


def test_a_rehearsal_raises_nothing() -> None:
    asyncio.run(rehearse())
