"""Builds the archive that server panels load: what they import beside the snapshot."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import deflate

from snippets.build_cache import digest
from snippets.runtime import SCRIPTS, Runtime, page_imports, run_tool

MAKER = "server_archive.mjs"
# The snapshot holds them; live_start, which is late, is none of them.
OWN = ("live_packages", "live_runner", "live_webcrypto")


@dataclass(frozen=True)
class Archive:
    """The finished archive: `facts` are what the page's script must know of it."""

    path: Path
    facts: dict[str, str | int]


def build_archive(root: Path, python: Runtime) -> Archive:
    """Build the archive, or find the one that the same inputs made before.

    Raises `SnippetError` with Python's or node's reason when it cannot be made.
    """
    built = root / "build" / "server"
    target = built / f"server-{digest(root, inputs(root, python))}.zip.gz"
    if not target.exists():
        built.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=built) as scratch:
            whole = Path(scratch, "server.zip")
            make(root, python, whole)
            small = Path(scratch, "server.zip.gz")
            small.write_bytes(deflate.gzip_compress(whole.read_bytes(), 12))
            small.replace(target)
    content = target.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return Archive(
        target, {"file": target.name, "sha256": sha256, "bytes": len(content)}
    )


def inputs(root: Path, python: Runtime) -> list[Path]:
    """List every file whose content decides what the archive holds."""
    names = ("server_archive.py", "server_packages.py", "snapshot_trim.py", MAKER)
    return [
        *sorted(path for path in python.folder.iterdir() if _is_stable(path)),
        *(root / "snippets" / name for name in names),
        *sorted((root / "build" / "wheels-server").glob("*.whl")),
    ]


def _is_stable(path: Path) -> bool:
    # A snapshot differs at each build, and boot.json holds its hash.
    return path.suffix != ".gz" and path.name != "boot.json"


def make(root: Path, python: Runtime, target: Path) -> None:
    """Run the rehearsal in Pyodide and write the archive, not yet compressed."""
    wheels, scripts = root / "build" / "wheels-server", root / SCRIPTS
    maker = root / "snippets" / MAKER
    paths = (maker, python.folder, wheels, scripts, target)
    command = ["node", "--experimental-wasm-jspi", *map(str, paths)]
    failure = f"snippets/{MAKER}: The archive of the servers cannot be made"
    run_tool(failure, [*command, *OWN, *page_imports(root)], root)
