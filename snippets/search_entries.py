"""Let the search find live cells by their names, not only by the heading above."""

import re
from html import unescape

CELL = re.compile(r'<live-cell id="(?P<id>\w+)" name="(?P<name>[^"]*)"')


def of_cells(html: str, address: str, title: str) -> list[dict[str, str]]:
    """Return an entry of the search index for each live cell of a page.

    Args:
        html: the page's content.
        address: the page's, relative to the site.
        title: the page's.

    """
    return [
        {
            "location": f"{address}#{cell['id']}",
            "title": f"Run it: {unescape(cell['name'])}",
            "text": f"Live code of the page “{title}”. It runs in your browser.",
        }
        for cell in CELL.finditer(html)
    ]
