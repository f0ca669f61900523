"""Draw the picture that other sites show beside a link to a page.

The build draws it without a network: the theme's own plug-in fetches its fonts.
"""

import textwrap
from html import escape
from pathlib import Path

import vl_convert
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib import instancer  # type: ignore[import-untyped]

from snippets.build_cache import digest

# The size that Open Graph readers expect, in pixels.
WIDTH, HEIGHT = 1200, 630
INTER = "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
WEIGHTS = (400, 700)
# Characters that fit into a line of the title and of the description.
TITLE_WIDTH, TEXT_WIDTH = 28, 56


def prepare_fonts(root: Path) -> None:
    """Let the renderer know Inter, which it reads as TrueType of one weight only."""
    source = root / INTER
    folder = root / "build" / "fonts" / digest(root, [source])
    for weight in WEIGHTS:
        file = folder / f"inter-{weight}.ttf"
        if file.exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        font = instancer.instantiateVariableFont(
            TTFont(source), {"wght": weight}, updateFontNames=True
        )
        font.flavor = None
        scratch = file.with_suffix(".new")
        font.save(scratch)
        scratch.replace(file)
    vl_convert.register_font_directory(str(folder))


def draw(root: Path, site_name: str, title: str, description: str) -> bytes:
    """Return the card of one page as PNG; call `prepare_fonts` before.

    Args:
        root: the checkout.
        site_name: stands above the title.
        title: the page's title, of which two lines are shown.
        description: what the page is about, of which three lines are shown.

    """
    svg = card(sign(root), site_name, title, description)
    return bytes(vl_convert.svg_to_png(svg, scale=1.0))


def sign(root: Path) -> str:
    """Return the site's sign without the style that follows a reader's colours."""
    svg = (root / "docs" / "assets" / "mark.svg").read_text(encoding="utf-8")
    start, end = svg.index("<style>"), svg.index("</style>") + len("</style>")
    plain = svg[:start] + svg[end:]
    plain = plain.replace('class="s"', 'color="#175cd3"')
    return plain.replace('class="j"', 'color="#6941c6"')


def card(mark: str, site_name: str, title: str, description: str) -> str:
    """Lay out one card as SVG."""
    mark = mark.replace("<svg ", '<svg x="80" y="72" width="104" height="88" ', 1)
    titles = textwrap.wrap(title, TITLE_WIDTH, max_lines=2, placeholder="…")
    texts = textwrap.wrap(description, TEXT_WIDTH, max_lines=3, placeholder="…")
    top = 290 if len(titles) > 1 else 330
    below = top + 84 * (len(titles) - 1) + 78
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
            f'height="{HEIGHT}" font-family="Inter">',
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            '<rect y="618" width="50%" height="12" fill="#175cd3"/>',
            '<rect x="50%" y="618" width="50%" height="12" fill="#6941c6"/>',
            mark,
            line(208, 132, 40, site_name),
            *(
                line(80, top + 84 * row, 72, text, title=True)
                for row, text in enumerate(titles)
            ),
            *(line(80, below + 50 * row, 36, text) for row, text in enumerate(texts)),
            "</svg>",
        ]
    )


def line(x: int, y: int, size: int, text: str, *, title: bool = False) -> str:
    """Write one line of text at a place in pixels."""
    look = 'font-weight="700" fill="#101828"' if title else 'fill="#475467"'
    return f'<text x="{x}" y="{y}" font-size="{size}" {look}>{escape(text)}</text>'
