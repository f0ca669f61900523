"""The rooms of examples and docs/assets import each other in one direction."""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from snippets import rooms
from snippets.sections import SnippetError
from tests.snippets.conftest import Write

CHECKOUT = Path(__file__).parents[2]


def faults(root: Path) -> list[str]:
    with pytest.raises(SnippetError) as caught:
        rooms.check(root)
    return str(caught.value).splitlines()


def test_this_checkout_follows_its_tables() -> None:
    rooms.check(CHECKOUT)


@pytest.mark.parametrize("table", [rooms.EXAMPLES, rooms.ASSETS])
def test_a_table_has_no_circle(table: Mapping[str, tuple[str, ...]]) -> None:
    assert set(TopologicalSorter(table).static_order()) == table.keys()


@pytest.mark.parametrize("table", ["examples", "docs/assets"])
def test_a_table_names_the_rooms_that_exist(table: str) -> None:
    suffixes = {".py", ".js"}
    found = {
        path.relative_to(CHECKOUT / table).parts[0]
        for path in (CHECKOUT / table).glob("*/**/*")
        if path.suffix in suffixes
    }
    tables = {"examples": rooms.EXAMPLES, "docs/assets": rooms.ASSETS}
    assert found == tables[table].keys()


@pytest.mark.parametrize(
    ("line", "name", "target"),
    [
        ("import examples.stores.memory", "examples.stores.memory", "stores"),
        ("from examples.stores import memory", "examples.stores", "stores"),
        ("from examples import stores", "examples.stores", "stores"),
        (
            "    from examples.servers.run import main",
            "examples.servers.run",
            "servers",
        ),
        ("from .. import stores", "examples.stores", "stores"),
        ("from ..stores import memory", "examples.stores", "stores"),
        ("from ..stores.memory import Store", "examples.stores.memory", "stores"),
    ],
)
def test_a_wrong_import_is_named_with_its_line(
    tmp_path: Path, write: Write, line: str, name: str, target: str
) -> None:
    write(
        "examples/auth/x.py", f"import json\n\nif json:\n    pass\n    {line.strip()}\n"
    )
    assert faults(tmp_path) == [
        f"examples/auth/x.py:5: The import of {name} is not allowed: the room 'auth' "
        f"may import from no other, not from '{target}'."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "import examples",
        "import jwt, examples.auth.clock",
        "from examples.auth.clock import Clock",
        "from examples.stores.memory import MemoryStore",
        "from examples import auth",
        "from . import settings",
        "from .settings import Settings",
        "from ..auth import clock",
        "from examples_of_others.costs import x",
    ],
)
def test_an_allowed_import_is_not_named(
    tmp_path: Path, write: Write, line: str
) -> None:
    write("examples/servers/x.py", f"{line}\n")
    rooms.check(tmp_path)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("x.js", 'import { a } from "../cell/code.js";'),
        ("x.js", 'import "../cell/code.js";'),
        ("x.js", 'export * from "../cell/code.js";'),
        ("x.js", 'import {\n  a,\n} from "../cell/code.js";'),
        ("x.js", 'const a = await import("../cell/code.js");'),
        ("x.js", '/** @import { A } from "../cell/code.js" */'),
        ("x.css", '@import "../cell/code.js";'),
        ("x.css", '@import url("../cell/code.js");'),
    ],
)
def test_a_wrong_import_of_a_script_or_a_style_is_named(
    tmp_path: Path, write: Write, file: str, line: str
) -> None:
    write(f"docs/assets/python/{file}", f'/* "../cell/" */\n{line}\n')
    [sentence] = faults(tmp_path)
    number = 2 + line.count("\n")
    assert sentence == (
        f"docs/assets/python/{file}:{number}: The import of ../cell/code.js is not "
        "allowed: the room 'python' may import from 'shared', not from 'cell'."
    )


def test_allowed_imports_of_a_script_are_not_named(
    tmp_path: Path, write: Write
) -> None:
    write("docs/assets/main.js", 'import "./site/x.js";\n')
    write(
        "docs/assets/panel/x.js",
        'import "./y.js";\nimport "../cell/z.js";\nimport "@codemirror/view";\n'
        'import "../../../examples/x.py";\n',
    )
    rooms.check(tmp_path)


def test_an_unknown_room_is_named(tmp_path: Path, write: Write) -> None:
    write("examples/new/x.py", "")
    assert faults(tmp_path) == [
        "examples/new/x.py:1: The room 'new' is in no table; add it, with the rooms "
        "that it may import from, to snippets/rooms.py."
    ]


def test_every_fault_is_reported_and_a_repaired_tree_passes(
    tmp_path: Path, write: Write
) -> None:
    write("examples/chooser/x.py", "import examples.auth\nimport examples.jose\n")
    assert len(faults(tmp_path)) == 2
    assert len(faults(tmp_path)) == 2
    write("examples/chooser/x.py", "")
    rooms.check(tmp_path)
