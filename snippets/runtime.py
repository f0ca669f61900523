"""Lay out the browser's Python under one hash: Pyodide, wheels, lock and snapshot."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import deflate

from snippets.build_cache import cached, digest, key
from snippets.sections import SnippetError

MAKER = "snapshot.mjs"
SNAPSHOT = "python.snapshot"
SCRIPTS = "docs/assets/python"
TOOLS = (
    "examples.decoder.decoder",
    "examples.workshop.workshop",
    "examples.workshop.help",
)
RUNTIME_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)


@dataclass(frozen=True)
class Runtime:
    """One finished folder of files that a page loads Python from.

    Args:
        folder: the folder.
        name: its name, a hash of all contents: a changed file has a new address.

    """

    folder: Path
    name: str


def build_runtime(root: Path) -> Runtime:
    """Build the folder, or find the one that the same inputs made before.

    Raises:
        SnippetError: the wheel or the snapshot cannot be made.
        FileNotFoundError: `make setup` has not installed Pyodide.
        RuntimeError: `make setup` has not downloaded the wheels.

    """
    built = root / "build" / "python"

    def make() -> str:
        built.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=built) as scratch:
            # The folder is moved to its place, so it must not be the scratch itself.
            folder = Path(scratch, "folder")
            folder.mkdir()
            lay_out(root, folder)
            make_snapshot(root, folder)
            return move_to_its_name(folder, built)

    def is_sound(name: str) -> bool:
        return is_whole(built / name)

    name = cached(root, "python", key(root, inputs(root)), make, is_sound)
    return Runtime(built / name, name)


def move_to_its_name(folder: Path, built: Path) -> str:
    """Move a finished folder into `built` under the hash of its contents.

    Another build may put the same folder there first: then that one stays. A damaged
    one is set aside, because a folder that holds files cannot be replaced in one step.
    """
    name = contents_hash(folder)
    if (built / name).exists() and not is_whole(built / name):
        (built / name).rename(folder.with_name("damaged"))
    with suppress(OSError):
        folder.rename(built / name)
    return name


def is_whole(folder: Path) -> bool:
    """Tell whether a folder still holds what its name, a hash, says."""
    return folder.is_dir() and contents_hash(folder) == folder.name


def contents_hash(folder: Path) -> str:
    """Hash the names and contents of all files of a folder."""
    return digest(folder, sorted(folder.iterdir()))


def inputs(root: Path) -> list[Path]:
    """List the files, beside the build's own code, that decide what it holds."""
    npm = root / "node_modules" / "pyodide"
    return [
        root / "pyproject.toml",
        *sorted((root / SCRIPTS).glob("*.py")),
        *(npm / name for name in (*RUNTIME_FILES, "pyodide-lock.json")),
        *wheels(root),
        *sorted((root / "examples").rglob("*.py")),
    ]


def wheels(root: Path) -> list[Path]:
    """List the wheels that `make setup` downloaded and checked against their hashes."""
    return sorted((root / "build" / "wheels").glob("*.whl"))


def lay_out(root: Path, folder: Path) -> None:
    """Copy Pyodide and its wheels into a folder, with a wheel of the examples."""
    npm = root / "node_modules" / "pyodide"
    for name in RUNTIME_FILES:
        shutil.copyfile(npm / name, folder / name)
    for wheel in wheels(root):
        shutil.copyfile(wheel, folder / wheel.name)
    build_wheel(root, folder)
    lock_wheels(npm, folder)


def lock_wheels(npm: Path, folder: Path) -> None:
    """Write Pyodide's lock file with the SHA-256 of each wheel in `folder`."""
    # Imported late, because it takes 0.2 s and most builds find the folder built.
    from pyodide_lock import PyodideLockSpec  # noqa: PLC0415
    from pyodide_lock.utils import add_wheels_to_spec  # noqa: PLC0415

    spec = PyodideLockSpec.from_json(npm / "pyodide-lock.json")
    # Pyodide's own packages are on another host, which a page must not contact.
    spec.packages.clear()
    spec = add_wheels_to_spec(spec, sorted(folder.glob("*.whl")), base_path=folder)
    spec.to_json(folder / "pyodide-lock.json")


def build_wheel(root: Path, folder: Path) -> None:
    """Build the wheel of the examples.

    Raises:
        SnippetError: hatchling refused, for the reason that the message gives.

    """
    hatchling = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d")
    failure = "pyproject.toml: The wheel of the examples cannot be built"
    run_tool(failure, [*hatchling, folder], root)


def make_snapshot(root: Path, folder: Path) -> None:
    """Make the memory snapshot of a Python that has imported what the pages import.

    Raises:
        SnippetError: Python or node failed, for the reason that the message gives.

    """
    maker = root / "snippets" / MAKER
    folders = (maker, folder, root / SCRIPTS)
    command = ["node", "--experimental-wasm-jspi", *map(str, folders)]
    failure = f"snippets/{MAKER}: The snapshot cannot be made"
    run_tool(failure, [*command, *page_imports(root)], root)
    pack(folder)


def pack(folder: Path) -> None:
    """Compress the files that a boot loads, and note their hash and size for the page.

    Most hosts do not compress files of these types, so the site stores them compressed.
    """
    sizes = 0
    for name in (SNAPSHOT, "packages.json", "pyodide.asm.wasm"):
        small = compress((folder / name).read_bytes())
        (folder / f"{name}.gz").write_bytes(small)
        sizes += len(small)
    (folder / SNAPSHOT).unlink()
    (folder / "packages.json").unlink()
    facts = json.loads((folder / "boot.json").read_text())
    snapshot = (folder / f"{SNAPSHOT}.gz").read_bytes()
    facts |= {"sha256": hashlib.sha256(snapshot).hexdigest(), "totalBytes": sizes}
    (folder / "boot.json").write_text(json.dumps(facts))


def compress(content: bytes) -> bytes:
    """Compress with gzip at libdeflate's level 10 of 12.

    Level 12 saves another 13 kB of 9.8 MB and takes twice as long, 4.3 s for all files.
    """
    return bytes(deflate.gzip_compress(content, 10))


def run_tool(failure: str, command: Sequence[str | Path], root: Path) -> None:
    """Run a command.

    Args:
        failure: begins the message, as a file and what cannot be made.
        command: the program and its arguments.
        root: the folder to run it in.

    Raises:
        SnippetError: the command failed; the message ends with its last error line.

    """
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode:
        lines = [line for line in run.stderr.splitlines() if "Error" in line[:200]]
        reason = (lines or run.stderr.splitlines() or ["no reason given"])[-1]
        raise SnippetError(f"{failure}, repair it: {reason.strip()}")


def page_imports(root: Path) -> list[str]:
    """List the modules that the pages import: those of the demos, and the tools."""
    found = {*TOOLS}
    for demo in (root / "examples" / "demos").glob("*.py"):
        for node in ast.walk(ast.parse(demo.read_text())):
            if isinstance(node, ast.Import):
                found.update(name.name for name in node.names)
            if isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return sorted(found)
