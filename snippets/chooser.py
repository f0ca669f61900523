"""Write the chooser's table into its page, as decision matrix and as form."""

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

    Args:
        root: the checkout.
        proofs: maps the code of each row to the link that proves it.

    Raises:
        SnippetError: a row has no link, or a link belongs to no row.

    """
    rows = table(root).MATRIX
    wrong = {row.code for row in rows} ^ proofs.keys()
    if wrong:
        names = ", ".join(sorted(wrong))
        sentence = (
            f"Give each row of the decision matrix one proof; mismatched: {names}."
        )
        raise SnippetError(sentence)
    cells = [
        (row.label, row.favours, row.why, row.price, proofs[row.code]) for row in rows
    ]
    return HEAD + "\n".join(f"| {' | '.join(row)} |" for row in cells)


def form(root: Path) -> str:
    """Write the form as one line of HTML; a script makes it work."""
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
    """Write one question, with no answer selected."""
    name = f"chooser-{question.code}"
    fields = field("radio", "", "Not decided", f' name="{name}" checked')
    for answer in question.answers:
        fields += field("radio", answer.code, answer.label, f' name="{name}"')
    return (
        f'<fieldset role="radiogroup" aria-labelledby="{name}">'
        f'<legend id="{name}">{escape(question.label)}</legend>{fields}</fieldset>'
    )


def field(kind: str, code: str, label: str, more: str = "") -> str:
    """Write one choice inside its label."""
    return (
        f'<label><input type="{kind}" value="{code}" autocomplete="off"{more}> '
        f"{escape(label)}</label>"
    )


def table(root: Path) -> Any:  # noqa: ANN401 - a module
    """Import the table anew, because a rebuild of `mkdocs serve` must see edits."""
    with freshly_imported(root):
        return import_module("examples.chooser.chooser")
