import linecache
import sys
from types import CodeType, ModuleType
from typing import NamedTuple

from snippets.trim import (
    HAS_DOCSTRING,
    clear_caches,
    is_mutable_class,
    strip_docstrings,
    without_docstrings,
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
    strip_docstrings([documented, Documented.method], ["jwt"])
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
    stripped = without_docstrings(flagged(documented.__code__))
    [inner] = [const for const in stripped.co_consts if isinstance(const, CodeType)]
    for code in (stripped, inner):
        assert code.co_consts[0] is None
        assert not code.co_flags & HAS_DOCSTRING


def test_classes_and_modules_lose_theirs() -> None:
    module = ModuleType("somewhere", "A module.")
    strip_docstrings([Documented, module, 7, int], ["jwt"])
    assert (Documented.__doc__, module.__doc__) == (None, None)
    assert int.__doc__


def test_kept_packages_keep_theirs() -> None:
    strip_docstrings([Kept, sys.modules[__name__]], [__name__.partition(".")[0]])
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
