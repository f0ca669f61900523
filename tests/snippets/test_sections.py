from pathlib import Path

import pytest

from snippets.sections import (
    Part,
    Section,
    SnippetError,
    inventory,
    module_names,
    read_module,
)
from tests.snippets.conftest import Write

NESTED = """
import time


# --8<-- [start:outer]
class Token:

    # --8<-- [start:inner]
    def read(self):
        return 1

    # --8<-- [end:inner]
    lifetime = 900

# --8<-- [end:outer]

# --8<-- [start:last]
print(Token())
# --8<-- [end:last]


print("after")
"""


def test_sections_know_their_code_and_lines(tmp_path: Path, write: Write) -> None:
    write("examples/demos/token.py", NESTED)
    module = read_module(tmp_path, "demos/token")
    assert module.file == "examples/demos/token.py"
    assert module.sections == (
        Section(
            section="outer",
            first_line=5,
            last_line=12,
            code="class Token:\n\n    def read(self):\n        return 1\n\n"
            "    lifetime = 900",
            parent=None,
            indented=False,
        ),
        Section(
            section="inner",
            first_line=8,
            last_line=9,
            code="def read(self):\n    return 1",
            parent="outer",
            indented=True,
        ),
        Section(
            section="last",
            first_line=17,
            last_line=17,
            code="print(Token())",
            parent=None,
            indented=False,
        ),
    )
    assert module.section("inner") is module.sections[1]


def test_parts_are_the_whole_file_in_order(tmp_path: Path, write: Write) -> None:
    write("examples/token.py", NESTED)
    module = read_module(tmp_path, "token")
    assert [(part.section, part.first_line) for part in module.parts] == [
        (None, 1),
        ("outer", 5),
        ("last", 17),
        (None, 21),
    ]
    assert module.parts[0] == Part(None, 1, 1, "import time")
    assert module.parts[3] == Part(None, 21, 21, 'print("after")')


IDLE = [
    pytest.param('"""A demo."""', id="docstring"),
    pytest.param("# A remark.\n\n# Another one.", id="comments"),
    pytest.param('"""A demo.\n\nMore.\n"""\n\n# A remark.', id="both"),
    pytest.param("\n\n", id="blank lines"),
    pytest.param("    # Indented.", id="indented comment"),
]


@pytest.mark.parametrize("idle", IDLE)
def test_lines_that_do_nothing_form_no_part(
    tmp_path: Path, write: Write, idle: str
) -> None:
    section = "# --8<-- [start:{0}]\n{0} = 1\n# --8<-- [end:{0}]\n"
    text = f"{idle}\n{section.format('a')}{idle}\n{section.format('b')}{idle}\n"
    write("examples/x.py", text)
    module = read_module(tmp_path, "x")
    assert module.parts == list(module.sections)


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param('"""A demo."""\n\nimport time', id="docstring and code"),
        pytest.param("...", id="ellipsis"),
        pytest.param("if True:", id="open block"),
    ],
)
def test_lines_that_do_something_are_a_part(
    tmp_path: Path, write: Write, busy: str
) -> None:
    write("examples/x.py", f"{busy}\n# --8<-- [start:a]\n    1\n# --8<-- [end:a]\n")
    assert [part.code for part in read_module(tmp_path, "x").parts] == [busy, "1"]


def test_a_string_at_column_zero_does_not_hide_the_indent(
    tmp_path: Path, write: Write
) -> None:
    write(
        "examples/x.py",
        'if True:\n    # --8<-- [start:a]\n    x = """\ny"""\n    # --8<-- [end:a]\n',
    )
    section = read_module(tmp_path, "x").section("a")
    assert section.code == '    x = """\ny"""'
    assert section.indented


def test_a_file_without_markers_is_one_part(tmp_path: Path, write: Write) -> None:
    write("examples/plain.py", "\nx = 1\n")
    module = read_module(tmp_path, "plain")
    assert module.sections == ()
    assert module.parts == [Part(None, 1, 1, "x = 1")]


def test_an_empty_file_has_no_parts(tmp_path: Path, write: Write) -> None:
    write("examples/empty.py", "")
    assert read_module(tmp_path, "empty").parts == []


def test_a_form_feed_does_not_end_a_line(tmp_path: Path, write: Write) -> None:
    write("examples/x.py", "x = 1\f\n# --8<-- [start:a]\ny = 2\n# --8<-- [end:a]\n")
    assert read_module(tmp_path, "x").section("a").first_line == 3


def test_inventory_names_each_section_and_its_place(
    tmp_path: Path, write: Write
) -> None:
    write("examples/token.py", NESTED)
    write("examples/demos/a.py", "# --8<-- [start:b]\nx = 1\n# --8<-- [end:b]\n")
    assert module_names(tmp_path) == ["demos/a", "token"]
    assert inventory(tmp_path) == {
        "demos/a:b": "examples/demos/a.py:2",
        "token:outer": "examples/token.py:5",
        "token:inner": "examples/token.py:8",
        "token:last": "examples/token.py:17",
    }


