"""Prepare tables for phones, where each row becomes a card.

A style sheet that turns rows into cards takes the table's roles away, so they are
written into the markup (WAI-ARIA 1.2, `table`). Each cell gets the name of its column,
which a card shows, because it has no head.
"""

import re
from html import escape, unescape

CAPTION = re.compile(r"<!-- caption: (.+?) -->\s*<table>")
# Tables of Markdown. Those that the build writes have `<th scope="col">`: columns of
# figures, which are compared downwards and scroll on a phone.
TABLE = re.compile(
    r"<table>(?P<caption><caption>.*?</caption>)?\s*<thead>\s*<tr>\s*"
    r"(?P<heads>(?:<th(?: style=\"[^\"]*\")?>(?:(?!</?t[hrd]\b).)*</th>\s*)+)</tr>\s*"
    r"</thead>\s*<tbody>(?P<body>.*?)</tbody>\s*</table>",
    re.S,
)
HEAD = re.compile(r"<th(?P<more>[^>]*)>(?P<text>.*?)</th>", re.S)
ROW = re.compile(r"<tr>(?P<cells>.*?)</tr>", re.S)
CELL = re.compile(r"<td(?P<more>[^>]*)>(?P<text>.*?)</td>", re.S)
TAG = re.compile(r"<[^>]+>")

KINDS = {"Session": "session", "JWT": "jwt", "Hybrid": "hybrid"}
PROOF = "Proof"
OPEN = "…"
"""Ends a head that the first cells go on with: "Can you show that …"."""
NARROW = 2
"""Columns that fit a phone as they are."""


def captioned(html: str) -> str:
    """Turn a comment before a table into the caption of the table."""
    return CAPTION.sub(r"<table><caption>\1</caption>", html)


def with_cards(html: str) -> str:
    """Give each table of Markdown its roles, its signs, and names for its cells."""
    return TABLE.sub(_table, html)


def _table(found: re.Match[str]) -> str:
    heads = [(more, text) for more, text in HEAD.findall(found["heads"])]
    names = [plain(text) for _, text in heads]
    if len(heads) <= NARROW:
        return found[0]
    row = "".join(
        f'<th scope="col" role="columnheader"{more}>{signed(text)}</th>'
        for more, text in heads
    )
    body = ROW.sub(lambda line: _row(line["cells"], names), found["body"])
    return (
        f'<table role="table" data-cards>{found["caption"] or ""}'
        f'<thead role="rowgroup"><tr role="row">{row}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(cells: str, names: list[str]) -> str:
    row = "".join(
        f'<td role="cell"{_column(name, place)}{more}>{signed(text)}</td>'
        for place, (name, (more, text)) in enumerate(
            zip(names, CELL.findall(cells), strict=True)
        )
    )
    return f'<tr role="row">{row}</tr>'


def _column(name: str, place: int) -> str:
    """Return the attributes that tell a style sheet what the cell is about."""
    if place == 0 and not name.endswith(OPEN):
        return ""
    if name == PROOF:
        return " data-proof"
    kind = f' data-kind="{KINDS[name]}"' if name in KINDS else ""
    return f' data-label="{escape(name)}"{kind}'


def signed(text: str) -> str:
    """Put the sign before a cell that only names a kind of credential."""
    kind = KINDS.get(plain(text))
    if kind is None:
        return text
    sign = f'<i class="sign sign--{kind}" aria-hidden="true"></i>'
    return f'<span class="kind" data-kind="{kind}">{sign}{text}</span>'


def plain(html: str) -> str:
    """Return the text of a cell without its markup."""
    return unescape(TAG.sub("", html)).strip()
