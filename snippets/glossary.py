"""Link the first use of each term on a page to the glossary."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import override

from snippets.sections import SnippetError

ENTRY = re.compile(r"^\*\*(?P<names>[^*]+)\*\*\{ #(?P<anchor>[a-z0-9-]+) \}$", re.M)
# Text in these is a listing, a link, a name for a screen reader, or part of a tool.
SKIPPED = frozenset(
    {"a", "button", "caption", "figure", "label", "legend", "nav", "noscript"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "script", "style", "summary"}
    | {"auth-chooser", "live-cell", "server-panel", "th", "title"}
    | {"token-workshop", "two-servers"}
)


def read_terms(source: Path) -> dict[str, str]:
    """Read the glossary: map each name of a term, in lower case, to its anchor.

    An entry is a line `**Name, other name**{ #anchor }`.

    Raises:
        SnippetError: a name or an anchor occurs twice.

    """
    text = source.read_text(encoding="utf-8")
    terms: dict[str, str] = {}
    anchors = [entry["anchor"] for entry in ENTRY.finditer(text)]
    for entry in ENTRY.finditer(text):
        if anchors.count(entry["anchor"]) > 1:
            raise SnippetError(
                f"{source}: Two terms have the anchor {entry['anchor']}; rename one."
            )
        for name in entry["names"].lower().split(", "):
            if name in terms:
                raise SnippetError(
                    f"{source}: The term '{name}' occurs twice; remove one."
                )
            terms[name] = entry["anchor"]
    return terms


def link(html: str, terms: dict[str, str], address: str) -> str:
    """Link the first use of each term in running text to `address` and its anchor."""
    linker = Linker(terms, address)
    linker.feed(html)
    linker.close()
    return "".join(linker.done)


class Linker(HTMLParser):
    """Copy HTML, and add links to its running text."""

    def __init__(self, terms: dict[str, str], address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.terms = terms
        self.address = address
        self.done: list[str] = []
        self._inside = 0
        self._in_code = False
        self._in_filename = False
        self._linked: set[str] = set()
        # Longer names come first, so that "refresh token" is not linked as "token".
        names = sorted(map(re.escape, terms), key=len, reverse=True)
        self._find = re.compile(rf"(?<![\w-])({'|'.join(names)})(s?)(?![\w-])", re.I)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in SKIPPED
        self._in_code = tag == "code"
        self._in_filename |= ("class", "filename") in attrs
        self.done.append(self.get_starttag_text() or "")

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.done.append(self.get_starttag_text() or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in SKIPPED
        self._in_code = False
        self._in_filename &= tag != "span"
        self.done.append(f"</{tag}>")

    @override
    def handle_data(self, data: str) -> None:
        # In code, only a term that is the whole code counts: `kid`, but not `kid=1`.
        term = self._find.fullmatch(data) if self._in_code else True
        linked = term and not self._inside and not self._in_filename
        self.done.append(self._find.sub(self._link, data) if linked else data)

    @override
    def handle_entityref(self, name: str) -> None:
        self.done.append(f"&{name};")

    @override
    def handle_charref(self, name: str) -> None:
        self.done.append(f"&#{name};")

    @override
    def handle_comment(self, data: str) -> None:
        self.done.append(f"<!--{data}-->")

    def _link(self, found: re.Match[str]) -> str:
        anchor = self.terms[found[1].lower()]
        if anchor in self._linked:
            return found[0]
        self._linked.add(anchor)
        return f'<a class="term" href="{self.address}#{anchor}">{found[0]}</a>'
