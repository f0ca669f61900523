"""Draw the D2 texts of docs/pictures as SVG with title and description."""

import html
import re
import subprocess
import tempfile
from pathlib import Path

from snippets.build_cache import cached, key
from snippets.sections import SnippetError

HEAD = re.compile(r"^# (title|description): (.+)$", re.M)
TOKENS = "docs/assets/site/tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")
THEME = {
    "ink": ("N1",),
    "muted": ("N2", "N3", "B2", "AA2"),
    "line-strong": ("B1",),
    "raised": ("N4", "N5", "N7", "B3", "B4", "B5", "B6", "AA4", "AA5"),
}
"""Maps a colour of the site to the names that D2's theme has for it."""
KINDS = ("session", "jwt", "hybrid")
SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


class PictureError(SnippetError):
    """Report that a picture is missing, lacks its title or cannot be drawn."""


def head(source: Path) -> dict[str, str]:
    """Read the title and the description from the first lines of a picture's text.

    Raises:
        PictureError: the file, its title or its description is missing.

    """
    if not source.exists():
        sentence = "There is no such picture; add the file or correct its name."
        raise PictureError(f"{source}: {sentence}")
    found = dict(HEAD.findall(source.read_text(encoding="utf-8")))
    for word in ("title", "description"):
        if word not in found:
            sentence = f"The line '# {word}: …' is missing; add it."
            raise PictureError(f"{source}:1: {sentence}")
    return found


def draw(root: Path, source: Path) -> str:
    """Return one picture as SVG; a picture whose text is unchanged is not drawn again.

    Args:
        root: the checkout.
        source: the picture's text in D2, below `root`.

    Raises:
        PictureError: the text is not valid D2, or lacks its title or description.

    """
    css = root / TOKENS
    made_from = key(root, [source, css])
    return cached(root, f"picture-{source.stem}", made_from, lambda: drawn(source, css))


def drawn(source: Path, css: Path) -> str:
    """Let D2 draw one picture in the site's colours, and add its words to the SVG.

    Args:
        source: the picture's text in D2.
        css: the stylesheet with the site's colours.

    """
    words = head(source)
    colours = {name: both for name, *both in COLOUR.findall(css.read_text("utf-8"))}
    text = f"{source.read_text(encoding='utf-8')}\n{style(colours)}"
    with tempfile.NamedTemporaryFile("w", suffix=".d2", encoding="utf-8") as whole:
        whole.write(text)
        whole.flush()
        run = subprocess.run(
            ["d2", "--pad=2", *LAYOUT, whole.name, "-"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if run.returncode:
        reason = run.stderr.strip().replace(whole.name, str(source))
        sentence = f"D2 cannot draw this picture, repair it: {reason}"
        raise PictureError(f"{source}: {sentence}")
    return describe(sized(followed(run.stdout, colours)), words)


LAYOUT = (
    "--theme=0",
    "--dark-theme=200",
    "--layout=elk",
    "--elk-nodeNodeBetweenLayers=44",
    "--elk-edgeNodeBetweenLayers=18",
)


def style(colours: dict[str, list[str]]) -> str:
    """Return what every picture has in common, as text in D2."""
    light, dark = (
        "; ".join(
            f'{code}: "{colours[name][place]}"'
            for name, codes in THEME.items()
            for code in codes
        )
        for place in (0, 1)
    )
    kinds = "".join(
        f'  {kind}: {{style: {{stroke: "{colours[kind][0]}"; '
        f'fill: "{colours[f"{kind}-soft"][0]}"}}}}\n'
        for kind in KINDS
    )
    return (
        f"vars: {{d2-config: {{theme-overrides: {{{light}}}\n"
        f"dark-theme-overrides: {{{dark}}}}}}}\n"
        "style.fill: transparent\n"
        f"classes: {{\n{kinds}"
        "  head: {style: {stroke-width: 0; fill: transparent}}\n"
        "  gone: {style: {stroke-dash: 4; fill: transparent}}\n}\n"
        "*.style.border-radius: 6\n*.style.font-size: 16\n"
    )


def followed(svg: str, colours: dict[str, list[str]]) -> str:
    """Let the colours of the kinds follow the page from light to dark.

    D2's theme does so by itself, but not the colours that a picture names.
    """
    names = [name for kind in KINDS for name in (kind, f"{kind}-soft")]
    rules = "".join(
        f'[{where}="{colours[name][0]}"]{{{where}:{colours[name][1]}}}'
        for name in names
        for where in ("fill", "stroke")
    )
    sheet = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return svg.replace("</style>", f"</style>{sheet}", 1)


def sized(svg: str) -> str:
    """Give the outer SVG the width and the height that it was drawn for."""
    width, height = size(svg)
    return svg.replace(
        'viewBox="0 0', f'width="{width}" height="{height}" viewBox="0 0', 1
    )


def size(svg: str) -> tuple[int, int]:
    """Return the width and the height of a picture in pixels."""
    found = SIZE.search(svg)
    if found is None:
        raise PictureError("D2 wrote no size: correct SIZE in snippets/pictures.py.")
    return int(found[1]), int(found[2])


def describe(svg: str, words: dict[str, str]) -> str:
    """Add title and description, which screen readers read, to an SVG."""
    title, description = (html.escape(words[key]) for key in ("title", "description"))
    spoken = f"<title>{title}</title><desc>{description}</desc>"
    # A function, because a backslash in a title would count as an escape in a string.
    return re.sub(r"<svg [^>]*>", lambda tag: tag[0] + spoken, svg, count=1)


def figure(root: Path, source: Path, address: str, alt: str) -> str:
    """Write the HTML of a picture, its description as the caption.

    The picture's size keeps its place in the page until it has loaded.
    """
    words = head(source)
    width, height = size(draw(root, source))
    return (
        f'<figure class="picture"><img src="{address}" alt="{html.escape(alt)}" '
        f'width="{width}" height="{height}" loading="lazy">'
        f"<figcaption>{html.escape(words['description'])}</figcaption></figure>"
    )
