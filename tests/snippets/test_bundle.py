"""Real esbuild on a small browser side: a page script, a worker and a chunk."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.bundle import build_scripts
from tests.snippets.conftest import Write

CHECKOUT = Path(__file__).parents[2]
WORKER = """
import code from "./run.py";
postMessage([SNAPSHOT.sha256, code, COMPILER_FILE, CRYPTO_FILE]);
"""
MAIN = """
window.start = async () => {
  await import("./cell/editor.js");
  return [PYTHON_FOLDER, WORKER_FILE, CRYPTO_FILE];
};
"""


@pytest.fixture
def root(write: Write, tmp_path: Path) -> Path:
    (tmp_path / "node_modules").symlink_to(CHECKOUT / "node_modules")
    write("docs/assets/python/wasm-compiler.js", "postMessage(1);\n")
    write("docs/assets/shared/jose-crypto.js", "export const sign = 1;\n")
    write("docs/assets/python/worker.js", WORKER)
    write("docs/assets/python/run.py", 'print("é < §")\n')
    write("docs/assets/main.js", MAIN)
    write("docs/assets/cell/editor.js", "window.editor = 'here';\n")
    write("docs/assets/styles.css", '@import "./cell/cell.css";\n')
    write("docs/assets/cell/cell.css", "live-cell { display: block }\n")
    return tmp_path


def python(root: Path, name: str) -> Path:
    """Make the folder of a runtime as far as the bundle reads it."""
    folder = root / "build" / "python" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "boot.json").write_text('{"sha256": "c0ffee", "totalBytes": 7}')
    return folder


def read(root: Path, name: str) -> str:
    return (root / "build" / "scripts" / name).read_text(encoding="utf-8")


def bundled(root: Path, name: str = "f00d") -> dict[str, str]:
    """Bundle for the runtime of this name, and map each entry to its file."""
    return build_scripts(root, python(root, name)).entries


def test_each_entry_has_a_file_named_by_its_content(root: Path) -> None:
    entries = bundled(root)
    assert sorted(entries) == [
        "editor",
        "jose-crypto",
        "main",
        "styles",
        "wasm-compiler",
        "worker",
    ]
    for entry, name in entries.items():
        kind = "css" if entry == "styles" else "js"
        assert re.fullmatch(rf"{entry}-[0-9A-Z]{{8}}\.{kind}", name)
    assert bundled(root) == entries


def test_the_page_script_knows_the_others_by_their_names(root: Path) -> None:
    entries = bundled(root)
    main = read(root, entries["main"])
    for text in (
        "f00d",
        *(entries[name] for name in ("worker", "editor", "jose-crypto")),
    ):
        assert f'"{text}"' in main or f'"./{text}"' in main
    assert "here" not in main
    assert "here" in read(root, entries["editor"])


def test_the_worker_holds_python_text_and_the_hash_of_the_snapshot(root: Path) -> None:
    entries = bundled(root)
    worker = read(root, entries["worker"])
    assert "é < §" in worker
    assert f'"{entries["jose-crypto"]}"' in worker
    assert "c0ffee" in worker


@pytest.mark.parametrize(
    ("file", "text", "renamed"),
    [
        (
            "python/wasm-compiler.js",
            "postMessage(2);\n",
            {"wasm-compiler", "worker", "main"},
        ),
        ("python/run.py", "print(2)\n", {"worker", "main"}),
        ("main.js", "1;\n", {"main", "editor"}),
        ("cell/editor.js", "window.editor = 2;\n", {"editor", "main"}),
        ("cell/cell.css", "live-cell { display: grid }\n", {"styles"}),
    ],
)
def test_a_change_gives_a_new_name(
    root: Path, write: Write, file: str, text: str, renamed: set[str]
) -> None:
    before = bundled(root)
    write(f"docs/assets/{file}", text)
    after = bundled(root)
    assert {name for name in before if before[name] != after.get(name)} == renamed


def test_another_runtime_gives_the_page_script_a_new_name(root: Path) -> None:
    before, after = (
        bundled(root),
        bundled(root, "beef"),
    )
    assert {name for name in before if before[name] != after[name]} == {"main"}


def test_only_files_of_the_last_bundle_belong_to_it(root: Path, write: Write) -> None:
    old = bundled(root)
    write("docs/assets/python/run.py", "print(2)\n")
    new = build_scripts(root, python(root, "f00d"))
    assert (root / "build" / "scripts" / old["main"]).exists()
    assert {path.name for path in new.files} == set(new.entries.values())
    assert all(path.parent == root / "build" / "scripts" for path in new.files)


@pytest.mark.parametrize("entry", ["main", "python/worker"])
def test_a_shared_chunk_belongs_to_the_bundle(
    root: Path, write: Write, entry: str
) -> None:
    folder = Path("docs/assets", entry).parent
    write(f"{folder}/shared.js", "export const shared = String(Date.now());\n")
    text = 'import { shared } from "./shared.js";\nself.found = shared;\n'
    write(f"{folder}/lazy.js", text)
    write(f"docs/assets/{entry}.js", f'{text}import("./lazy.js");\n')
    scripts = build_scripts(root, python(root, "f00d"))
    entries, names = scripts.entries, {path.name for path in scripts.files}
    [chunk] = names - set(entries.values())
    assert f'"./{chunk}"' in read(root, entries[Path(entry).name])


@pytest.mark.parametrize("file", ["python/worker.js", "main.js", "cell/editor.js"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("const = 1;\n", "Expected identifier but found"),
        ('import "./gone.js";\n', 'Could not resolve "./gone.js"'),
    ],
)
def test_a_broken_script_ends_the_build_with_its_line(
    root: Path,
    capfd: pytest.CaptureFixture[str],
    file: str,
    text: str,
    message: str,
) -> None:
    (root / "docs/assets" / file).write_text(f"\n{text}")
    with pytest.raises(subprocess.CalledProcessError):
        bundled(root)
    told = capfd.readouterr().err
    assert message in told
    assert re.search(rf"docs/assets/{re.escape(file)}:\d:\d+:", told)


def test_an_unchanged_tree_is_not_bundled_again(root: Path) -> None:
    first = build_scripts(root, python(root, "f00d"))
    (root / "node_modules").unlink()
    assert build_scripts(root, python(root, "f00d")) == first


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("x")])
def test_a_lost_or_damaged_script_is_bundled_again(
    root: Path, damage: Callable[[Path], object]
) -> None:
    first = build_scripts(root, python(root, "f00d"))
    texts = {path: path.read_bytes() for path in first.files}
    damage(root / "build" / "scripts" / first.entries["worker"])
    assert build_scripts(root, python(root, "f00d")) == first
    assert {path: path.read_bytes() for path in first.files} == texts
