"""Makes instant navigation work at any address, not just at `site_url`."""

import re
from pathlib import Path

# What the theme does with each address of the sitemap: it exchanges the host name,
# but neither the port nor the path below which the site lies.
RELOCATE = re.compile(r"\w+\(new URL\((\w+)\.textContent\),(\w+)\)")


class ThemeChangedError(Exception):
    """The theme's script no longer holds the expression that this module mends."""


def resolve_sitemap(site: Path, site_url: str) -> None:
    """Resolve the sitemap's addresses against the page's own base.

    Raises `ThemeChangedError` naming the script when the expression is not there once.
    """
    scripts = list((site / "assets" / "javascripts").glob("bundle.*.min.js"))
    for script in scripts:
        text = script.read_text()
        own = rf"new URL(\1.textContent.slice({len(site_url)}),\2)"
        mended, count = RELOCATE.subn(own, text)
        if count != 1:
            raise ThemeChangedError(
                f"{script.name}: found {count} places that read the sitemap, not 1. "
                "Compare the theme's new version with snippets/portable_sitemap.py."
            )
        script.write_text(mended)
    if not scripts:
        raise ThemeChangedError(f"{site}: the theme's bundle was not found.")
