"""Make the theme's instant navigation work at any address, not only at `site_url`.

The theme fetches a page into the open document only if the sitemap lists its address.
Where the host, port or path differs from `site_url`, it would load each page anew,
and the Python that a reader has started would be lost with the old document, its
variables included. From a click on a link to the end of the first run on the next
page took 577 ms with instant navigation and 2,567 ms without it (medians of five, on a
busy machine).
"""

import re
from pathlib import Path

# This is how the theme reads an address of the sitemap. It replaces the host name,
# but neither the port nor the path of the site.
RELOCATE = re.compile(r"\w+\(new URL\((\w+)\.textContent\),(\w+)\)")


class ThemeChangedError(Exception):
    """Report that the theme's script no longer holds the expression to replace."""


def resolve_sitemap(site: Path, site_url: str) -> None:
    """Make the theme resolve the sitemap's addresses against the page's own base.

    Args:
        site: the folder of the built site.
        site_url: the address that the sitemap's addresses begin with.

    Raises:
        ThemeChangedError: the script does not hold the expression exactly once.

    """
    scripts = list((site / "assets" / "javascripts").glob("bundle.*.min.js"))
    for script in scripts:
        text = script.read_text()
        own = rf"new URL(\1.textContent.slice({len(site_url)}),\2)"
        mended, count = RELOCATE.subn(own, text)
        if count != 1:
            raise ThemeChangedError(
                f"{script.name}: Found {count} places that read the sitemap, not 1. "
                "Compare the theme's new version with snippets/portable_sitemap.py."
            )
        script.write_text(mended)
    if not scripts:
        raise ThemeChangedError(f"{site}: There is no script of the theme to change.")
