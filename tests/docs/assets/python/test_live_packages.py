"""Archives that are added to a running Python, here CPython."""

import marshal
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from docs.assets.python.live_packages import ARCHIVE, Packages, add
from snippets.server_archive import UNCHECKED


class Proxy:
    """Bytes as JavaScript hands them in."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def to_py(self) -> bytes:
        return self.content


def compiled(source: str) -> bytes:
    return UNCHECKED + marshal.dumps(compile(source, "x.py", "exec"))


@pytest.fixture
def archive(tmp_path: Path) -> bytes:
    target = tmp_path / "made.zip"
    with ZipFile(target, "w") as made:
        made.writestr("late_one/__init__.pyc", compiled("from late_one.two import X"))
        made.writestr("late_one/two.pyc", compiled("X = 7"))
        made.writestr("late_known/more.pyc", compiled("Y = 8"))
        made.writestr("late_binary/__init__.pyc", compiled("Z = 9"))
        made.writestr("late_binary/core.so", b"binary")
        made.writestr("late-1.0.dist-info/METADATA", "Name: late\nVersion: 1.0\n")
    return target.read_bytes()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "site"
    (folder / "late_known").mkdir(parents=True)
    (folder / "late_known" / "__init__.py").write_text("")
    before = list(sys.path)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path[:] = before
    for name in [name for name in sys.modules if name.startswith("late_")]:
        del sys.modules[name]


def test_modules_are_imported_out_of_the_archive(archive: bytes, site: Path) -> None:
    add(Proxy(archive), site)
    Packages().warm("late_one")
    found = sys.modules["late_one"]
    assert (found.X, ARCHIVE in (found.__file__ or "")) == (7, True)


def test_a_package_with_an_extension_gets_files(archive: bytes, site: Path) -> None:
    add(Proxy(archive), site)
    Packages().warm("late_binary")
    assert (site / "late_binary" / "core.so").read_bytes() == b"binary"
    assert not (site / "late_one").exists()
    assert Path(sys.modules["late_binary"].__file__ or "").parent.parent == site


def test_an_imported_package_finds_what_it_lacked(archive: bytes, site: Path) -> None:
    Packages().warm("late_known")
    add(Proxy(archive), site)
    Packages().warm("late_known.more")
    assert sys.modules["late_known.more"].Y == 8


def test_a_second_time_changes_nothing(archive: bytes, site: Path) -> None:
    add(Proxy(archive), site)
    before = list(sys.path)
    add(Proxy(b"no archive"), site)
    assert sys.path == before


def test_distributions_are_found(archive: bytes, site: Path) -> None:
    from importlib.metadata import version  # noqa: PLC0415

    add(Proxy(archive), site)
    assert version("late") == "1.0"
