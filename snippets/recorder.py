"""Run an example and keep what each of its sections prints."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from traceback import format_exception_only, walk_tb
from types import ModuleType

from snippets.sections import Module, Part, SnippetError, read_module


def record(root: Path, module: str) -> dict[str, str]:
    """Run an example part by part, as a page does, and map each section to its output.

    Args:
        root: the checkout.
        module: the path of the example below `examples`, without `.py`.

    Raises:
        SnippetError: a part raised an exception, or lines of no section printed.

    """
    program = read_module(root, module)
    namespace: dict[str, object] = {"__name__": "__main__"}
    outputs: dict[str, str] = {}
    with freshly_imported(root):
        for part in program.parts:
            printed = _run(program, part, namespace)
            if part.section is not None:
                outputs[part.section] = printed
            elif printed:
                sentence = "Hidden lines print, but no cell shows it; use a section."
                raise SnippetError(f"{program.file}:{part.first_line}: {sentence}")
    return outputs


def _run(program: Module, part: Part, namespace: dict[str, object]) -> str:
    lines = program.lines[part.first_line - 1 : part.last_line]
    # The empty lines in front keep the file's line numbers in a traceback.
    source = "\n" * (part.first_line - 1) + "\n".join(lines) + "\n"
    stdout = StringIO()
    try:
        code = compile(source, program.file, "exec", dont_inherit=True)
        with redirect_stdout(stdout):
            exec(code, namespace)  # noqa: S102 - our own example, not input
    except (Exception, SystemExit) as error:
        last = format_exception_only(error)[-1].strip()
        line = _failing_line(error, program.file) or part.first_line
        sentence = f"Running this example failed, repair it: {last}"
        raise SnippetError(f"{program.file}:{line}: {sentence}") from error
    return stdout.getvalue()


def _failing_line(error: BaseException, file: str) -> int | None:
    frames = walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == file]
    if lines:
        return lines[-1]
    return error.lineno if isinstance(error, SyntaxError) else None


@contextmanager
def freshly_imported(root: Path) -> Iterator[None]:
    """Import the checkout's examples anew inside, and forget them afterwards."""
    # A rebuild of `mkdocs serve` must run the edited modules, and no demo may see the
    # state that another demo left in them. The caller's own modules are put back.
    saved = _forget_examples()
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(root))
        _forget_examples()
        sys.modules.update(saved)


def _forget_examples() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.split(".")[0] == "examples"]
    return {name: sys.modules.pop(name) for name in names}
