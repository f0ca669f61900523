"""The panels' servers: what each recorded story teaches, and what a page may send."""

import asyncio
from dataclasses import asdict, replace
from typing import Any

import pytest

from examples.panel.browser_server import START, Answer, Panel, Turn, record, rehearse
from examples.panel.rows import Row
from examples.panel.scenarios import SCENARIOS, Move, preset
from examples.servers.registry import ASGI

NAME = "page one"


class Driver:
    """Presses the buttons of one panel as a reader would."""

    def __init__(self, scenario: str) -> None:
        self.scenario, self.panel = scenario, Panel()
        self.moves: list[dict[str, Any]] = []

    def press(self, *labels: str) -> Turn:
        """Press buttons, and return the last turn."""
        return self.make(*(preset(self.scenario, label) for label in labels))

    def make(self, *moves: Move) -> Turn:
        self.moves += [asdict(move) for move in moves]
        return self.run()["turns"][-1]

    def run(self) -> Answer:
        server = SCENARIOS[self.scenario].server
        return asyncio.run(self.panel.run(NAME, server, self.moves))


@pytest.fixture(scope="module")
def told() -> dict[str, list[Turn]]:
    return {name: asyncio.run(record(name)) for name in SCENARIOS}


def statuses(turns: list[Turn]) -> list[int]:
    return [turn["status"] for turn in turns]


def verdicts(turns: list[Turn]) -> list[str]:
    return [turn["verdict"] for turn in turns if turn["outcome"] != "none"]


def ways(turn: Turn) -> list[str]:
    return [one["way"] for one in turn["arrows"]]


def changes(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row["change"], row["name"].partition(" ")[0]) for row in rows]


def test_each_fastapi_server_has_a_panel() -> None:
    servers = {f"examples.servers.{one.server}" for one in SCENARIOS.values()}
    assert servers == set(ASGI.values())


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_button_has_a_name_of_its_own(name: str) -> None:
    labels = [one.label for one in SCENARIOS[name].presets]
    assert len(set(labels)) == len(labels)


def test_the_session_refuses_the_copy_after_the_logout(
    told: dict[str, list[Turn]],
) -> None:
    turns = told["session"]
    assert statuses(turns) == [200, 200, 0, 200, 204, 401]
    assert verdicts(turns) == ["Is alice", "Refused: 401"]
    assert turns[-1]["says"] == "401: the server found no session with this id."
    # Every check of the cookie asked the store.
    assert all("server-store" in ways(turn) for turn in turns if turn["status"])


def test_the_jwt_server_accepts_the_copy_until_it_expires(
    told: dict[str, list[Turn]],
) -> None:
    turns = told["jwt"]
    assert statuses(turns) == [200, 200, 0, 200, 204, 200, 401]
    assert verdicts(turns) == [
        "Is alice, 14:36 left",
        "Still alice, 14:20 left",
        "Refused: 401",
    ]
    checks = [turn for turn in turns if turn["request"] == "GET /me"]
    assert all(turn["state"]["asked"] == "not asked" for turn in checks)
    assert not any("server-store" in ways(turn) for turn in checks)
    assert "never looked you up" in turns[1]["says"]
    assert "but noted nothing about the access token" in turns[4]["says"]
    assert "cannot know that alice gave the credential up" in turns[5]["says"]
    assert "the token expired at 2027-01-15 08:15:00 UTC" in turns[6]["says"]


def test_the_hybrid_refuses_the_copy_and_asks_its_store_for_that(
    told: dict[str, list[Turn]],
) -> None:
    turns = told["hybrid"]
    assert statuses(turns) == [200, 200, 0, 200, 204, 401]
    assert "put the access token on the denylist" in turns[4]["says"]
    assert ("added", "denylist") in changes(turns[4]["state"]["store"])
    assert turns[5]["says"].endswith("found the token on the denylist.")
    assert all("server-store" in ways(turn) for turn in turns if turn["status"])


