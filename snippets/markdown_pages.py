"""Write each page as Markdown too, and list the pages in `llms.txt`.

People who quote a page, and programs that read for them, get its text, its code and its
recorded outputs without the controls. https://llmstxt.org proposes both names.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from snippets.build_cache import cached, text_key

NAME = "index.html.md"
CONTROLS = "button, input, select, textarea, form, script, .headerlink, .live-promise"
BLANK_LINES = re.compile(r"\n{3,}")


def write(root: Path, site: Path, config: MkDocsConfig) -> None:
    """Write the Markdown of each page beside its HTML, and `llms.txt` at the root."""
    nav: Navigation = config.extra["nav"]
    for page in nav.pages:
        text = convert(root, str(page.title), page.content or "")
        (site / page.url / NAME).write_text(text, encoding="utf-8")
    text = index(config.site_name, config.site_description or "", nav)
    (site / "llms.txt").write_text(text, encoding="utf-8")


def convert(root: Path, title: str, html: str) -> str:
    """Return the content of a page as Markdown.

    Args:
        root: the checkout, whose cache keeps the text.
        title: the heading of a page whose content has none.
        html: the content, without the theme's frame.

    """
    name = re.sub(r"\W+", "-", f"markdown {title}".lower())
    return cached(root, name, text_key(html), lambda: converted(title, html))


def converted(title: str, html: str) -> str:
    """Drop the controls of a page, and turn what is left into Markdown."""
    soup = BeautifulSoup(html, "html.parser")
    for control in soup.select(CONTROLS):
        control.decompose()
    converter = MarkdownConverter(
        heading_style="ATX", bullets="-", code_language_callback=language
    )
    text: str = converter.convert_soup(soup)
    text = BLANK_LINES.sub("\n\n", text).strip()
    return f"{text}\n" if text.startswith("# ") else f"# {title}\n\n{text}\n"


def language(block: Tag) -> str:
    """Return the language of a code block, or an empty string for an output."""
    code = block.find("code", class_=re.compile("^language-"))
    if code is not None:
        return str(code["class"][0]).removeprefix("language-")
    return "python" if block.find_parent(class_="language-python") else ""


def index(site_name: str, summary: str, nav: Navigation) -> str:
    """Return the text of `llms.txt`: the site in a sentence, and each page's link."""
    lines = [f"# {site_name}", "", f"> {' '.join(summary.split())}", ""]
    for heading, pages in parts(nav):
        lines += [f"## {heading}", "", *map(entry, pages), ""]
    return "\n".join(lines)


def parts(nav: Navigation) -> Iterator[tuple[str, list[Page]]]:
    """Sort the pages by the top-level entries of the navigation."""
    for item in nav.items:
        if isinstance(item, Section):
            yield item.title, list(below(item))
        elif isinstance(item, Page):
            yield str(item.title), [item]


def below(item: StructureItem) -> Iterator[Page]:
    """List the pages of a section and of the sections in it."""
    if isinstance(item, Page):
        yield item
    if isinstance(item, Section):
        for child in item.children:
            yield from below(child)


def entry(page: Page) -> str:
    """Write one page's line: a link to its Markdown, and what the page is about."""
    description = page.meta.get("description", "")
    line = f"- [{page.title}]({page.canonical_url}{NAME})"
    return f"{line}: {description}" if description else line
