import inspect
import linecache
import sys
import typing
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest

from snippets.snapshot_trim import (
    HAS_DOCSTRING,
    clear_caches,
    is_mutable_class,
    strip,
    trimmed,
)


def documented() -> str:
    """Outer."""

    def inner() -> str:
        """Inner."""
        return "Inner."

    return f"Outer. {inner.__doc__ or inner()}"


class Documented:
    """A class."""

    def method(self) -> int:
        """Return seven."""
        return 7


class Kept(NamedTuple):
    """A class of a package that readers ask about."""

    value: int


def test_functions_lose_their_docstrings_and_work() -> None:
    strip([documented, Documented.method], ["jwt"])
    assert documented.__doc__ is None
    assert Documented.method.__doc__ is None
    assert documented() == "Outer. Inner."
    assert Documented().method() == 7


def flagged(code: CodeType) -> CodeType:
    """Mark a function's code as Python 3.14, which the page runs, does itself."""
    consts = [flagged(c) if isinstance(c, CodeType) else c for c in code.co_consts]
    flags = code.co_flags | HAS_DOCSTRING
    return code.replace(co_consts=tuple(consts), co_flags=flags)


def test_code_inside_code_is_stripped_too() -> None:
    stripped = trimmed(flagged(documented.__code__))
    [inner] = [const for const in stripped.co_consts if isinstance(const, CodeType)]
    for code in (stripped, inner):
        assert code.co_consts[0] is None
        assert not code.co_flags & HAS_DOCSTRING


def lines(code: CodeType) -> dict[int, int | None]:
    """Give the line of each code unit."""
    found = code.co_lines()
    return {at: line for start, end, line in found for at in range(start, end, 2)}


@pytest.mark.parametrize("module", [inspect, typing, sys.modules[__name__]])
def test_line_numbers_are_kept_and_columns_are_dropped(module: ModuleType) -> None:
    spec = module.__spec__
    assert spec is not None
    code = compile(Path(str(spec.origin)).read_text("utf-8"), "here.py", "exec")
    pairs = [(code, trimmed(code))]
    for before, after in pairs:
        assert lines(after) == lines(before)
        assert {column for *_, column, _ in after.co_positions()} == {None}
        inner = [
            [const for const in one.co_consts if isinstance(const, CodeType)]
            for one in (before, after)
        ]
        pairs += zip(*inner, strict=True)
    assert len(pairs) > 10


def test_classes_and_modules_lose_their_docstrings() -> None:
    module = ModuleType("somewhere", "A module.")
    strip([Documented, module, 7, int], ["jwt"])
    assert (Documented.__doc__, module.__doc__) == (None, None)
    assert int.__doc__


def test_kept_packages_keep_their_docstrings() -> None:
    strip([Kept, sys.modules[__name__]], [__name__.partition(".")[0]])
    assert Kept.__doc__


def test_only_classes_of_python_code_can_change() -> None:
    assert is_mutable_class(Kept)
    assert not is_mutable_class(int)
    assert not is_mutable_class(type("Bare", (), {"__doc__": "x", "__module__": "m"})())


def test_caches_are_cleared() -> None:
    linecache.getlines(__file__)
    assert linecache.cache
    clear_caches()
    assert (linecache.cache, sys.path_importer_cache) == ({}, {})
