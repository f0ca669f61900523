"""Write the tables of the page on libraries, and the facts of each library's page."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Protocol

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from snippets.performance import shown_date
from snippets.sections import SnippetError

DATA = "docs/data/libraries.json"
PAGE = "libraries/"
SETTINGS = {
    "quick-start": "As the quick start says",
    "safest": "As safe as its documentation allows",
}
MARKS = {
    "held": "Refused",
    "breach": "Attack succeeded",
    "caution": "Caution",
    "info": "",
    "none": "",
    "broken": "Not tested",
}
"""What a screen reader hears before the words of a cell."""


class Env(Protocol):
    """Describe what the macros use of the MkDocs-Macros plugin."""

    page: Page
    project_dir: str

    def macro(self, v: Callable[..., str], name: str = "") -> Callable[..., str]:
        """Register a function as a macro."""
        ...


def register(env: Env) -> None:
    """Register the macros of these pages."""
    root = Path(env.project_dir)

    def library_filter() -> str:
        return Libraries(root).filter()

    def library_table(group: str, caption: str) -> str:
        return Libraries(root, env.page.url).table(group, caption)

    def library_legend() -> str:
        return Libraries(root).legend()

    def library_note() -> str:
        return Libraries(root).note()

    def library_facts(page: str) -> str:
        return Libraries(root).facts(page)

    def library_cell(row: str, attack: str, setting: str = "quick-start") -> str:
        return Libraries(root, env.page.url).cell(row, attack, setting)

    def library_results(page: str) -> str:
        return Libraries(root).results(page)

    for macro in (library_filter, library_table, library_note, library_facts):
        env.macro(macro)
    env.macro(library_cell)
    env.macro(library_legend)
    env.macro(library_results)


@lru_cache(maxsize=1)
def read(path: Path, _changed: int) -> dict[str, Any]:
    """Read the data file, once for each version of it."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


