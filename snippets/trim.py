"""Makes Python's memory small before the snapshot; snapshot.mjs runs it in Pyodide."""

import gc
import importlib
import linecache
import re
import sys
import zipimport
from collections.abc import Iterable
from types import CodeType, FunctionType, ModuleType

HAS_DOCSTRING = 0x4000000  # CO_HAS_DOCSTRING
IMMUTABLE_TYPE = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE
HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE


def strip_docstrings(objects: Iterable[object], kept: Iterable[str]) -> None:
    """Drop the docstrings of functions, classes and modules outside of `kept`.

    They are half a megabyte that a page would load and hardly a reader would see.
    """
    names = {*kept}
    for found in objects:
        module = getattr(found, "__module__", None) or getattr(found, "__name__", "")
        if str(module).partition(".")[0] in names:
            continue
        if isinstance(found, FunctionType):
            found.__doc__, found.__code__ = None, without_docstrings(found.__code__)
        elif isinstance(found, ModuleType) or is_mutable_class(found):
            found.__doc__ = None


def is_mutable_class(found: object) -> bool:
    """Tell whether this is a class with a docstring that Python lets us replace."""
    if not isinstance(found, type) or "__doc__" not in vars(found):
        return False
    return bool(found.__flags__ & HEAP_TYPE) and not found.__flags__ & IMMUTABLE_TYPE


def without_docstrings(code: CodeType) -> CodeType:
    """Return code that holds no docstring, nor do the functions inside it."""
    consts = [
        without_docstrings(const) if isinstance(const, CodeType) else const
        for const in code.co_consts
    ]
    if code.co_flags & HAS_DOCSTRING:
        consts[0] = None
    flags = code.co_flags & ~HAS_DOCSTRING
    return code.replace(co_consts=tuple(consts), co_flags=flags)


def clear_caches() -> None:
    """Forget what the build looked up: it would be loaded, or lead to no file."""
    re.purge()
    linecache.clearcache()
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    sys._clear_internal_caches()
    gc.collect()
