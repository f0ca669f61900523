"""Pack an example server with what it imports into an archive that one command runs."""

import ast
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from io import BytesIO
from pathlib import Path
from string import Template
from sys import stdlib_module_names
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from examples.servers.registry import ASGI, EXTRA_SERVERS, SERVERS
from examples.servers.run import command_of
from snippets.build_cache import cached, key

FOLDER = "assets/examples"
START = Path("snippets", "example_start.py")
PORTS = {"port": 65001, "api": 65000, "issuer": 65002}
"""Stand for the ports in a command, until the example is started."""

BESIDE = {"bff": {"identity-provider": "issuer", "resource-server": "api"}}
"""Maps an example to the servers that it calls, and each to the name of its port."""

NAMES = ("fastapi-session", "bff", "opaque", "fastapi-jwt", "fastapi-hybrid")

PROJECT = Template("""\
[project]
name = "$name"
version = "1.0"
description = "An example server of the guide JWT or session?"
license = "MIT"
requires-python = ">=3.12"
dependencies = [
$dependencies]
""")
README = Template("""\
# $name

An example server of the guide "JWT or session?", with every module that it imports.

    python start.py

The command installs the locked packages into `.venv` beside it, where they are
missing, and starts the server on http://127.0.0.1:8001/. It needs Python 3.12 or
later, on Linux or macOS. Stop it with Ctrl+C.

- `PORT` is the port to listen on. A backend for the front end starts an identity
  provider and an API as well, on `ISSUER_PORT` and `API_PORT`; open `/login` in a
  browser.
- `DEMO_PASSWORD` is the password of alice and bob. Without it, the command prints a
  random one.
- `REDIS_URL` keeps the state in Redis. Without it, the state is in memory.
- `JWT_LIFETIME` is the seconds that an access token lives.

The files under `examples` are those of the guide, unchanged. `pyproject.toml` names
the packages, and `requirements.txt` locks them with hashes.
""")


@dataclass(frozen=True)
class Locked:
    """One package of the lock file.

    Args:
        version: its version.
        lines: what the lock file says of it.
        parents: the packages that require it.

    """

    version: str
    lines: str
    parents: frozenset[str]


def archives(root: Path) -> dict[str, bytes]:
    """Return each archive by its address in the site, packed once for equal files."""
    files = [root / "LICENSE", *sorted((root / "examples").rglob("*.py"))]
    text = cached(root, "archives", key(root, files), lambda: packed(root))
    return {
        f"{FOLDER}/{name}.zip": b64decode(archive)
        for name, archive in json.loads(text).items()
    }


def packed(root: Path) -> str:
    """Return all archives as one text, for the cache."""
    return json.dumps({name: b64encode(pack(root, name)).decode() for name in NAMES})


def pack(root: Path, name: str) -> bytes:
    """Return the archive of an example; the same files give the same bytes."""
    servers = {**BESIDE.get(name, {}), name: "port"}
    modules = closure(root, [(SERVERS | EXTRA_SERVERS)[one] for one in servers])
    runners = {"uvicorn" if one in ASGI else "gunicorn" for one in servers}
    if not runners <= {"uvicorn"}:
        modules |= closure(root, ["examples.servers.gunicorn_settings"])
    wanted = runners | set(packages(modules.values()))
    lock = read_lock(root / "requirements.lock")
    texts = {
        "README.md": README.substitute(name=name),
        "LICENSE": (root / "LICENSE").read_text(encoding="utf-8"),
        "pyproject.toml": project(name, wanted, lock),
        "requirements.txt": requirements(wanted, lock),
        "start.py": start(root, servers),
        **{path: file.read_text(encoding="utf-8") for path, file in modules.items()},
    }
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for path, text in sorted(texts.items()):
            # ZipInfo has a fixed date, so that equal files make equal archives.
            info = ZipInfo(f"{name}/{path}")
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text)
    return whole.getvalue()


def start(root: Path, servers: Mapping[str, str]) -> str:
    """Return the program that starts the servers, those that it calls first."""
    commands = [command_of(one, PORTS[port])[1:] for one, port in servers.items()]
    text, found = (root / START).read_text(encoding="utf-8"), repr(commands)
    for port, number in PORTS.items():
        found = found.replace(str(number), f"{{{port}}}")
    return text.replace("COMMANDS: list[list[str]] = []", f"COMMANDS = {found}")


def closure(root: Path, modules: Iterable[str]) -> dict[str, Path]:
    """Map the path of each module that these import, themselves included."""
    found: dict[str, Path] = {}
    waiting = [*modules]
    while waiting:
        module = waiting.pop()
        file = root / f"{module.replace('.', '/')}.py"
        if not file.exists():  # a package, or a name inside of a module
            file = root / module.replace(".", "/") / "__init__.py"
        path = file.relative_to(root).as_posix()
        if file.exists() and path not in found:
            found[path] = file
            waiting += [module.rpartition(".")[0], *imports(file)]
    return dict(sorted(found.items()))


def imports(file: Path) -> Iterator[str]:
    """List what a module imports of the examples; late imports count as well."""
    for name in imported(file):
        if name.split(".")[0] == "examples":
            yield name


def imported(file: Path) -> Iterator[str]:
    """List the modules that a file imports, and what may be a module in them."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages(files: Iterable[Path]) -> Iterator[str]:
    """List the distributions that files import."""
    for file in files:
        for name in imported(file):
            top = name.split(".")[0]
            if top != "examples" and top not in stdlib_module_names:
                yield distributions()[top][0].lower()


@cache
def distributions() -> Mapping[str, list[str]]:
    """Map each package that can be imported to the distributions that hold it."""
    return packages_distributions()


def read_lock(file: Path) -> dict[str, Locked]:
    """Read what `uv pip compile` wrote, by the names of the packages."""
    found = {}
    for block in re.split(
        r"^(?=[a-z0-9])", file.read_text(encoding="utf-8"), flags=re.M
    ):
        if head := re.match(r"([a-z0-9.-]+)==([^ ]+)", block):
            lines, _, via = block.partition("    # via")
            parents = frozenset(re.findall(r"[a-z0-9-]+", via.replace("#", "")))
            found[head[1]] = Locked(head[2], lines, parents)
    return found


def requirements(wanted: Iterable[str], lock: Mapping[str, Locked]) -> str:
    """Return the part of the lock that some packages and their requirements need."""
    names = set(wanted)
    while more := {
        name for name, one in lock.items() if one.parents & names and name not in names
    }:
        names |= more
    return "".join(lock[name].lines for name in sorted(names))


def project(name: str, wanted: Iterable[str], lock: Mapping[str, Locked]) -> str:
    """Return the pyproject.toml of an example, with the versions of the lock."""
    lines = [f'    "{one}=={lock[one].version}",\n' for one in sorted(wanted)]
    return PROJECT.substitute(name=name, dependencies="".join(lines))
