import asyncio

import pytest

from examples.panel.two_servers import Action, Lane, Scene, TwoServers, record


def verdicts(scene: Scene) -> tuple[str, str]:
    return scene["session"]["thief"]["verdict"], scene["jwt"]["thief"]["verdict"]


def after(*actions: Action) -> Scene:
    return asyncio.run(TwoServers().scene(list(actions)))


def texts(lane: Lane) -> list[tuple[str, str]]:
    return [(row["change"], row["text"].partition(" ")[2]) for row in lane["rows"]]


def test_the_story_shows_what_only_the_session_server_can_do() -> None:
    scenes = asyncio.run(record())["scenes"]
    assert [verdicts(scene) for scene in scenes] == [
        ("Nothing stolen yet", "Nothing stolen yet"),
        ("Nothing stolen yet", "Nothing stolen yet"),
        ("Still alice", "Still alice, 14:46 left"),
        ("Refused: 401", "Still alice, 14:32 left"),
        ("Refused: 401", "Refused: 401"),
    ]
    assert [scene["clock"] for scene in scenes] == [
        "08:00:00",
        "08:00:14",
        "08:00:28",
        "08:00:42",
        "08:15:42",
    ]


def test_each_step_shows_what_it_did_to_the_store() -> None:
    scenes = asyncio.run(record())["scenes"]
    assert [texts(scene["session"]) for scene in scenes] == [
        [],
        [("added", "alice, until 08:30")],
        [("", "alice, until 08:30")],
        [("removed", "alice, until 08:30")],
        [],
    ]
    assert [texts(scene["jwt"]) for scene in scenes] == [
        [],
        [("added", "alice, refresh token")],
        [("", "alice, refresh token")],
        [("removed", "alice, refresh token")],
        [],
    ]


def test_a_sliding_expiry_is_no_new_row() -> None:
    assert texts(after("log-in", "copy", "wait")["session"]) == [
        ("", "alice, until 08:45")
    ]


def test_without_logout_the_session_outlives_the_token() -> None:
    scene = after("log-in", "copy", "wait")
    assert verdicts(scene) == ("Still alice", "Refused: 401")
    assert scene["session"]["life"]["label"] == "session ends 08:45"
    assert scene["jwt"]["life"]["label"] == "token expired 08:15"


def test_the_server_says_why_it_ended_an_old_session() -> None:
    waits: list[Action] = ["wait"] * 32
    scene = after("log-in", "copy", *waits)
    assert verdicts(scene)[0] == "Refused: 401"
    assert "absolute limit" in scene["session"]["why"]
    assert scene["session"]["life"]["label"] == "session ended 16:00"


def test_a_new_login_does_not_revive_the_stolen_session() -> None:
    scene = after("log-in", "copy", "log-out", "log-in")
    assert verdicts(scene) == ("Refused: 401", "Still alice, 14:18 left")
    assert scene["session"]["held"]["state"] == "held"


@pytest.mark.parametrize(
    ("action", "note"),
    [
        ("copy", "There is nothing to copy: log in first."),
        ("log-out", "There is nothing to log out from: log in first."),
    ],
)
def test_a_step_that_needs_a_login_says_so(action: Action, note: str) -> None:
    scene = after(action)
    assert scene["note"] == note
    assert verdicts(scene) == ("Nothing stolen yet", "Nothing stolen yet")


def test_only_new_steps_are_taken_unless_the_beginning_differs() -> None:
    async def play() -> list[str]:
        servers, held = TwoServers(), []
        beginnings: list[list[Action]] = [["log-in"], ["log-in", "copy"], ["copy"]]
        for actions in beginnings:
            scene = await servers.scene(actions)
            held.append("".join(scene["session"]["held"]["parts"]))
        return held

    first, second, third = asyncio.run(play())
    assert first == second != ""
    assert third == ""
