import os
import runpy
import sys
from importlib import import_module

import pytest

from examples.servers import run
from examples.servers.registry import ASGI, EXTRA_SERVERS, SERVERS, WSGI
from examples.servers.run import command_of, main


def test_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    out, _ = capsys.readouterr()
    assert out.splitlines() == [
        "Give one of these names:",
        *[f"  {name}" for name in SERVERS],
    ]


def test_it_is_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["examples.servers.run"])
    runpy.run_path(str(run.__file__), run_name="__main__")
    assert "fastapi-session" in capsys.readouterr().out


def test_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["no-such"])
    assert "invalid choice: 'no-such'" in capsys.readouterr().err


@pytest.mark.parametrize("given", [None, "chosen"])
def test_the_process_becomes_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    # What the command does is seen in tests/examples/servers.
    called: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: called.append(command))
    monkeypatch.setenv("DEMO_PASSWORD", given or "")
    main(["fastapi-jwt", "--port", "8123"])
    assert called == [command_of("fastapi-jwt", 8123)]
    *first, last = capsys.readouterr().out.splitlines()
    password = os.environ["DEMO_PASSWORD"]
    told = [] if given else [f"The password of alice and bob: {password}"]
    assert (first, last) == (told, "fastapi-jwt on http://127.0.0.1:8123/")
    assert len(password) == (6 if given else 16)


def test_each_kind_of_server_is_bound_to_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(SERVERS, "some-wsgi", "some.wsgi")
    assert "uvicorn" in command_of(next(iter(ASGI)), 1)
    command = command_of("some-wsgi", 8123)
    assert command[1:3] == ["-m", "gunicorn"]
    assert "127.0.0.1:8123" in command
    assert "0.0.0.0:8123" in command_of("some-wsgi", 8123, "0.0.0.0")
    assert "0.0.0.0" in command_of(next(iter(ASGI)), 1, "0.0.0.0")
    # Else a client on this machine could forge its address.
    assert "--no-proxy-headers" in command_of(next(iter(ASGI)), 1)
    assert not ASGI.keys() & WSGI.keys()


@pytest.mark.parametrize("name", EXTRA_SERVERS)
def test_more_servers_that_are_not_listed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIENT_SECRET", "s" * 32)  # two of them need one
    assert callable(import_module(EXTRA_SERVERS[name]).make_app())
    assert command_of(name, 1)[-1] == f"{EXTRA_SERVERS[name]}:make_app()"
