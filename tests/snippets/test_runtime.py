"""Real wheels by hatchling, laid beside the real Pyodide and its snapshot."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from snippets import runtime
from snippets.build_cache import digest
from snippets.runtime import (
    RUNTIME_FILES,
    TOOLS,
    Runtime,
    build_runtime,
    contents_hash,
    inputs,
    is_whole,
    move_to_its_name,
)
from snippets.sections import SnippetError

CHECKOUT = Path(__file__).parents[2]
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "small-examples"
version = "1.2"
requires-python = ">=3.12"
dependencies = ["pyjwt"]

[tool.hatch.build.targets.wheel]
packages = ["examples"]
"""
IMPORTS_TOKENS = "from examples import tokens\n"
EXAMPLES = {
    "__init__.py": "",
    "tokens.py": "import jwt\n",
    **{
        f"{tool.removeprefix('examples.').replace('.', '/')}.py": IMPORTS_TOKENS
        for tool in TOOLS
    },
    # The page's own Python imports from these rooms.
    **{
        f"{room}/{path.name}": path.read_text()
        for room in ("auth", "jose")
        for path in (CHECKOUT / "examples" / room).glob("*.py")
    },
    "demos/cell.py": "import json\n\nfrom examples.tokens import jwt\n",
}
SNAPSHOT = {"boot.json", "python.snapshot.gz"}
WHEEL = "small_examples-1.2-py3-none-any.whl"


def make_checkout(root: Path) -> Path:
    """Make a small checkout whose Pyodide, PyJWT and worker are the real ones."""
    for linked in ("node_modules", "snippets"):
        (root / linked).symlink_to(CHECKOUT / linked)
    shutil.copytree(CHECKOUT / "build" / "wheels", root / "build" / "wheels")
    scripts = Path("docs", "assets", "python")
    shutil.copytree(CHECKOUT / scripts, root / scripts)
    (root / "pyproject.toml").write_text(PROJECT)
    for name, text in EXAMPLES.items():
        path = root / "examples" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_checkout(tmp_path)


@pytest.fixture(scope="module")
def built_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def built(built_root: Path) -> Runtime:
    return build_runtime(built_root)


@pytest.fixture
def copied_root(root: Path, built_root: Path, built: Runtime) -> Path:
    """Give a checkout that holds what another one built from the same inputs."""
    shutil.copytree(built_root / "build" / "cache", root / "build" / "cache")
    shutil.copytree(built.folder, root / "build" / "python" / built.name)
    return root


def contents(runtime: Runtime) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in runtime.folder.iterdir()}


def test_the_folder_holds_what_a_page_loads_and_no_more(
    built: Runtime, built_root: Path
) -> None:
    wheels = {path.name for path in (built_root / "build" / "wheels").glob("*.whl")}
    assert built.folder == built_root / "build" / "python" / built.name
    assert set(contents(built)) == {
        *RUNTIME_FILES,
        *SNAPSHOT,
        "pyodide-lock.json",
        "packages.json.gz",
        "pyodide.asm.wasm.gz",
        *wheels,
        WHEEL,
    }
    for name in RUNTIME_FILES:
        original = CHECKOUT / "node_modules" / "pyodide" / name
        assert contents(built)[name] == original.read_bytes()


def test_the_lock_lists_each_wheel_with_its_hash(built: Runtime) -> None:
    lock = json.loads((built.folder / "pyodide-lock.json").read_text())
    listed = {data["file_name"]: data["sha256"] for data in lock["packages"].values()}
    assert listed == {
        wheel.name: hashlib.sha256(wheel.read_bytes()).hexdigest()
        for wheel in built.folder.glob("*.whl")
    }
    assert {"pyjwt", "small-examples"} <= set(lock["packages"])
    assert lock["packages"]["small-examples"]["depends"] == ["pyjwt"]
    assert lock["packages"]["small-examples"]["imports"] == ["examples"]


def test_the_lock_names_files_and_no_place(built: Runtime) -> None:
    text = (built.folder / "pyodide-lock.json").read_text()
    # An address or an absolute path would need one of these.
    assert "/" not in text
    assert "\\" not in text


def test_the_wheel_holds_the_examples(built: Runtime) -> None:
    with ZipFile(built.folder / WHEEL) as wheel:
        sources = {
            name.removeprefix("examples/"): wheel.read(name).decode()
            for name in wheel.namelist()
            if name.endswith(".py")
        }
    assert sources == EXAMPLES


def test_the_boot_file_holds_the_hash_of_the_snapshot(built: Runtime) -> None:
    facts = json.loads((built.folder / "boot.json").read_text())
    snapshot = (built.folder / "python.snapshot.gz").read_bytes()
    assert facts["sha256"] == hashlib.sha256(snapshot).hexdigest()


def test_the_same_inputs_find_the_same_folder(built: Runtime, built_root: Path) -> None:
    made = built.folder.stat()
    assert build_runtime(built_root) == built
    again = built.folder.stat()
    # It was found, not made again.
    assert (again.st_ino, again.st_mtime_ns) == (made.st_ino, made.st_mtime_ns)


