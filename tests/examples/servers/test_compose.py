"""Check the compose file against the examples, since there may be no Docker."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from examples.servers.run import command_of
from examples.servers.settings import read_settings

ROOT = Path(__file__).parents[3]
COMPOSE = yaml.safe_load((ROOT / "examples/servers/compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
RECIPE = (ROOT / "examples/servers/Dockerfile").read_text()


def test_the_store_is_a_service_that_is_awaited() -> None:
    server = SERVICES["server"]
    address = urlsplit(server["environment"]["REDIS_URL"])
    assert server["depends_on"] == {address.hostname: {"condition": "service_healthy"}}
    assert SERVICES[address.hostname]["image"].startswith("valkey/valkey:")
    assert SERVICES[address.hostname]["healthcheck"]["test"][-1] == "ping"
    assert "ports" not in SERVICES[address.hostname]


class Noted(Mapping[str, str]):
    """Record the variables that a server asks for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_server_reads_each_variable_that_it_is_given() -> None:
    read_settings(noted := Noted())
    assert SERVICES["server"]["environment"].keys() < noted.asked


def test_a_name_is_asked_for_and_the_ports_agree() -> None:
    server = SERVICES["server"]
    assert re.fullmatch(r"\$\{NAME:\?.+\}", *server["command"])
    found = re.search(r"^ENTRYPOINT (.+)$", RECIPE, re.MULTILINE)
    assert found is not None
    entry = json.loads(found[1])
    assert entry[:3] == ["python", "-m", "examples.servers.run"]
    host, port = entry[entry.index("--host") + 1], entry[entry.index("--port") + 1]
    assert f"{host}:{port}" in command_of("flask-jwt", int(port), host)
    assert server["ports"] == [f"127.0.0.1:${{PORT:-{port}}}:{port}"]
    assert f"EXPOSE {port}\n" in RECIPE


def test_the_image_holds_what_the_servers_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = set(re.findall(r"--extra ([\w-]+)", RECIPE))
    assert extras == project["optional-dependencies"].keys()
    build = SERVICES["server"]["build"]
    folder = (ROOT / "examples/servers" / build["context"]).resolve()
    assert (folder / build["dockerfile"]).read_text() == RECIPE
    copied = re.findall(r"^COPY (.+) \S+$", RECIPE, re.MULTILINE)
    assert all((folder / name).exists() for line in copied for name in line.split())