def test_a_used_refresh_token_ends_the_login(told: dict[str, list[Turn]]) -> None:
    turns = told["refresh"]
    assert statuses(turns) == [200, 401, 200, 0, 200, 401, 401]
    assert verdicts(turns) == ["Refused: 401"]
    copied = turns[3]["state"]["thief"][0]["value"]
    assert copied == turns[2]["state"]["held"][1]["value"]
    assert copied != turns[4]["state"]["held"][1]["value"]
    assert turns[5]["says"].endswith("had been used and revoked the whole login.")
    assert {change for change, _ in changes(turns[5]["state"]["store"])} == {"removed"}


def test_each_defence_refuses_its_forged_request(told: dict[str, list[Turn]]) -> None:
    turns = told["csrf"]
    assert statuses(turns) == [200, 403, 403, 403, 204]
    labels = [turn["arrows"][1]["label"] for turn in turns[1:4]]
    assert labels == ["no cookie", "cookie", "cookie"]
    origin = "refused the request without asking the store: the request comes from"
    assert all(origin in turn["says"] for turn in turns[1:3])
    assert "the header X-CSRF-Token is missing" in turns[3]["says"]
    assert [turn["state"]["jar"][0]["change"] for turn in turns[1:]] == [
        "",
        "",
        "",
        "removed",
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_story_begins_at_one_time_and_names_its_statuses(
    told: dict[str, list[Turn]], name: str
) -> None:
    assert START == 1_800_000_000
    turns = told[name]
    assert turns[0]["clock"] == "08:00:00"
    assert len(turns) == len(SCENARIOS[name].steps)
    for turn in turns:
        if turn["status"]:
            assert turn["says"].startswith(f"{turn['status']}: the server ")
            assert turn["milliseconds"] > 0
        assert turn["says"].endswith(".")


def test_a_login_fills_the_jar_and_a_logout_strikes_out_what_it_removed() -> None:
    driver = Driver("session")
    [cookie] = driver.press("Log in")["state"]["jar"]
    assert (cookie["change"], cookie["gone"]) == ("added", False)
    assert cookie["flags"] == ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]
    state = driver.press("Log out")["state"]
    assert changes(state["jar"]) == [("removed", "__Host-session")]
    assert changes(state["held"]) == [("removed", "CSRF")]
    assert changes(state["store"]) == [("removed", "session"), ("removed", "alice's")]
    for _ in range(2):
        state = driver.press("Who am I?")["state"]
        [cookie] = state["jar"]
        assert (cookie["change"], cookie["gone"]) == ("", True)
        assert cookie["flags"] == ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]
        assert state["store"] == []
    [cookie] = driver.press("Log in")["state"]["jar"]
    assert (cookie["change"], cookie["gone"]) == ("added", False)


def test_logout_everywhere_and_the_list_of_sessions() -> None:
    driver = Driver("session")
    assert driver.press("Log in", "Sessions")["says"] == (
        "200: the server looked the session up and read the list of sessions."
    )
    assert driver.press("Log out everywhere")["status"] == 204
    assert driver.press("Who am I?")["status"] == 401


def test_the_clock_ends_an_idle_session() -> None:
    driver = Driver("session")
    turn = driver.press("Log in", "+15 min", "+15 min")
    assert (turn["request"], turn["clock"]) == ("", "08:30:00")
    assert turn["says"] == "No request: the server learns nothing of it."
    turn = driver.press("Who am I?")
    assert turn["says"] == (
        "401: the server looked the session up, deleted its row and refused the "
        "request: the session was idle for 30 minutes or more."
    )


def test_a_copy_of_nothing_is_said_and_refused() -> None:
    for scenario, label in (("session", "Copy the cookie"), ("jwt", "Copy the token")):
        driver = Driver(scenario)
        assert "to copy: log in first." in driver.press(label)["says"]
        assert driver.press("Use the copy")["verdict"] == "Refused: 401"


