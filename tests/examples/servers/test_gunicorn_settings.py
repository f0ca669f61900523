import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from examples.servers.gunicorn_settings import pre_request


@dataclass
class Head:
    headers: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False

    def force_close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("headers", "closed"),
    [
        ([], False),
        ([("CONTENT-LENGTH", "0")], False),
        ([("CONTENT-LENGTH", "10000")], False),
        ([("CONTENT-LENGTH", "10001")], True),
        ([("TRANSFER-ENCODING", "chunked")], True),
    ],
)
def test_a_body_that_may_stay_unread_closes_the_connection(
    headers: list[tuple[str, str]], closed: bool
) -> None:
    request = Head(headers)
    pre_request(None, request)
    assert request.closed is closed


def test_gunicorn_knows_each_setting() -> None:
    command = [sys.executable, "-m", "gunicorn", "--check-config", "--print-config"]
    config = "--config=python:examples.servers.gunicorn_settings"
    app = "examples.servers.flask_jwt:make_app()"
    run = subprocess.run(
        [*command, config, app], check=True, capture_output=True, text=True, timeout=60
    )
    found = dict(line.split("=", 1) for line in run.stdout.splitlines() if "=" in line)
    shown = {name.strip(): value.strip() for name, value in found.items()}
    assert shown["threads"] == "16"
    assert shown["control_socket_disable"] == "True"
