import logging

import pytest

from examples.servers.flask_parts import new_app
from examples.servers.problems import TYPE


def test_a_failure_is_logged_and_tells_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = new_app("Test")

    @app.get("/")
    def fail() -> str:
        raise KeyError("secret")

    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/")
    assert (answer.status_code, answer.content_type) == (500, TYPE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_only_the_methods_of_a_route_are_answered() -> None:
    app = new_app("Test")
    app.add_url_rule("/", view_func=lambda: "", methods=["POST"])
    answer = app.test_client().options("/")
    assert (answer.status_code, answer.content_type) == (405, TYPE)
    assert answer.headers["Allow"] == "POST"