class Libraries:
    """Write what the data file says.

    Args:
        root: the checkout.
        url: the address of the page that shows it, below the root of the site.

    """

    def __init__(self, root: Path, url: str = PAGE) -> None:
        path = root / DATA
        self.data = read(path, path.stat().st_mtime_ns)
        self._url = url
        self._attacks = {one["name"]: one for one in self.data["attacks"]}

    def note(self) -> str:
        """Write when and how the run was made."""
        rows = self.data["rows"]
        packages = {row["package"] for row in rows} - {""}
        return (
            f"Run on {shown_date(self.data['date'])} with `{self.data['command']}` on "
            f"Python {self.data['python']}: {len(self.data['attacks'])} attacks on "
            f"{len(packages)} packages in {len(rows)} set-ups, each library as its "
            "quick start says and in its safest setting."
        )

    def filter(self) -> str:
        """Write the filter as one line of HTML; a script shows it and makes it work."""
        rows = self.data["rows"]
        choices = {
            "framework": ("Framework", unique(row["framework"] for row in rows)),
            "kind": ("Kind", unique(row["kind"] for row in rows)),
        }
        fields = "".join(
            select(name, label, [(value, value) for value in values])
            for name, (label, values) in choices.items()
        )
        wanted = [(one["name"], one["title"]) for one in self.data["requirements"]]
        fields += select("requirement", "Requirement", wanted, "None")
        fields += select("setting", "Setting", list(SETTINGS.items()), "Both")
        list_of = "".join(
            f'<li data-row="{row["name"]}" data-framework="{row["framework"]}" '
            f'data-kind="{row["kind"]}" {self._meets(row)}>'
            f'<a href="{row["page"]}/">{escape(row["title"])}</a></li>'
            for row in rows
        )
        return (
            '<div class="live-host"><library-filter role="group" data-search-exclude '
            'aria-label="Filter of the libraries">'
            f'<div class="library-fields" hidden>{fields}</div>'
            '<p role="status" aria-label="Matches"></p>'
            f'<ul class="library-matches" hidden>{list_of}</ul>'
            "</library-filter></div>"
        )

    def legend(self) -> str:
        """Write what the edges of the cells mean."""
        parts = (
            ("breach", "The attack succeeded"),
            ("held", "It was refused"),
            ("caution", "Your settings or code have to deal with it"),
            ("info", "A measured fact"),
        )
        cells = "".join(
            f'<span class="library-cell" data-outcome="{name}">{text}</span>'
            for name, text in parts
        )
        return f'<p class="library-legend">{cells}</p>'

    def _meets(self, row: Mapping[str, Any]) -> str:
        """Write which requirements a row meets, as an attribute for each setting."""
        parts = []
        for setting, part in row["settings"].items():
            names = [
                one["name"]
                for one in self.data["requirements"]
                if meets(part["cells"], one["attacks"])
            ]
            parts.append(f'data-{setting}="{" ".join(names)}"')
        return " ".join(parts)

    def table(self, group: str, caption: str) -> str:
        """Write the table of one group of attacks, as one line of HTML."""
        attacks = [one for one in self.data["attacks"] if one["group"] == group]
        if not attacks:
            raise SnippetError(f"There is no group of attacks named '{group}'.")
        heads = "".join(
            f'<th role="columnheader" scope="col">{escape(one["title"])}'
            f"<small>{escape(one['question'])}</small></th>"
            for one in attacks
        )
        body = "".join(self._lines(attacks))
        return (
            '<div class="library-scroll" data-search-exclude role="region" '
            f'tabindex="0" aria-label="{escape(caption)}">'
            '<table class="library-grid" role="table">'
            f"<caption>{escape(caption)}</caption>"
            '<thead role="rowgroup"><tr role="row">'
            '<th role="columnheader" scope="col">Library</th>'
            f'{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
        )

    def _lines(self, attacks: list[Any]) -> Iterator[str]:
        for row in self.data["rows"]:
            cells = [self._cells(row, one["name"]) for one in attacks]
            if all(outcome == "none" for part in cells for _, outcome, _ in part):
                continue
            shown = "".join(
                f'<td role="cell" data-label="{escape(one["title"])}">'
                f"{self._links(row, one['name'], part)}</td>"
                for one, part in zip(attacks, cells, strict=True)
            )
            what = " · ".join(filter(None, (row["kind"], row["version"])))
            yield (
                f'<tr role="row" data-row="{row["name"]}">'
                f'<th role="rowheader" scope="row"><a href="{row["page"]}/">'
                f"{escape(row['title'])}</a><small>{escape(what)}</small></th>"
                f"{shown}</tr>"
            )

    def _cells(self, row: Mapping[str, Any], attack: str) -> list[tuple[str, str, str]]:
        """List setting, outcome and words; one entry where both settings agree."""
        found = []
        for setting, part in row["settings"].items():
            cell = part["cells"][attack]
            found.append((setting, cell["outcome"], cell["words"]))
        if len(found) > 1 and found[0][1:] == found[1][1:]:
            return [("", *found[0][1:])]
        return found

    def _links(
        self, row: Mapping[str, Any], attack: str, cells: list[tuple[str, str, str]]
    ) -> str:
        parts = []
        for setting, outcome, words in cells:
            label = ""
            if len(cells) > 1:
                name = "Quick start" if setting == "quick-start" else "Safest"
                label = f'<span class="library-setting">{name}</span>'
            where = f' data-setting="{setting}"' if setting else ""
            if outcome == "none":
                parts.append(
                    f'<span class="library-cell" data-outcome="none"{where}>{label}'
                    f"{escape(words)}</span>"
                )
                continue
            target = anchor(row["name"], attack)
            parts.append(
                f'<a class="library-cell" data-outcome="{outcome}"{where} '
                f'href="{row["page"]}/#{target}">{label}{mark(outcome)}'
                f"{escape(words)}</a>"
            )
        return "".join(parts)

    def row(self, name: str) -> dict[str, Any]:
        """Return a row by its name."""
        found: dict[str, dict[str, Any]] = {r["name"]: r for r in self.data["rows"]}
        if name not in found:
            raise SnippetError(f"The data file has no row named '{name}'.")
        return found[name]

    def cell(self, row: str, attack: str, setting: str) -> str:
        """Write the words of one cell, as a link to its evidence."""
        found = self.row(row)["settings"].get(setting, {"cells": {}})["cells"]
        if attack not in found:
            sentence = f"The row '{row}' has no cell '{attack}' in '{setting}'."
            raise SnippetError(sentence)
        cell = found[attack]
        page = get_relative_url(f"{PAGE}{self.row(row)['page']}/", self._url)
        return (
            f'<a class="library-cell library-cell--inline" '
            f'data-outcome="{cell["outcome"]}" href="{page}#{anchor(row, attack)}">'
            f"{mark(cell['outcome'])}{escape(cell['words'])}</a>"
        )

    def facts(self, page: str) -> str:
        """Write version, release date and known advisories of a page's package."""
        rows = self._rows(page)
        package = rows[0]["package"]
        if not package:
            return self.note()
        release = self.data["releases"][package]
        date = shown_date(release["date"]) if release["date"] else "an unknown day"
        text = f"Tested: `{package}` {release['version']}, released on {date}. "
        known = release["advisories"]
        if not known:
            return text + "We found no advisory on its sessions or tokens."
        items = "; ".join(
            f"[{one['id']}]({one['source']}): {one['what']}"
            + (f" (fixed in {one['fixed']})" if one["fixed"] else "")
            for one in known
        )
        return f"{text}Known advisories on sessions and tokens: {items}."

    def _rows(self, page: str) -> list[dict[str, Any]]:
        rows = [row for row in self.data["rows"] if row["page"] == page]
        if not rows:
            raise SnippetError(f"The data file has no rows for the page '{page}'.")
        return rows

    def results(self, page: str) -> str:
        """Write every result of a page's rows, with what was sent and answered."""
        inner = "".join(self._results(row) for row in self._rows(page))
        # The search loads its index as a whole, and evidence would triple it. The theme
        # excludes up to the first end tag of this name, so no `div`.
        return f"<section data-search-exclude>{inner}</section>"

    def _results(self, row: Mapping[str, Any]) -> str:
        parts = [f"<h3>{escape(row['title'])}</h3><ul>"]
        parts += [
            f"<li><strong>{SETTINGS[setting]}:</strong> {escape(part['text'])}.</li>"
            for setting, part in row["settings"].items()
        ]
        parts.append("</ul>")
        for name, attack in self._attacks.items():
            cells = self._cells(row, name)
            if all(outcome == "none" for _, outcome, _ in cells):
                continue
            words = " → ".join(
                f'<b data-outcome="{outcome}">{mark(outcome)}{escape(text)}</b>'
                for _, outcome, text in cells
            )
            proof = "".join(
                evidence(setting, part["text"], part["cells"][name])
                for setting, part in row["settings"].items()
                if name in part["cells"]
            )
            parts.append(
                '<details class="library-evidence"><summary>'
                f"{escape(attack['title'])}: {words}</summary>"
                f'<div id="{anchor(row["name"], name)}">'
                f"<p>{escape(attack['question'])}</p>{proof}</div></details>"
            )
        return "".join(parts).translate(REFERENCES)


