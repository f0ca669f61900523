"""Cut named sections out of the example programs."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from textwrap import dedent

from mkdocs.exceptions import PluginError

MARKER = re.compile(r"\s*# --8<-- \[(?P<kind>start|end):(?P<name>[a-z][a-z0-9_]*)\]")
MODULE = re.compile(r"\w+(/\w+)*")
# Wider than MARKER, because a mistyped marker must fail and not appear on a page.
LOOKS_LIKE_MARKER = re.compile(r"--8<--|#.*\[\s*(start|end)\s*:")


class SnippetError(PluginError):
    """Report a fault with file and line; MkDocs prints it and ends the build."""


@dataclass(frozen=True)
class Marker:
    """Describe a start or end comment; `line` counts from 1."""

    line: int
    kind: str
    name: str


@dataclass(frozen=True)
class Part:
    """Describe consecutive lines of a file.

    Args:
        section: the section's name, or None for lines that belong to no section.
        first_line: counted from 1.
        last_line: counted from 1.
        code: the lines without markers and without blank lines around them; only the
            code of a section is dedented.

    """

    section: str | None
    first_line: int
    last_line: int
    code: str


@dataclass(frozen=True)
class Section(Part):
    """Describe a part with a name.

    Args:
        section: its name.
        parent: the name of the section around it, or None.
        indented: whether its first line is indented in the file.

    """

    section: str
    parent: str | None
    indented: bool


@dataclass(frozen=True)
class Module:
    """Hold one example file: its lines and its sections, in file order."""

    name: str
    file: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """Return the section `name`.

        Raises:
            SnippetError: the file has no such section.

        """
        for section in self.sections:
            if section.section == name:
                return section
        names = ", ".join(section.section for section in self.sections) or "none"
        sentence = f"There is no section '{name}'; the file has: {names}."
        raise SnippetError(f"{self.file}: {sentence}")

    @property
    def parts(self) -> list[Part]:
        """List the outermost sections and the code between them, in file order.

        Code between them that does nothing, such as a docstring, is left out.
        """
        parts: list[Part] = []
        next_line = 1
        for section in self.sections:
            if section.parent is None:
                parts += _hidden(self.lines, next_line, section.first_line - 1)
                parts.append(section)
                next_line = section.last_line + 1
        return parts + _hidden(self.lines, next_line, len(self.lines))


def module_names(root: Path) -> list[str]:
    """Name each Python file below `root`/examples by its path: `demos/first_token`."""
    examples = root / "examples"
    paths = sorted(path.relative_to(examples) for path in examples.rglob("*.py"))
    return [path.with_suffix("").as_posix() for path in paths]


def read_module(root: Path, module: str) -> Module:
    """Read one example.

    Args:
        root: the checkout.
        module: the path of the file below `examples`, without `.py`.

    Raises:
        SnippetError: there is no such module, or one of its markers is wrong.

    """
    file = f"examples/{module}.py"
    if not MODULE.fullmatch(module) or not (root / file).is_file():
        names = module_names(root)
        near = ", ".join(get_close_matches(module, names) or names) or "none yet"
        sentence = f"There is no example module '{module}'; near names are: {near}."
        raise SnippetError(f"{file}: {sentence}")
    # `splitlines` would also split at form feeds, which Python does not count as lines.
    lines = tuple((root / file).read_text(encoding="utf-8").split("\n"))
    sections = sorted(_sections(file, lines), key=lambda part: part.first_line)
    return Module(module, file, lines, tuple(sections))


def inventory(root: Path) -> dict[str, str]:
    """Map every section, as `module:section`, to the place where it starts."""
    modules = [read_module(root, name) for name in module_names(root)]
    return {
        f"{module.name}:{section.section}": f"{module.file}:{section.first_line}"
        for module in modules
        for section in module.sections
    }


def _markers(file: str, lines: tuple[str, ...]) -> Iterator[Marker]:
    for number, line in enumerate(lines, start=1):
        if match := MARKER.fullmatch(line.rstrip()):
            yield Marker(number, match["kind"], match["name"])
        elif LOOKS_LIKE_MARKER.search(line):
            sentence = (
                f"'{line.strip()}' is not a marker; write '# --8<-- [start:name]' "
                "or '# --8<-- [end:name]' on a line of its own."
            )
            raise SnippetError(f"{file}:{number}: {sentence}")


def _sections(file: str, lines: tuple[str, ...]) -> Iterator[Section]:
    starts: dict[str, int] = {}
    still_open: list[Marker] = []
    for marker in _markers(file, lines):
        if marker.kind == "start":
            _refuse_duplicate(file, marker, starts)
            starts[marker.name] = marker.line
            still_open.append(marker)
        else:
            _refuse_wrong_end(file, marker, still_open)
            start = still_open.pop()
            parent = still_open[-1].name if still_open else None
            yield _cut(file, lines, start, marker.line, parent)
    if still_open:
        start = still_open[-1]
        sentence = f"Section '{start.name}' never ends; add its end marker."
        raise SnippetError(f"{file}:{start.line}: {sentence}")


def _refuse_duplicate(file: str, start: Marker, starts: dict[str, int]) -> None:
    if start.name in starts:
        sentence = (
            f"Section '{start.name}' already starts at line {starts[start.name]}; "
            "give one of them another name."
        )
        raise SnippetError(f"{file}:{start.line}: {sentence}")


def _refuse_wrong_end(file: str, end: Marker, still_open: list[Marker]) -> None:
    if end.name not in [start.name for start in still_open]:
        sentence = f"Section '{end.name}' ends without a start; add its start marker."
        raise SnippetError(f"{file}:{end.line}: {sentence}")
    inner = still_open[-1]
    if inner.name != end.name:
        sentence = (
            f"Section '{end.name}' ends inside '{inner.name}' "
            f"(line {inner.line}); end '{inner.name}' first."
        )
        raise SnippetError(f"{file}:{end.line}: {sentence}")


def _cut(
    file: str, lines: tuple[str, ...], start: Marker, end: int, parent: str | None
) -> Section:
    first, last = _trim(lines, start.line + 1, end - 1)
    if first > last:
        sentence = f"Section '{start.name}' is empty; put code into it or remove it."
        raise SnippetError(f"{file}:{start.line}: {sentence}")
    shown = [line for line in lines[first - 1 : last] if not _skipped(line)]
    code = dedent("\n".join(shown))
    # Only the first line counts: a string that ends at column 0 must not hide the
    # indent.
    indented = shown[0][0].isspace()
    return Section(start.name, first, last, code, parent, indented)


def _hidden(lines: tuple[str, ...], first: int, last: int) -> list[Part]:
    first, last = _trim(lines, first, last)
    code = "\n".join(line for line in lines[first - 1 : last] if not _skipped(line))
    return [Part(None, first, last, code)] if _does_something(code) else []


def _does_something(code: str) -> bool:
    try:
        statements = ast.parse(code).body
    except SyntaxError:
        # The "if" above an indented section, for example, needs that section.
        return True
    match statements:
        case [] | [ast.Expr(ast.Constant(str()))]:
            return False
    return True


def _trim(lines: tuple[str, ...], first: int, last: int) -> tuple[int, int]:
    while first <= last and _blank(lines[first - 1]):
        first += 1
    while first <= last and _blank(lines[last - 1]):
        last -= 1
    return first, last


def _skipped(line: str) -> bool:
    return MARKER.fullmatch(line.rstrip()) is not None


def _blank(line: str) -> bool:
    return not line.strip() or _skipped(line)