NO_MARKER = (
    "is not a marker; write '# --8<-- [start:name]' "
    "or '# --8<-- [end:name]' on a line of its own."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "x = 1\n# --8<-- [start:a]\nx = 2\n",
            "examples/x.py:2: Section 'a' never ends; add its end marker.",
            id="unclosed",
        ),
        pytest.param(
            "x = 1\n# --8<-- [end:a]\n",
            "examples/x.py:2: Section 'a' ends without a start; add its start marker.",
            id="no start",
        ),
        pytest.param(
            "# --8<-- [start:a]\nx = 1\n# --8<-- [end:b]\n",
            "examples/x.py:3: Section 'b' ends without a start; add its start marker.",
            id="mistyped end",
        ),
        pytest.param(
            "# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n# --8<-- [end:a]\n",
            "examples/x.py:4: Section 'a' ends without a start; add its start marker.",
            id="two ends",
        ),
        pytest.param(
            "# --8<-- [start:a]\n# --8<-- [start:b]\nx = 1\n# --8<-- [end:a]\n",
            "examples/x.py:4: Section 'a' ends inside 'b' (line 2); end 'b' first.",
            id="wrongly nested",
        ),
        pytest.param(
            "# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n# --8<-- [start:a]\n",
            "examples/x.py:4: Section 'a' already starts at line 1; "
            "give one of them another name.",
            id="duplicate",
        ),
        pytest.param(
            "x = 1\n# --8<-- [start:a]\n\n# --8<-- [end:a]\n",
            "examples/x.py:2: Section 'a' is empty; put code into it or remove it.",
            id="empty",
        ),
        pytest.param(
            "# --8<-- [start:a]\n# --8<-- [start:b]\n"
            "# --8<-- [end:b]\n# --8<-- [end:a]\n",
            "examples/x.py:2: Section 'b' is empty; put code into it or remove it.",
            id="nothing but markers",
        ),
        *(
            pytest.param(
                f"x = 1\n{marker}\n",
                f"examples/x.py:2: '{marker}' {NO_MARKER}",
                id=marker,
            )
            for marker in [
                "# --8<-- start:a",
                "# --8<-- [start:Not-Snake]",
                "# --8<-- [start:a] b",
                "# --8<-- [begin:a]",
                "#--8<-- [start:a]",
                "# -8<- [end:a]",
                "y = 1  # --8<-- [start:a]",
            ]
        ),
    ],
)
def test_a_broken_marker_is_refused(
    tmp_path: Path, write: Write, text: str, message: str
) -> None:
    write("examples/x.py", text)
    with pytest.raises(SnippetError) as caught:
        read_module(tmp_path, "x")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (
            "tokns",
            "examples/tokns.py: There is no example module 'tokns'; "
            "near names are: auth/tokens.",
        ),
        (
            "zzz",
            "examples/zzz.py: There is no example module 'zzz'; "
            "near names are: auth/clock, auth/tokens.",
        ),
    ],
)
def test_an_unknown_module_is_refused(
    tmp_path: Path, write: Write, module: str, message: str
) -> None:
    write("examples/auth/tokens.py", "")
    write("examples/auth/clock.py", "")
    with pytest.raises(SnippetError) as caught:
        read_module(tmp_path, module)
    assert str(caught.value) == message


def test_a_module_has_one_name_only(tmp_path: Path, write: Write) -> None:
    write("examples/demos/a.py", "")
    with pytest.raises(SnippetError, match=r"module 'a'; .*: demos/a\.$"):
        read_module(tmp_path, "a")


@pytest.mark.parametrize("module", ["../secret", "demos//a", "/demos/a", "demos/A"])
def test_a_module_outside_of_the_examples_is_refused(
    tmp_path: Path, write: Write, module: str
) -> None:
    write("secret.py", "")
    write("examples/demos/a.py", "")
    with pytest.raises(SnippetError, match="There is no example module"):
        read_module(tmp_path, module)


def test_without_examples_there_are_no_near_names(tmp_path: Path) -> None:
    with pytest.raises(SnippetError, match="near names are: none yet"):
        read_module(tmp_path, "tokens")


@pytest.mark.parametrize(
    ("text", "has"),
    [("x = 1\n", "none"), (NESTED.lstrip(), "outer, inner, last")],
)
def test_a_missing_section_is_refused(
    tmp_path: Path, write: Write, text: str, has: str
) -> None:
    write("examples/x.py", text)
    with pytest.raises(SnippetError) as caught:
        read_module(tmp_path, "x").section("b")
    message = f"examples/x.py: There is no section 'b'; the file has: {has}."
    assert str(caught.value) == message
