"""Check that each module imports only from the rooms that its own room may use.

A room is a folder of `examples` or of `docs/assets`. Files beside the rooms, such as
`docs/assets/main.js`, may import from all of them.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from snippets.build_cache import cached, key
from snippets.sections import SnippetError

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "auth": (),
    "stores": ("auth",),
    "oauth": ("auth",),
    "servers": ("auth", "oauth", "stores"),
    "jose": ("auth",),
    "decoder": ("auth", "jose"),
    "workshop": ("auth", "jose", "stores"),
    "chooser": (),
    "costs": (),
    "panel": ("auth", "servers", "stores"),
    "demos": ("auth", "oauth", "stores"),
    "libraries": ("auth", "servers"),
}
"""Maps each room of `examples` to the other rooms that it may import from."""

ASSETS: Mapping[str, tuple[str, ...]] = {
    "shared": (),
    "python": ("shared",),
    "cell": ("python", "shared"),
    "panel": ("cell", "python", "shared"),
    "decoder": ("cell", "python", "shared"),
    "workshop": ("cell", "python", "shared"),
    "chooser": ("shared",),
    "costs": ("shared",),
    "home": ("python", "shared"),
    "libraries": ("shared",),
    "site": (),
}
"""Maps each room of `docs/assets` to the other rooms that it may import from."""

# `import x from "./x.js"`, `import "./x.js"`, `export * from "./x.js"`,
# `import("./x.js")`, the `@import` of a JSDoc block and that of a stylesheet.
RELATIVE = re.compile(
    r"""(?:\bfrom|\bimport\b)\s*(?:\(\s*|url\(\s*)?["'](\.[^"'\n]+)["']"""
)


def check(root: Path) -> None:
    """Check both tables against all modules; unchanged modules are not read again.

    Raises:
        SnippetError: some modules break the rules; it has a line for each import.

    """
    examples = sorted((root / "examples").glob("*/**/*.py"))
    assets = sorted(
        path
        for path in (root / "docs" / "assets").glob("*/**/*")
        if path.suffix in {".js", ".css"}
    )

    def make() -> str:
        wrong = [
            *faults(root, root / "examples", EXAMPLES, examples),
            *faults(root, root / "docs" / "assets", ASSETS, assets),
        ]
        if wrong:
            raise SnippetError("\n".join(wrong))
        return "Every import is allowed."

    cached(root, "rooms", key(root, [*examples, *assets]), make)


def faults(
    root: Path, tree: Path, rooms: Mapping[str, tuple[str, ...]], files: list[Path]
) -> Iterator[str]:
    """Write a sentence for each import that the table does not allow.

    Args:
        root: the checkout.
        tree: the folder that holds the rooms.
        rooms: maps each room to the other rooms that it may import from.
        files: the modules to look at.

    """
    for file in files:
        room = file.relative_to(tree).parts[0]
        place = file.relative_to(root).as_posix()
        if room not in rooms:
            yield (
                f"{place}:1: The room '{room}' is in no table; add it, with the rooms "
                "that it may import from, to snippets/rooms.py."
            )
            continue
        read = python_imports if file.suffix == ".py" else relative_imports
        for line, name, target in read(file, tree):
            if target != room and target not in rooms[room]:
                allowed = " and ".join(f"'{one}'" for one in rooms[room]) or "no other"
                yield (
                    f"{place}:{line}: The import of {name} is not allowed: the room "
                    f"'{room}' may import from {allowed}, not from '{target}'."
                )


def python_imports(file: Path, _tree: Path) -> Iterator[tuple[int, str, str]]:
    """List the imports of examples with their line, their name and their room."""
    parents = {0: "", 1: f"examples.{file.parent.name}", 2: "examples"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            module = ".".join(filter(None, (parents[node.level], node.module)))
            # Only `from examples import stores` names the room after the import.
            names = (
                [f"examples.{n}" for n in names] if module == "examples" else [module]
            )
        for name in names:
            package, _, rest = name.partition(".")
            if package == "examples" and rest:
                yield node.lineno, name, rest.partition(".")[0]


def relative_imports(file: Path, tree: Path) -> Iterator[tuple[int, str, str]]:
    """List the imports of scripts and styles with their line, name and room."""
    text = file.read_text(encoding="utf-8")
    for found in RELATIVE.finditer(text):
        target = (file.parent / found[1]).resolve()
        if target.is_relative_to(tree.resolve()):
            line = text.count("\n", 0, found.start(1)) + 1
            yield line, found[1], target.relative_to(tree.resolve()).parts[0]
