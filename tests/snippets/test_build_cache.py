"""The cache gives what a build would make, and forgets it when an input changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from snippets import build_cache, charts, contract, pictures
from snippets.build_cache import CHECKOUT, build_code, cached, examples_key, key
from snippets.inventory import Inventory
from snippets.measured import DATA
from snippets.panels import Panels
from tests.snippets.conftest import Write

DEMO = """
from examples.core import WORD

# --8<-- [start:say]
print(WORD)
# --8<-- [end:say]
"""


def never() -> str:
    pytest.fail("The text was made although the cache holds it.")


def kept(root: Path) -> list[Path]:
    return sorted((root / "build" / "cache").iterdir())


def test_a_text_is_made_once(tmp_path: Path) -> None:
    assert cached(tmp_path, "x", "1", lambda: "é\r\n") == "é\r\n"
    assert cached(tmp_path, "x", "1", never) == "é\r\n"
    assert cached(tmp_path, "x", "2", lambda: "new") == "new"
    assert [file.name for file in kept(tmp_path)] == ["x-1", "x-2"]


@pytest.mark.parametrize("damage", [b"", b"f00d\nold", b"\xff\xfe"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    cached(tmp_path, "x", "1", lambda: "old")
    [file] = kept(tmp_path)
    file.write_bytes(damage)
    assert cached(tmp_path, "x", "1", lambda: "new") == "new"
    assert cached(tmp_path, "x", "1", never) == "new"


def test_a_file_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    cached(tmp_path, "x", "1", lambda: "a long text")
    [file] = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1])
    assert cached(tmp_path, "x", "1", lambda: "new") == "new"


def test_a_text_that_names_lost_files_is_made_anew(tmp_path: Path) -> None:
    cached(tmp_path, "x", "1", lambda: "old")
    found = cached(tmp_path, "x", "1", lambda: "new", lambda text: text != "old")
    assert found == "new"


def test_a_failure_keeps_nothing(tmp_path: Path) -> None:
    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cached(tmp_path, "x", "1", fail)
    assert cached(tmp_path, "x", "1", lambda: "new") == "new"


def test_two_builds_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    both = Barrier(2)

    def make() -> str:
        both.wait(timeout=30)
        return "x" * 1_000_000

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(cached, tmp_path, "x", "1", make) for _ in range(2)]
        assert [len(one.result()) for one in found] == [1_000_000, 1_000_000]
    assert [file.name for file in kept(tmp_path)] == ["x-1"]
    assert len(cached(tmp_path, "x", "1", never)) == 1_000_000


def test_the_build_and_its_packages_are_part_of_each_key(tmp_path: Path) -> None:
    names = {path.relative_to(CHECKOUT).as_posix() for path in build_code(CHECKOUT)}
    assert {
        "snippets/charts.py",
        "snippets/snapshot.mjs",
        "requirements.lock",
        "requirements-browser.lock",
        "requirements-browser-server.lock",
        "package-lock.json",
    } <= names
    before = key(tmp_path, [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_cache, "CODE", "other")
        assert key(tmp_path, []) != before


@pytest.mark.parametrize("name", ["examples/core.py", "examples/a/new.py"])
def test_each_example_is_part_of_their_key(
    tmp_path: Path, write: Write, name: str
) -> None:
    write("examples/core.py", "x = 1\n")
    before = examples_key(tmp_path)
    assert examples_key(tmp_path) == before
    write(name, "x = 2\n")
    assert examples_key(tmp_path) != before


def test_an_edited_example_is_recorded_anew(tmp_path: Path, write: Write) -> None:
    write("examples/__init__.py", "")
    write("examples/core.py", "WORD = 'one'\n")
    write("examples/demo.py", DEMO)
    cell = Inventory(tmp_path).live("a.md", "demo:say")
    assert "<samp>one&#10;</samp>" in cell
    assert Inventory(tmp_path).live("a.md", "demo:say") == cell
    write("examples/core.py", "WORD = 'two'\n")
    edited = Inventory(tmp_path).live("a.md", "demo:say")
    assert edited == cell.replace("one", "two")


@pytest.fixture
def checkout(tmp_path: Path, write: Write) -> Path:
    """Make a checkout without a cache, which has this one's examples and data."""
    (tmp_path / "examples").symlink_to(CHECKOUT / "examples")
    write(str(DATA), (CHECKOUT / DATA).read_text(encoding="utf-8"))
    write(pictures.TOKENS, (CHECKOUT / pictures.TOKENS).read_text(encoding="utf-8"))
    write("docs/pictures/x.d2", "# title: T\n# description: D\na -> b: go\n")
    return tmp_path


MADE: list[Callable[[Path], object]] = [
    contract.describe,
    charts.draw_all,
    lambda root: pictures.draw(root, root / "docs" / "pictures" / "x.d2"),
]


@pytest.mark.parametrize("make", MADE)
def test_the_cache_gives_what_a_build_without_it_makes(
    checkout: Path, make: Callable[[Path], object]
) -> None:
    first = make(checkout)
    assert make(checkout) == first
    for file in kept(checkout):
        file.unlink()
    assert make(checkout) == first


def test_a_story_is_read_as_it_was_recorded(checkout: Path) -> None:
    first = Panels(checkout).story("session")
    assert Panels(checkout).story("session") == first
    assert first[1][0]["exchange"]["request"].startswith("POST /login")


def test_edited_data_is_drawn_anew(checkout: Path, write: Write) -> None:
    before = charts.draw_all(checkout)
    data = (checkout / DATA).read_text(encoding="utf-8")
    write(str(DATA), data.replace('"median": 1', '"median": 9'))
    assert charts.draw_all(checkout) != before


def test_an_edited_picture_is_drawn_anew(checkout: Path, write: Write) -> None:
    source = checkout / "docs" / "pictures" / "x.d2"
    before = pictures.draw(checkout, source)
    write("docs/pictures/x.d2", "# title: T\n# description: D\na -> c: go\n")
    edited = pictures.draw(checkout, source)
    assert edited != before
    tokens = (checkout / pictures.TOKENS).read_text(encoding="utf-8")
    write(pictures.TOKENS, tokens.replace("#14181f", "#000001"))
    assert pictures.draw(checkout, source) != edited
