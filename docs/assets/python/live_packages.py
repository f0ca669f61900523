"""Adds packages to a running Python, for pages that need more than the others."""

import importlib
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

SITE = Path(__file__).parent
ARCHIVE = "server.zip"


def add(content: Any, site: Path = SITE) -> None:  # noqa: ANN401 - a proxy of bytes
    """Let later imports find what the archive holds.

    Modules are imported out of it; packages with extensions need files of their own.
    """
    target = site / ARCHIVE
    if str(target) in sys.path:
        return
    target.write_bytes(content.to_py())
    with ZipFile(target) as archive:
        names = archive.namelist()
        laid = {one.split("/")[0] for one in names if one.endswith(".so")}
        archive.extractall(site, [one for one in names if one.split("/")[0] in laid])
    sys.path.append(str(target))
    # A package that is imported already looks nowhere else for what it lacks.
    for folder in {name.rpartition("/")[0] for name in names} - laid:
        known = sys.modules.get(folder.replace("/", "."))
        if known is not None:
            known.__path__.append(f"{target}/{folder}")
    importlib.invalidate_caches()


class Packages:
    """What pages may ask."""

    def warm(self, module: str) -> None:
        """Import a module now, so that it need not be imported at a click."""
        importlib.import_module(module)
