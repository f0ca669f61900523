"""Write what a reader sees at an address that has no page."""

from html import escape

from mkdocs.structure.pages import Page

HEADING = "<h1>404 - Not found</h1>"
SENTENCE = (
    "The address may be mistyped, or the page has moved. Search with the field "
    "above, or take one of these:"
)


def say_where_to_go(html: str, pages: list[Page]) -> str:
    """Add the list of all pages to the theme's 404 page.

    Raises:
        ValueError: a new version of the theme has another heading.

    """
    if HEADING not in html:
        raise ValueError(f"404.html: The theme's page has no {HEADING!r} to replace.")
    links = "".join(
        f'<li><a href="{escape(page.abs_url or page.url)}">'
        f"{escape(str(page.title))}</a></li>"
        for page in pages
    )
    text = f"<h1>There is no such page</h1><p>{SENTENCE}</p><ul>{links}</ul>"
    return html.replace(HEADING, text)
