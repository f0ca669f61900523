import re
from html import unescape
from pathlib import Path

import pytest
from examples.chooser.chooser import MATRIX, QUESTIONS

from snippets import chooser
from snippets.sections import SnippetError
from tests.snippets.conftest import Write

ROOT = Path(__file__).parents[2]
PROOFS = {row.code: f"[{row.code}](x.md)" for row in MATRIX}


def test_the_matrix_is_the_table() -> None:
    lines = chooser.matrix(ROOT, PROOFS).splitlines()
    assert lines[0] == "<!-- caption: Decision matrix -->"
    assert lines[4:] == [
        f"| {row.label} | {row.favours} | {row.why} | {row.price} "
        f"| [{row.code}](x.md) |"
        for row in MATRIX
    ]


@pytest.mark.parametrize(
    ("proofs", "names"),
    [
        ({key: value for key, value in PROOFS.items() if key != "sso"}, "sso"),
        (PROOFS | {"new": "x", "other": "x"}, "new, other"),
    ],
)
def test_each_row_has_its_proof(proofs: dict[str, str], names: str) -> None:
    sentence = f"Give each row of the decision matrix one proof; mismatched: {names}."
    with pytest.raises(SnippetError, match=re.escape(sentence)):
        chooser.matrix(ROOT, proofs)


def test_the_form_has_each_answer_once() -> None:
    html = chooser.form(ROOT)
    assert "\n" not in html
    labels = re.findall(r'<input type="(\w+)" value="([\w-]*)"[^>]*> ([^<]*)<', html)
    boxes = [("checkbox", row.code, row.label) for row in MATRIX]
    radios = [
        found
        for question in QUESTIONS
        for found in [
            ("radio", "", "Not decided"),
            *(("radio", answer.code, answer.label) for answer in question.answers),
        ]
    ]
    assert [(*tag, unescape(text)) for *tag, text in labels] == boxes + radios
    names = re.findall(r'radiogroup" aria-labelledby="([\w-]+)"><legend id="\1"', html)
    assert len({*names}) == len(QUESTIONS)
    assert html.count(" checked>") == len(QUESTIONS)


def test_the_table_is_read_anew(tmp_path: Path, write: Write) -> None:
    write("examples/__init__.py", "")
    write("examples/chooser/chooser.py", "MATRIX = QUESTIONS = ()\n")
    assert "checkbox" not in chooser.form(tmp_path)
    assert "checkbox" in chooser.form(ROOT)
