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
# Read when the snapshot is made, because in a page the archive is empty at first.
HELD = {name.split("/")[0].partition(".")[0] for name in ZipFile(ARCHIVE).namelist()}


class LateStdlib:
    """Fetches the standard library when Python first misses one of its modules.

    The snapshot holds the modules that the pages import, so most visits do not need
    the standard library.
    """

    def __init__(self, fetch: Callable[[], Any]) -> None:
        self.fetch = fetch

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Fetch the archive, then search as Python does."""
        # Packages try optional imports, which must not make a reader load the archive.
        if name.partition(".")[0] not in HELD:
            return None
        sys.meta_path.remove(self)
        Path(ARCHIVE).write_bytes(self.fetch().to_py())
        sys.path_importer_cache.clear()
        zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
        return importlib.machinery.PathFinder.find_spec(name, path, target)


def complete(fetch_stdlib: Callable[[], Any]) -> None:
    """Renew what two boots must not share, and let later imports work."""
    random.seed()
    logging._startTime = time.time_ns()  # type: ignore[attr-defined]
    sys.meta_path.append(LateStdlib(fetch_stdlib))
