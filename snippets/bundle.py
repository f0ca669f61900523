"""Bundles the browser side with esbuild into files named by their content."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path


def build_scripts(
    root: Path, python: Path, server: Mapping[str, object] | None = None
) -> dict[str, str]:
    """Bundle workers, page script and stylesheet; return entry name -> file name.

    Each is bundled before the one that holds its hashed name; the page script holds
    `server` too, which says what the archive of the server panels is.
    Raises `subprocess.CalledProcessError` with esbuild's message on a fault.
    """
    facts = json.loads((python / "boot.json").read_text())
    compiler = bundle(root, ["python/wasm-compiler.js"], {})
    worker = bundle(
        root,
        ["python/worker.js"],
        {"SNAPSHOT": facts, "COMPILER_FILE": compiler["wasm-compiler"]},
    )
    names = {
        "PYTHON_FOLDER": python.name,
        "PYTHON_BYTES": facts["totalBytes"],
        "WORKER_FILE": worker["worker"],
        "SERVER": server or {},
    }
    return compiler | worker | bundle(root, ["main.js", "styles.css"], names)


def bundle(
    root: Path, entries: list[str], names: Mapping[str, object]
) -> dict[str, str]:
    """Run esbuild over entries of docs/assets with `names` as constants."""
    folder = root / "build" / "scripts"
    meta = folder / f"{Path(entries[0]).name}.meta.json"
    folder.mkdir(parents=True, exist_ok=True)
    defines = [f"--define:{name}={json.dumps(text)}" for name, text in names.items()]
    subprocess.run(
        [
            root / "node_modules/.bin/esbuild",
            *(f"docs/assets/{entry}" for entry in entries),
            *("--bundle", "--splitting", "--format=esm", "--minify"),
            *("--target=es2022", "--charset=utf8", "--legal-comments=none"),
            *("--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]"),
            *("--loader:.py=text", "--log-level=error"),
            f"--outdir={folder}",
            f"--metafile={meta}",
            *defines,
        ],
        cwd=root,
        check=True,
    )
    outputs = json.loads(meta.read_text())["outputs"]
    return {
        Path(data["entryPoint"]).stem: Path(file).name
        for file, data in outputs.items()
        if data.get("entryPoint")
    }


def files(root: Path, entries: dict[str, str]) -> list[Path]:
    """List the files that belong to the last bundle, chunks included."""
    folder = root / "build" / "scripts"
    found = set()
    for meta in folder.glob("*.meta.json"):
        for file in json.loads(meta.read_text())["outputs"]:
            found.add(folder / Path(file).name)
    return sorted(found | {folder / name for name in entries.values()})
