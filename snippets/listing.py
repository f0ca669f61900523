"""Write a section into a page, as a listing or as a live cell."""

import json
import re
from html import escape

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from snippets.sections import Module, Section, SnippetError

# Markdown extensions look for fences and tabs at the start of every line, in raw HTML
# too. Character references hide them, and the cell becomes one line.
REFERENCES = {ord("\n"): "&#10;", ord("\r"): "&#13;", ord("\t"): "&#9;"}


def fence(module: Module, section: Section, title: str | None = None) -> str:
    """Return a fenced block of Markdown; without a title, its title is the file."""
    title = module.file if title is None else title
    if '"' in title or "\n" in title:
        sentence = f"Title {title!r} holds a double quote or a line break; drop it."
        raise SnippetError(f"{module.file}:{section.first_line}: {sentence}")
    longest = max(map(len, re.findall("`+", section.code)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f'{ticks}python title="{title}"\n{section.code}\n{ticks}'


SHOWS = {"breach": "Attack succeeded: ", "refusal": "Attack blocked: "}
"""How the last line of a demonstration begins, by what the page says it shows."""


def cell(
    module: Module,
    section: Section,
    output: str,
    title: str | None,
    shows: str | None = None,
) -> str:
    """Return a live cell as one line of HTML.

    Args:
        module: the example program.
        section: the part of it that the cell shows.
        output: what the build recorded.
        title: the cell's name, the section's unless given.
        shows: `breach` or `refusal` if the cell demonstrates an attack.

    Raises:
        SnippetError: `shows` and the program's own last line say different things.

    """
    name = section.section
    _check_outcome(module, section, output, shows)
    title = name.replace("_", " ").capitalize() if title is None else title
    element = (
        f'<div class="live-host"><live-cell id="{name}" name="{escape(title)}" '
        f'data-program="{module.name}" data-section="{name}" '
        f"{f'data-shows="{shows}" ' if shows else ''}"
        f'data-code="{escape(_data(module, section))}">'
        f"{_highlighted(section.code)}"
        '<section class="live-recorded" data-search-exclude="true">'
        f'<div class="live-promise">{PROMISE}</div>'
        "<details><summary>Output recorded by the build</summary>"
        f"<pre><samp>{escape(output, quote=False)}</samp></pre></details></section>"
        f"{_hidden(module, section)}"
        "</live-cell></div>"
    )
    return element.translate(REFERENCES)


PROMISE = "Press Run. The code runs in your browser, and its output appears here."


def _check_outcome(
    module: Module, section: Section, output: str, shows: str | None
) -> None:
    place = f"{module.file}:{section.first_line}: Section '{section.section}'"
    last = output.rstrip().rpartition("\n")[2]
    told = next((name for name, said in SHOWS.items() if last.startswith(said)), None)
    if shows is not None and shows not in SHOWS:
        names = " or ".join(map(repr, SHOWS))
        raise SnippetError(f"{place}: shows={shows!r} is unknown; write {names}.")
    if shows == told:
        return
    if shows is None:
        sentence = f"ends with {last!r}; write shows={told!r} where a page shows it."
    else:
        sentence = (
            f"ends with {last!r}, but a {shows} ends with a line that begins with "
            f"'{SHOWS[shows]}'."
        )
    raise SnippetError(f"{place} {sentence}")


def _highlighted(code: str) -> str:
    spans = highlight(code, PythonLexer(ensurenl=False), HtmlFormatter(nowrap=True))
    start, end = '<span class="live-line">', "</span>"
    numbered = spans.removesuffix("\n").replace("\n", f"\n{end}{start}")
    # The span keeps the theme from measuring each listing, which forces a layout.
    return (
        '<div class="highlight"><pre><span><code class="language-python">'
        f"{start}{numbered}{end}</code></span></pre></div>"
    )


def _hidden(module: Module, section: Section) -> str:
    before = [part for part in module.parts if part.first_line < section.first_line]
    code = "\n\n".join(part.code for part in before if part.section is None)
    count = sum(1 for line in code.split("\n") if line.strip())
    if not count:
        return ""
    label = (
        "1 hidden line runs first" if count == 1 else f"{count} hidden lines run first"
    )
    summary = f"<summary>{label}</summary>"
    return f'<details class="live-hidden">{summary}{_highlighted(code)}</details>'


def _data(module: Module, section: Section) -> str:
    # The data is an attribute, because instant navigation would run the contents of a
    # script element, whatever its type.
    data = {
        "file": module.file,
        "section": section.section,
        "line": section.first_line,
        "code": section.code,
        "before": [
            {"section": part.section, "line": part.first_line, "code": part.code}
            for part in module.parts
            if part.first_line < section.first_line
        ],
    }
    return json.dumps(data)
