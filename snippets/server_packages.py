"""Build the archive of the modules that the server panels need beside the snapshot."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from snippets import runtime
from snippets.build_cache import cached, hash_file, key
from snippets.runtime import SCRIPTS, compress, lay_out, page_imports, run_tool

MAKER = "server_archive.mjs"
# The snapshot holds these. It does not hold live_start, which a page imports later.
OWN = ("live_packages", "live_runner", "live_crypto")


@dataclass(frozen=True)
class Archive:
    """One finished archive.

    Args:
        path: the file.
        facts: its name, SHA-256 and size in bytes, for the page's script.

    """

    path: Path
    facts: dict[str, str | int]


def build_archive(root: Path) -> Archive:
    """Build the archive, or find the one that the same inputs made before.

    Raises:
        SnippetError: the archive cannot be made; it gives Python's or node's reason.

    """
    built = root / "build" / "server"
    found = key(root, inputs(root))
    target = built / f"server-{found}.zip.gz"

    def make() -> str:
        built.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=built) as scratch:
            whole = Path(scratch, "server.zip")
            python = Path(scratch, "python")
            python.mkdir()
            lay_out(root, python)
            rehearse(root, python, whole)
            small = Path(scratch, "server.zip.gz")
            small.write_bytes(compress(whole.read_bytes()))
            small.replace(target)
        return hash_file(target)

    def is_sound(sha256: str) -> bool:
        return hash_file(target) == sha256

    sha256 = cached(root, "server", found, make, is_sound)
    size = target.stat().st_size
    return Archive(target, {"file": target.name, "sha256": sha256, "bytes": size})


def inputs(root: Path) -> list[Path]:
    """List the files, beside the build's own code, that decide what it holds."""
    wheels = sorted((root / "build" / "wheels-server").glob("*.whl"))
    return [*runtime.inputs(root), *wheels]


def rehearse(root: Path, python: Path, target: Path) -> None:
    """Run every server in Pyodide, and write what it imported, not yet compressed.

    Args:
        root: the checkout.
        python: the folder of Pyodide and the wheels that every page loads.
        target: the archive.

    """
    wheels, scripts = root / "build" / "wheels-server", root / SCRIPTS
    paths = (root / "snippets" / MAKER, python, wheels, scripts, target)
    command = ["node", "--experimental-wasm-jspi", *map(str, paths)]
    failure = f"snippets/{MAKER}: The archive of the servers cannot be made"
    run_tool(failure, [*command, *OWN, *page_imports(root)], root)
