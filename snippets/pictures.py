"""Draws the D2 texts of docs/pictures as SVG files with title and description."""

import html
import re
import subprocess
from pathlib import Path

from snippets.sections import SnippetError

HEAD = re.compile(r"^# (title|description): (.+)$", re.M)


class PictureError(SnippetError):
    """A picture's text is missing, lacks its title or cannot be drawn."""


def head(source: Path) -> dict[str, str]:
    """Read title and description from a picture's first lines.

    Raises `PictureError` naming the file when it or one of both is missing.
    """
    if not source.exists():
        sentence = "There is no such picture; add the file or mend its name."
        raise PictureError(f"{source}: {sentence}")
    found = dict(HEAD.findall(source.read_text(encoding="utf-8")))
    for key in ("title", "description"):
        if key not in found:
            sentence = f"The line '# {key}: …' is missing; add it."
            raise PictureError(f"{source}:1: {sentence}")
    return found


def draw(source: Path, target: Path) -> None:
    """Draw one picture unless the target is newer than its text.

    Raises `PictureError` with D2's message when the text is not valid D2.
    """
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return
    words = head(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    run = subprocess.run(
        ["d2", "--theme=0", "--dark-theme=200", "--pad=8", "--scale=0.75", source, "-"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode:
        sentence = f"D2 cannot draw this picture, repair it: {run.stderr.strip()}"
        raise PictureError(f"{source}: {sentence}")
    target.write_text(describe(run.stdout, words), encoding="utf-8")


def describe(svg: str, words: dict[str, str]) -> str:
    """Put title and description where assistive technology looks for them."""
    title, description = (html.escape(words[key]) for key in ("title", "description"))
    spoken = f"<title>{title}</title><desc>{description}</desc>"
    # As a function: a backslash in a title is no escape of the pattern.
    return re.sub(r"<svg [^>]*>", lambda tag: tag[0] + spoken, svg, count=1)


def figure(source: Path, address: str, alt: str) -> str:
    """Write the HTML of a picture, its description as the caption."""
    words = head(source)
    return (
        f'<figure class="picture"><img src="{address}" alt="{html.escape(alt)}">'
        f"<figcaption>{html.escape(words['description'])}</figcaption></figure>"
    )
