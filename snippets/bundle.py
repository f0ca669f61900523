"""Bundle the browser side with esbuild into files that their content names."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from snippets.build_cache import cached, checksum_of, hash_file, key

ASSETS = "docs/assets"


@dataclass(frozen=True)
class Scripts:
    """One finished bundle.

    Args:
        entries: maps the name of each entry to the name of its file.
        files: every file of the bundle, the chunks that entries share included.

    """

    entries: dict[str, str]
    files: list[Path]


def build_scripts(
    root: Path, python: Path, server: Mapping[str, object] | None = None
) -> Scripts:
    """Bundle workers, page script and stylesheet, or find them bundled.

    Args:
        root: the checkout.
        python: the folder of the browser's Python, whose name the page script holds.
        server: what the page script must know of the archive of the server panels.

    Raises:
        subprocess.CalledProcessError: esbuild has printed a fault in a script.

    """
    facts = json.loads((python / "boot.json").read_text())
    folder = root / "build" / "scripts"
    sources = [path for path in sorted((root / ASSETS).rglob("*")) if path.is_file()]
    constants = json.dumps([python.name, facts, server], sort_keys=True)
    found = checksum_of(f"{key(root, sources)} {constants}".encode()).decode()

    def make() -> str:
        outputs = bundle_all(root, python.name, facts, server or {})
        return json.dumps(
            {name: [hash_file(folder / name), entry] for name, entry in outputs.items()}
        )

    def is_sound(text: str) -> bool:
        made: dict[str, list[str]] = json.loads(text)
        return all(
            hash_file(folder / name) == sha256 for name, (sha256, _) in made.items()
        )

    made: dict[str, list[str]] = json.loads(
        cached(root, "scripts", found, make, is_sound)
    )
    entries = {entry: name for name, (_, entry) in made.items() if entry}
    return Scripts(entries, [folder / name for name in sorted(made)])


def bundle_all(
    root: Path, python: str, facts: Mapping[str, object], server: Mapping[str, object]
) -> dict[str, str]:
    """Bundle each entry before the entry that holds its hashed name.

    Returns:
        the name of each file, with the name of its entry, or "" for a shared chunk.

    """
    compiler = bundle(root, ["python/wasm-compiler.js"], {})
    crypto = bundle(root, ["shared/jose-crypto.js"], {})
    crypto_file = {"CRYPTO_FILE": file_of("jose-crypto", crypto)}
    worker = bundle(
        root,
        ["python/worker.js"],
        {
            "SNAPSHOT": facts,
            "COMPILER_FILE": file_of("wasm-compiler", compiler),
            **crypto_file,
        },
    )
    names = {
        **crypto_file,
        "PYTHON_FOLDER": python,
        "PYTHON_BYTES": facts["totalBytes"],
        "WORKER_FILE": file_of("worker", worker),
        "SERVER": server,
    }
    return compiler | crypto | worker | bundle(root, ["main.js", "styles.css"], names)


def file_of(entry: str, outputs: Mapping[str, str]) -> str:
    """Return the name of the file that an entry was bundled into."""
    return next(name for name, found in outputs.items() if found == entry)


def bundle(
    root: Path, entries: list[str], names: Mapping[str, object]
) -> dict[str, str]:
    """Run esbuild over entries of docs/assets with `names` as constants.

    Returns:
        the same as `bundle_all`.

    """
    folder = root / "build" / "scripts"
    folder.mkdir(parents=True, exist_ok=True)
    defines = [f"--define:{name}={json.dumps(text)}" for name, text in names.items()]
    # A folder of its own, because another build may write this file at the same time.
    with tempfile.TemporaryDirectory() as scratch:
        meta = Path(scratch, "meta.json")
        subprocess.run(
            [
                root / "node_modules/.bin/esbuild",
                *(f"{ASSETS}/{entry}" for entry in entries),
                *("--bundle", "--splitting", "--format=esm", "--minify"),
                *("--target=es2022", "--charset=utf8", "--legal-comments=none"),
                *("--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]"),
                *("--loader:.py=text", "--loader:.woff2=file"),
                *("--loader:.svg=dataurl", "--asset-names=[name]-[hash]"),
                "--log-level=error",
                f"--outdir={folder}",
                f"--metafile={meta}",
                *defines,
            ],
            cwd=root,
            check=True,
        )
        outputs = json.loads(meta.read_text())["outputs"]
    return {
        Path(file).name: Path(data.get("entryPoint", "")).stem
        for file, data in outputs.items()
    }
