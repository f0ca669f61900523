"""The modules of docs/assets import only from the rooms that theirs may use."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
ROOMS = {
    "shared": {"shared"},
    "python": {"python", "shared"},
    "cell": {"cell", "python", "shared"},
    "panel": {"panel", "cell", "python", "shared"},
    "decoder": {"decoder", "cell", "python", "shared"},
    "workshop": {"workshop", "cell", "python", "shared"},
    "chooser": {"chooser", "cell", "python", "shared"},
    "home": {"home", "python", "shared"},
    "costs": {"costs", "cell", "python", "shared"},
    "site": {"site"},
}
# `import x from "./x.js"`, `import "./x.js"`, `export * from "./x.js"`,
# `import("./x.js")` and the `@import` of a JSDoc block.
IMPORT = re.compile(r"""(?:\bfrom|\bimport\b\s*\(?)\s*["'](\.[^"']+)["']""")


def wrong_imports(assets: Path) -> list[str]:
    """Describe each import that points into a room that the module may not use."""
    found = []
    for file in sorted(assets.glob("*/**/*.js")):
        name = file.relative_to(assets)
        room = name.parts[0]
        allowed = ROOMS.get(room, {room})
        for text in IMPORT.findall(file.read_text(encoding="utf-8")):
            target = (file.parent / text).resolve().relative_to(assets.resolve())
            if target.parts[0] not in allowed:
                rooms = ", ".join(sorted(allowed))
                found.append(
                    f"docs/assets/{name} imports {text}, but {room} may import "
                    f"from these rooms only: {rooms}."
                )
    return found


def test_imports_follow_the_arrows() -> None:
    assert wrong_imports(ASSETS) == []


def test_each_room_is_known() -> None:
    modules = ASSETS.glob("*/**/*.js")
    assert {file.relative_to(ASSETS).parts[0] for file in modules} == set(ROOMS)


@pytest.mark.parametrize(
    "line",
    [
        'import { LiveCell } from "../cell/live-cell.js";',
        'import "../cell/live-cell.js";',
        'export * from "../cell/live-cell.js";',
        'import {\n  LiveCell,\n} from "../cell/live-cell.js";',
        'const cell = await import("../cell/live-cell.js");',
        '/** @import { LiveCell } from "../cell/live-cell.js" */',
    ],
)
def test_a_wrong_import_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "dom.js").write_text(f'import "./wording.js";\n{line}\n')
    assert wrong_imports(tmp_path) == [
        "docs/assets/shared/dom.js imports ../cell/live-cell.js, but shared may "
        "import from these rooms only: shared."
    ]
