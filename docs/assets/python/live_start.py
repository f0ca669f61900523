"""Completes a Python that was restored from a memory snapshot."""

import importlib.machinery
import logging
import random
import sys
import time
import zipimport
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

ARCHIVE = next(entry for entry in sys.path if entry.endswith(".zip"))
# Read when the snapshot is made: in a page the archive is empty until it is needed.
HELD = {name.split("/")[0].partition(".")[0] for name in ZipFile(ARCHIVE).namelist()}


class LateStdlib:
    """Fetches the standard library when a module is missed for the first time.

    What the pages import is in the snapshot, so most visits need no such byte.
    """

    def __init__(self, fetch: Callable[[], Any]) -> None:
        self.fetch = fetch

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Lay the archive into the file system, then search as usual."""
        # Packages try optional imports, which must not cost a reader the archive.
        if name.partition(".")[0] not in HELD:
            return None
        sys.meta_path.remove(self)
        Path(ARCHIVE).write_bytes(self.fetch().to_py())
        sys.path_importer_cache.clear()
        zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
        return importlib.machinery.PathFinder.find_spec(name, path, target)


def complete(fetch_stdlib: Callable[[], Any]) -> None:
    """Take back what two boots must not share, and let later imports work."""
    random.seed()
    logging._startTime = time.time_ns()  # type: ignore[attr-defined]
    sys.meta_path.append(LateStdlib(fetch_stdlib))