def test_another_checkout_makes_a_damaged_folder_anew_with_the_same_bytes(
    built: Runtime, copied_root: Path
) -> None:
    first = build_runtime(copied_root)
    assert first.name == built.name
    (first.folder / WHEEL).unlink()
    for path in (copied_root / "examples").rglob("*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
        path.chmod(0o700 if path.is_dir() else 0o660)
    second = build_runtime(copied_root)
    assert contents_hash(second.folder) == second.name
    again = contents(second)
    # Python draws a new hash seed at each start, so no two snapshots are the same.
    stable = set(again) - SNAPSHOT
    assert WHEEL in stable
    assert {name: again[name] for name in stable} == {
        name: text for name, text in contents(built).items() if name in stable
    }


def test_a_changed_example_makes_a_new_folder(
    built_root: Path, built: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The wheel of the examples is what differs, and the snapshot takes 3 s to make.
    monkeypatch.setattr(runtime, "make_snapshot", lambda *_: None)
    source = built_root / "examples" / "tokens.py"
    source.write_text("import jwt  # edited\n")
    second = build_runtime(built_root)
    source.write_text(EXAMPLES["tokens.py"])
    assert second.name != built.name
    assert contents(second)[WHEEL] != contents(built)[WHEEL]
    # A reader's open page still loads from the old one.
    assert build_runtime(built_root) == built


def edit(root: Path) -> None:
    (root / "examples" / "tokens.py").write_text("import jwt  # edited\n")


def add(root: Path) -> None:
    (root / "examples" / "new.py").touch()


def remove(root: Path) -> None:
    (root / "examples" / "tokens.py").unlink()


def move_to_another_package(root: Path) -> None:
    (root / "examples" / "demos").rename(root / "examples" / "moved")


def raise_the_version(root: Path) -> None:
    (root / "pyproject.toml").write_text(PROJECT.replace("1.2", "1.3"))


def upgrade_pyodide(root: Path) -> None:
    (root / "node_modules").unlink()
    npm = root / "node_modules" / "pyodide"
    shutil.copytree(CHECKOUT / "node_modules" / "pyodide", npm)
    with (npm / "pyodide.mjs").open("a") as script:
        script.write("// newer")


def rename_pyjwt(root: Path) -> None:
    [wheel] = (root / "build" / "wheels").glob("pyjwt-*.whl")
    wheel.rename(wheel.with_name("pyjwt-99-py3-none-any.whl"))


def edit_the_runner(root: Path) -> None:
    with (root / "docs" / "assets" / "python" / "live_runner.py").open("a") as script:
        script.write("# newer")


def edit_the_late_parts(root: Path) -> None:
    with (root / "docs" / "assets" / "python" / "live_start.py").open("a") as script:
        script.write("# newer")


CHANGES = [
    edit,
    add,
    remove,
    move_to_another_package,
    raise_the_version,
    upgrade_pyodide,
    rename_pyjwt,
    edit_the_runner,
    edit_the_late_parts,
]


@pytest.mark.parametrize("change", CHANGES)
def test_each_input_changes_the_hash_of_the_inputs(
    root: Path, change: Callable[[Path], None]
) -> None:
    before = digest(root, inputs(root))
    assert digest(root, inputs(root)) == before
    change(root)
    assert digest(root, inputs(root)) != before


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("x")])
def test_a_damaged_folder_is_not_whole(
    built: Runtime, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    copy = tmp_path / built.name
    shutil.copytree(built.folder, copy)
    assert is_whole(copy)
    damage(copy / WHEEL)
    assert not is_whole(copy)


def test_a_folder_that_another_build_finished_first_is_kept(
    built: Runtime, tmp_path: Path
) -> None:
    for name in ("mine", "built"):
        shutil.copytree(built.folder, tmp_path / name)
    (tmp_path / "built").rename(tmp_path / built.name)
    made = (tmp_path / built.name).stat().st_ino
    assert move_to_its_name(tmp_path / "mine", tmp_path) == built.name
    assert (tmp_path / built.name).stat().st_ino == made


def test_a_damaged_folder_is_replaced_by_a_whole_one(
    built: Runtime, tmp_path: Path
) -> None:
    shutil.copytree(built.folder, tmp_path / "mine")
    (tmp_path / built.name).mkdir()
    assert move_to_its_name(tmp_path / "mine", tmp_path) == built.name
    assert contents_hash(tmp_path / built.name) == built.name


def test_a_wheel_that_cannot_be_built_is_refused_with_the_reason(root: Path) -> None:
    (root / "pyproject.toml").write_text(PROJECT.replace('version = "1.2"', ""))
    with pytest.raises(SnippetError) as caught:
        build_runtime(root)
    assert str(caught.value) == (
        "pyproject.toml: The wheel of the examples cannot be built, repair it: "
        "ValueError: Field `project.version` can only be resolved dynamically if "
        "`version` is in field `project.dynamic`"
    )
    assert list((root / "build" / "python").iterdir()) == []


def test_without_a_set_up_there_is_no_runtime(root: Path) -> None:
    (root / "node_modules").unlink()
    with pytest.raises(FileNotFoundError, match=r"pyodide\.mjs"):
        build_runtime(root)


def test_without_the_downloaded_wheels_there_is_no_runtime(root: Path) -> None:
    shutil.rmtree(root / "build" / "wheels")
    with pytest.raises(RuntimeError, match="pyjwt"):
        build_runtime(root)