# Markdown looks for its own signs in raw HTML too; as references they are out of its
# sight, and the whole is one line.
REFERENCES = {ord("\n"): "&#10;", ord("\t"): "&#9;"}


def evidence(setting: str, text: str, cell: Mapping[str, Any]) -> str:
    """Write how one setting was set, and what was sent and answered."""
    head = f"<h4>{SETTINGS[setting]}: {escape(cell['words'])}</h4>"
    head += f'<p class="library-set">Setting: {escape(text)}.</p>'
    if cell.get("withheld"):
        return (
            f"{head}<p>We found no public report of this, so the page shows the effect "
            "and the remedy, and no recipe, until the maintainers have answered.</p>"
        )
    return head + "".join(exchange(one) for one in cell["evidence"])


def exchange(one: Mapping[str, str]) -> str:
    """Write one request with its response, or a note."""
    if "note" in one:
        return f"<p>{escape(one['note'])}</p>"
    return (
        f'<div class="library-exchange" data-who="{one["who"]}">'
        f"<p>{escape(one['who'])}</p><pre><code>{escape(one['request'])}</code></pre>"
        f"<pre><code>{escape(one['response'])}</code></pre></div>"
    )


def anchor(row: str, attack: str) -> str:
    """Return the id of a cell's evidence."""
    return f"{row}--{attack}"


def mark(outcome: str) -> str:
    """Write the outcome for screen readers, where the words alone do not say it."""
    return (
        f'<span class="library-mark">{MARKS[outcome]}: </span>'
        if MARKS[outcome]
        else ""
    )


def meets(cells: Mapping[str, Any], attacks: list[str]) -> bool:
    """Return whether the cells of some attacks meet a requirement.

    At least one must be held, and the others held or not applicable; a plain fact
    neither meets a requirement nor breaks it.
    """
    found = [cells[name]["outcome"] for name in attacks if name in cells]
    return "held" in found and set(found) <= {"held", "none", "info"}


def unique(values: Iterator[str]) -> list[str]:
    """Return values without repetition, in their order."""
    return list(dict.fromkeys(values))


def select(
    name: str, label: str, options: list[tuple[str, str]], empty: str = "All"
) -> str:
    """Write one choice inside its label."""
    inner = "".join(
        f'<option value="{value}">{escape(text)}</option>' for value, text in options
    )
    return (
        f'<label>{label} <select name="{name}" autocomplete="off">'
        f'<option value="">{empty}</option>{inner}</select></label>'
    )
