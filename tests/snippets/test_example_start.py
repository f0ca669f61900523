"""The program that starts a downloaded example, and what it does without packages."""

import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from snippets import example_start

PROJECT = """[project]
requires-python = ">=3.12"
dependencies = [
    "pyjwt==0.0.1",
    "no-such-package==2.0",
]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    monkeypatch.setattr(example_start, "HERE", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    monkeypatch.setattr(example_start, "PYTHON", python)
    return tmp_path


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note what would be installed, and what the process would become."""
    calls: list[list[str]] = []

    def call(command: list[str]) -> int:
        calls.append(command)
        return 0

    def become(_: object, command: list[str]) -> None:
        calls.append(command)
        raise SystemExit

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(os, "execv", become)
    return calls


def test_missing_packages_are_named(folder: Path) -> None:
    assert example_start.missing() == ["pyjwt==0.0.1", "no-such-package==2.0"]
    (folder / "pyproject.toml").write_text(f'"pytest=={pytest.__version__}",\n')
    assert example_start.missing() == []


def test_an_older_python_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(example_start, "LEAST", (99, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.12 or later"):
        example_start.main()
    assert folder.exists()


def test_packages_are_installed_once_by_their_hashes(
    folder: Path, called: list[list[str]]
) -> None:
    python = str(folder / ".venv/bin/python")
    with pytest.raises(SystemExit):
        example_start.main()
    install, start = called
    assert install[:4] == [python, "-m", "pip", "install"]
    assert install[-2:] == ["--requirement", str(folder / "requirements.txt")]
    assert "--require-hashes" in install
    assert start == [python, str(folder / "start.py")]
    with pytest.raises(SystemExit):
        example_start.main()
    assert called[2:] == [start]


def test_a_failed_installation_leaves_nothing_half_done(
    folder: Path, called: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda _: 1)
    with pytest.raises(SystemExit, match="could not be installed: see the lines"):
        example_start.main()
    assert not (folder / ".venv").exists()
    assert called == []


def test_a_damaged_environment_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(folder / ".venv"))
    with pytest.raises(SystemExit, match=r"pyjwt==0.0.1, no-such-package==2.0. Delete"):
        example_start.main()


class Server:
    """Stands for a started server, and notes how it was started and ended."""

    def __init__(self, command: list[str], cwd: Path, env: dict[str, str]) -> None:
        self.command, self.cwd, self.env = command, cwd, env
        self.told: list[str] = []

    def wait(self) -> None:
        self.told.append("wait")
        if len(self.told) == 1 and "Ctrl+C" in self.command:
            raise KeyboardInterrupt

    def terminate(self) -> None:
        self.told.append("terminate")


@pytest.mark.parametrize("password", ["", "chosen"])
def test_the_servers_start_and_stop_together(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    password: str,
) -> None:
    (folder / "pyproject.toml").write_text("")
    commands = [["-m", "api", "--port", "{api}"], ["-m", "own", "{port}", "Ctrl+C"]]
    servers: list[Server] = []

    def start(command: list[str], cwd: Path, env: dict[str, str]) -> Server:
        servers.append(Server(command, cwd, env))
        return servers[-1]

    monkeypatch.setattr(example_start, "COMMANDS", commands)
    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("DEMO_PASSWORD", password)
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.delenv("API_PORT", raising=False)
    monkeypatch.delenv("CLIENT_SECRET", raising=False)
    example_start.main()
    api, own = servers
    assert api.command == [sys.executable, "-m", "api", "--port", "8000"]
    assert own.command[3] == "9001"
    assert own.env["API_URL"] == "http://127.0.0.1:8000"
    assert own.env["ISSUER"] == "http://127.0.0.1:8002"
    assert own.env["CLIENT_URL"] == "http://127.0.0.1:9001"
    assert len(own.env["CLIENT_SECRET"]) >= 32
    assert own.env["CLIENT_SECRET"] == api.env["CLIENT_SECRET"]
    assert own.env["DEMO_PASSWORD"] == api.env["DEMO_PASSWORD"]
    assert own.told == ["wait", "terminate", "wait"]
    assert api.told == ["terminate", "wait"]
    out = capsys.readouterr().out
    assert "Starting http://127.0.0.1:9001/" in out
    assert ("The password of alice and bob:" in out) == (not password)


def test_it_is_a_program_that_reads_the_project_beside_it() -> None:
    with pytest.raises(FileNotFoundError, match=r"snippets/pyproject\.toml"):
        runpy.run_path(str(example_start.__file__), run_name="__main__")
