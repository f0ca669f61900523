"""The real archive, made by the real Pyodide from the downloaded wheels."""

import gzip
import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from snippets import server_packages
from snippets.sections import SnippetError
from snippets.server_packages import Archive, build_archive, inputs

CHECKOUT = Path(__file__).parents[2]


LINKED = ("snippets", "examples", "docs", "node_modules", "pyproject.toml")


def make_checkout(root: Path) -> Path:
    """Make a checkout that has all that a set-up brings, but no server wheels."""
    (root / "build").mkdir()
    for name in (*LINKED, "build/wheels"):
        (root / name).symlink_to(CHECKOUT / name)
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_checkout(tmp_path_factory.mktemp("checkout"))
    (root / "build" / "wheels-server").symlink_to(CHECKOUT / "build" / "wheels-server")
    return root


@pytest.fixture(scope="module")
def built(root: Path) -> Archive:
    return build_archive(root)


def names(archive: Archive) -> list[str]:
    whole = gzip.decompress(archive.path.read_bytes())
    return ZipFile(io.BytesIO(whole)).namelist()


def test_the_facts_are_those_of_the_file(built: Archive) -> None:
    content = built.path.read_bytes()
    assert built.facts == {
        "file": built.path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def test_it_holds_what_the_servers_import_and_no_more(built: Archive) -> None:
    found = names(built)
    folders = {name.split("/")[0] for name in found}
    assert {"fastapi", "starlette", "pydantic", "pydantic_core", "httpx"} <= folders
    assert folders.isdisjoint({"certifi", "httpcore", "h11", "examples", "jwt"})
    assert [name for name in found if "test" in name.split("/")[-2:][0]] == []
    assert len([name for name in found if name.endswith(".so")]) == 1
    assert "anyio/__init__.pyc" in found
    assert {name.split("/")[1] for name in found if ".dist-info/" in name} <= {
        "METADATA",
        "entry_points.txt",
    }


def test_an_unchanged_archive_is_not_built_again(root: Path, built: Archive) -> None:
    made = built.path.stat().st_mtime_ns
    assert build_archive(root) == built
    assert built.path.stat().st_mtime_ns == made


def test_the_wheels_are_inputs(root: Path) -> None:
    assert len([path for path in inputs(root) if path.suffix == ".whl"]) > 10


def test_missing_wheels_are_reported_as_the_reason(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "build" / "wheels-server").mkdir()
    with pytest.raises(SnippetError) as caught:
        build_archive(root)
    assert str(caught.value) == (
        "snippets/server_archive.mjs: The archive of the servers cannot be made, "
        "repair it: ModuleNotFoundError: No module named 'httpx'"
    )
    assert list((root / "build" / "server").iterdir()) == []


def test_a_damaged_archive_is_made_anew(
    root: Path, built: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = built.path.read_bytes()
    whole = gzip.decompress(content)

    def rehearse(_root: Path, _python: Path, target: Path) -> None:
        target.write_bytes(whole)

    # The other tests run the real rehearsal, which takes 5 s.
    monkeypatch.setattr(server_packages, "rehearse", rehearse)
    built.path.write_bytes(content[:-1])
    assert build_archive(root) == built
    assert built.path.read_bytes() == content
