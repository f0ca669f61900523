import sys
from pathlib import Path

import pytest

from snippets.recorder import record
from snippets.sections import SnippetError
from tests.snippets.conftest import Write

DEMO = """
from examples.core import COUNTS

# --8<-- [start:first]
# --8<-- [start:inner]
x = 1
# --8<-- [end:inner]
COUNTS.append(x)
print(__name__, x)
print("§")
# --8<-- [end:first]

y = x + 1
# --8<-- [start:second]
print(y, len(COUNTS))
# --8<-- [end:second]
# --8<-- [start:silent]
z = 3
# --8<-- [end:silent]
"""


@pytest.fixture(autouse=True)
def package(write: Write) -> None:
    # Without it, the checkout's own examples would come first.
    write("examples/__init__.py", "")


@pytest.fixture
def core(write: Write) -> Path:
    return write("examples/core.py", "COUNTS: list[int] = []\n")


@pytest.mark.usefixtures("core")
def test_parts_share_a_namespace_and_keep_their_output(
    tmp_path: Path, write: Write
) -> None:
    write("examples/demo.py", DEMO)
    expected = {"first": "__main__ 1\n§\n", "second": "2 1\n", "silent": ""}
    assert record(tmp_path, "demo") == expected
    assert record(tmp_path, "demo") == expected


def test_an_edited_core_is_run(tmp_path: Path, write: Write, core: Path) -> None:
    write("examples/demo.py", DEMO)
    record(tmp_path, "demo")
    core.write_text("COUNTS: list[int] = [7, 8, 9]\n")
    assert record(tmp_path, "demo")["second"] == "2 4\n"


@pytest.mark.usefixtures("core")
def test_a_recording_leaves_the_imports_of_the_caller_alone(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = type(sys)("examples")
    monkeypatch.setitem(sys.modules, "examples", mine)
    path = list(sys.path)
    write("examples/demo.py", DEMO)
    record(tmp_path, "demo")
    assert sys.modules["examples"] is mine
    assert "examples.core" not in sys.modules
    assert sys.path == path


HEAD = "from examples.core import COUNTS, fail\n\n# --8<-- [start:a]\nx = 1\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("print(1 / 0)", "ZeroDivisionError: division by zero"),
        ("fail()", "ValueError: 100% wrong"),
        ("print(", "SyntaxError: '(' was never closed"),
        ("import examples.broken", "SyntaxError: invalid syntax"),
        ("raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_a_failing_part_is_refused_with_its_line(
    tmp_path: Path, write: Write, line: str, message: str
) -> None:
    write(
        "examples/core.py",
        "COUNTS = []\ndef fail():\n    raise ValueError('100% wrong')",
    )
    write("examples/broken.py", "\n\n\n\n\n\nx = = 1\n")
    write("examples/demo.py", f"{HEAD}{line}\n# --8<-- [end:a]\n")
    with pytest.raises(SnippetError) as caught:
        record(tmp_path, "demo")
    place = "examples/demo.py:5"
    sentence = f"Running this example failed, repair it: {message}"
    assert str(caught.value).startswith(f"{place}: {sentence}")
    assert "\n" not in str(caught.value)


def test_a_failure_without_a_line_names_its_part(tmp_path: Path, write: Write) -> None:
    write("examples/demo.py", "\nx = 1\n\n# --8<-- [start:a]\n\0\n# --8<-- [end:a]\n")
    with pytest.raises(SnippetError, match=r"^examples/demo\.py:4: .*null bytes"):
        record(tmp_path, "demo")


def test_hidden_lines_that_print_are_refused(tmp_path: Path, write: Write) -> None:
    write("examples/demo.py", "\nx = 1\n\nprint(x)\n")
    with pytest.raises(SnippetError) as caught:
        record(tmp_path, "demo")
    assert str(caught.value) == (
        "examples/demo.py:1: Hidden lines print, but no cell shows it; use a section."
    )
