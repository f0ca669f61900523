"""Adds packages to a running Python, for pages that need more than the others."""

import importlib
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

SITE = Path(__file__).parent
ARCHIVE = "server.zip"


def add(content: Any, site: Path = SITE) -> None:  # noqa: ANN401 - a proxy of bytes
    """Let Python import what the archive holds.

    Python imports modules straight from the archive. Packages with extensions are
    unpacked, because a shared library must be a file.
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
    # A package that is already imported searches only its own path for submodules.
    for folder in {name.rpartition("/")[0] for name in names} - laid:
        known = sys.modules.get(folder.replace("/", "."))
        if known is not None:
            known.__path__.append(f"{target}/{folder}")
    importlib.invalidate_caches()


class Packages:
    """Lets a page import modules, as a tool whose method it calls."""

    def warm(self, module: str) -> None:
        """Import a module before the reader needs it."""
        importlib.import_module(module)
