"""Draw the D2 texts of docs/pictures as SVG with title and description."""

import html
import re
import subprocess
from pathlib import Path

from snippets.build_cache import cached, key
from snippets.sections import SnippetError

HEAD = re.compile(r"^# (title|description): (.+)$", re.M)


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
    return cached(
        root, f"picture-{source.stem}", key(root, [source]), lambda: drawn(source)
    )


def drawn(source: Path) -> str:
    """Let D2 draw one picture, and add its title and description to the SVG."""
    words = head(source)
    run = subprocess.run(
        ["d2", "--theme=0", "--dark-theme=200", "--pad=8", "--scale=0.75", source, "-"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode:
        sentence = f"D2 cannot draw this picture, repair it: {run.stderr.strip()}"
        raise PictureError(f"{source}: {sentence}")
    return describe(run.stdout, words)


def describe(svg: str, words: dict[str, str]) -> str:
    """Add title and description, which screen readers read, to an SVG."""
    title, description = (html.escape(words[key]) for key in ("title", "description"))
    spoken = f"<title>{title}</title><desc>{description}</desc>"
    # A function, because a backslash in a title would count as an escape in a string.
    return re.sub(r"<svg [^>]*>", lambda tag: tag[0] + spoken, svg, count=1)


def figure(source: Path, address: str, alt: str) -> str:
    """Write the HTML of a picture, its description as the caption."""
    words = head(source)
    return (
        f'<figure class="picture"><img src="{address}" alt="{html.escape(alt)}">'
        f"<figcaption>{html.escape(words['description'])}</figcaption></figure>"
    )
