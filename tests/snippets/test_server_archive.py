import importlib.util
import marshal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType
from zipfile import ZipFile

import pytest

from snippets.server_archive import UNCHECKED, entries, head, pack

SOURCE = '"""Doc."""\n\ndef one():\n    """Doc."""\n    return 1\n'


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "site"
    for name, text in {
        "packed_one/__init__.py": SOURCE,
        "packed_one/two.py": "x = 1\n",
        "packed_lazy.py": "def install_lazy_importer(): ...\ninstall_lazy_importer()\n",
        "packed-1.0.dist-info/METADATA": "Name: packed\nVersion: 1.0\nX: y\n\nLong.",
        "packed-1.0.dist-info/entry_points.txt": "[a]\nb = c\n",
        "packed-1.0.dist-info/RECORD": "much",
        "bare-1.0.dist-info/RECORD": "much",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("packed_")]:
        del sys.modules[name]


def imported(*names: str) -> list[ModuleType]:
    return [importlib.import_module(name) for name in names]


def test_only_what_was_used_is_packed(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "packed.zip"
    pack([*imported("packed_one", "packed_one.two"), sys], site, target)
    with ZipFile(target) as archive:
        assert archive.namelist() == [
            "packed_one/__init__.pyc",
            "packed_one/two.pyc",
            "packed-1.0.dist-info/METADATA",
            "packed-1.0.dist-info/entry_points.txt",
        ]
        metadata = archive.read("packed-1.0.dist-info/METADATA")
        content = archive.read("packed_one/__init__.pyc")
    assert metadata == b"Name: packed\nVersion: 1.0\n"
    assert content.startswith(UNCHECKED)
    code: CodeType = marshal.loads(content[16:])
    names: dict[str, object] = {}
    exec(code, names)
    one = names["one"]
    assert callable(one)
    assert one() == 1


@pytest.mark.usefixtures("site")
def test_what_reads_its_own_source_brings_it() -> None:
    [module] = imported("packed_lazy")
    assert [info.filename for info, _ in entries(module)] == [
        "packed_lazy.pyc",
        "packed_lazy.py",
    ]


def test_an_extension_is_taken_as_it_is() -> None:
    [module] = imported("pydantic_core._pydantic_core")
    [(info, content)] = entries(module)
    assert info.filename == f"pydantic_core/{Path(module.__file__ or '').name}"
    assert content == Path(module.__file__ or "").read_bytes()


def test_a_module_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="The module made has no file to pack"):
        entries(ModuleType("made"))


def test_other_files_stay_whole() -> None:
    assert head("[a]\nb = c\n", "entry_points.txt") == "[a]\nb = c\n"
