"""Writes the chooser's table into its page: as the decision matrix and as a form."""

from collections.abc import Mapping
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from snippets.recorder import freshly_imported
from snippets.sections import SnippetError

HEAD = """<!-- caption: Decision matrix -->

| Requirement | Choose | Why | Price | Proof |
|---|---|---|---|---|
"""
WITHOUT_SCRIPT = (
    "<noscript><p>The chooser needs JavaScript, since its Python runs in your "
    "browser. The decision matrix below works without.</p></noscript>"
)


def matrix(root: Path, proofs: Mapping[str, str]) -> str:
    """Write the decision matrix as a Markdown table.

    `proofs` maps each row's code to the link that proves it. Raises SnippetError
    when a row has no link, or a link no row.
    """
    rows = table(root).MATRIX
    wrong = {row.code for row in rows} ^ proofs.keys()
    if wrong:
        names = ", ".join(sorted(wrong))
        sentence = f"The proofs of the decision matrix do not fit its rows: {names}."
        raise SnippetError(sentence)
    cells = [
        (row.label, row.favours, row.why, row.price, proofs[row.code]) for row in rows
    ]
    return HEAD + "\n".join(f"| {' | '.join(row)} |" for row in cells)


def form(root: Path) -> str:
    """Write the form as one line of HTML: the page's script makes it work."""
    found = table(root)
    boxes = "".join(field("checkbox", row.code, row.label) for row in found.MATRIX)
    legend = "What you build and need"
    parts = [f"<fieldset><legend>{legend}</legend>{boxes}</fieldset>"]
    parts += [radios(question) for question in found.QUESTIONS]
    return (
        '<div class="live-host"><auth-chooser role="group" aria-label="Chooser">'
        f'{WITHOUT_SCRIPT}<div class="chooser-form">{"".join(parts)}</div>'
        "</auth-chooser></div>"
    )


def radios(question: Any) -> str:  # noqa: ANN401 - of a module that is imported anew
    """Write one question, which is open until it is answered."""
    name = f"chooser-{question.code}"
    fields = field("radio", "", "Not decided", f' name="{name}" checked')
    for answer in question.answers:
        fields += field("radio", answer.code, answer.label, f' name="{name}"')
    return (
        f'<fieldset role="radiogroup" aria-labelledby="{name}">'
        f'<legend id="{name}">{escape(question.label)}</legend>{fields}</fieldset>'
    )


def field(kind: str, code: str, label: str, more: str = "") -> str:
    """Write one choice with its label around it."""
    return (
        f'<label><input type="{kind}" value="{code}" autocomplete="off"{more}> '
        f"{escape(label)}</label>"
    )


def table(root: Path) -> Any:  # noqa: ANN401 - a module
    """Import the table as it is now, for a rebuild of `mkdocs serve` too."""
    with freshly_imported(root):
        return import_module("examples.chooser.chooser")