def test_a_copy_is_current_until_alice_refreshes() -> None:
    driver = Driver("jwt")
    turn = driver.press("Log in", "Copy the token", "Use the copy")
    assert turn["says"].endswith("and a copy passes like the original.")
    assert driver.press("Refresh", "Use the copy")["verdict"].startswith("Still alice")


def test_a_thief_who_refreshes_first_is_accepted() -> None:
    driver = Driver("refresh")
    turn = driver.press("Log in", "Copy the refresh token", "Use the copy")
    assert (turn["outcome"], turn["verdict"]) == ("breach", "Accepted")
    names = [row["name"] for row in turn["state"]["thief"]]
    assert names == ["refresh token", "access token"]
    assert driver.press("Refresh")["status"] == 401


def test_a_forged_request_that_the_server_accepts_is_a_breach() -> None:
    driver = Driver("csrf")
    forged = preset("csrf", "Forge it without Origin")
    driver.press("Log in")
    turn = driver.make(replace(forged, headers="X-CSRF-Token: {csrf_token}"))
    assert (turn["outcome"], turn["verdict"]) == ("breach", "Accepted")


def test_the_web_side_of_the_hybrid_has_sessions() -> None:
    driver = Driver("hybrid")
    labels = ("Log in (web)", "Who am I? (web)", "Log out (web)", "Who am I? (web)")
    assert [driver.press(label)["status"] for label in labels] == [200, 200, 204, 401]


def test_only_new_moves_are_taken_unless_the_beginning_differs() -> None:
    driver = Driver("jwt")
    driver.press("Log in", "Who am I?")
    driver.moves.append(driver.moves[-1])
    answer = driver.run()
    assert (answer["first"], statuses(answer["turns"])) == (2, [200])
    driver.moves = driver.moves[1:]
    answer = driver.run()
    assert (answer["first"], statuses(answer["turns"])) == (0, [401, 401])
    driver.moves = []
    assert driver.run() == {"first": 0, "turns": []}


def test_panels_do_not_meet() -> None:
    driver = Driver("session")
    driver.press("Log in")
    me = [asdict(preset("session", "Who am I?"))]
    other = asyncio.run(driver.panel.run("another", "fastapi_session", me))
    assert statuses(other["turns"]) == [401]
    assert driver.press("Who am I?")["status"] == 200


def test_a_forgotten_server_starts_again() -> None:
    driver = Driver("session")
    driver.press("Log in")
    driver.panel.forget(NAME)
    driver.panel.forget("never started")
    assert driver.run()["first"] == 0


def test_a_bad_field_is_named_and_nothing_is_sent() -> None:
    driver = Driver("session")
    driver.press("Log in")
    bad = asdict(replace(preset("session", "Who am I?"), path="me"))
    driver.moves += [bad, driver.moves[0]]
    answer = driver.run()
    assert answer["turns"] == []
    assert answer["refused"]["field"] == "path"
    driver.moves = driver.moves[:1]
    assert driver.run()["first"] == 1


def test_bad_json_is_a_problem() -> None:
    turn = Driver("session").make(replace(preset("session", "Log in"), body="{"))
    assert turn["status"] == 400
    assert turn["exchange"] is not None
    assert "content-type: application/problem+json" in turn["exchange"]["response"]
    assert turn["state"]["asked"] == "not asked"


def test_an_answer_that_is_no_json_has_its_sentence() -> None:
    driver = Driver("jwt")
    keys = Move("", "fetches the keys", path="/.well-known/jwks.json")
    assert driver.make(keys)["says"] == (
        "200: the server answered without asking the store."
    )
    assert driver.make(replace(keys, method="HEAD"))["says"] == (
        "405: the server refused the request without asking the store."
    )


def test_a_rehearsal_raises_nothing() -> None:
    asyncio.run(rehearse())
