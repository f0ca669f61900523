"""Runs the code of live cells and tools inside the page's Python."""

import ast
import builtins
import importlib
import inspect
import json
import linecache
import traceback
from typing import Any

TRACEBACK_FRAMES = 20


def no_input(prompt: object = "") -> str:
    """Stand in for `input`, which has no terminal to read from in a page."""
    raise RuntimeError(
        f"input({prompt!r}) cannot ask in this page: "
        "write the value into the code instead"
    )


class Runner:
    """Keeps one namespace a program and one instance a tool."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, dict[str, Any]]] = {}
        self.tools: dict[str, Any] = {}

    async def run(self, page: str, program: str, file: str, code: str) -> str:
        """Run one cell; return JSON that holds `error` and `traceback` when it failed.

        Programs of one page see each other's names, but never lose their own.
        """
        programs = self.pages.setdefault(page, {})
        names = programs.setdefault(program, {"__name__": "__main__"})
        for other in programs.values():
            for name, value in other.items():
                names.setdefault(name, value)
        remember_lines(file, code)
        try:
            await execute(code, file, names)
        except SystemExit as stop:
            return json.dumps({"exit": str(stop)})
        # A cell may raise anything, KeyboardInterrupt included: it is the answer.
        except BaseException as error:
            return json.dumps(report(error))
        return json.dumps({})

    def call(self, tool: str, method: str, arguments: str) -> str:
        """Call a method of the tool `module:Class` with JSON arguments."""
        if tool not in self.tools:
            module, name = tool.split(":")
            self.tools[tool] = getattr(importlib.import_module(module), name)()
        return json.dumps(getattr(self.tools[tool], method)(*json.loads(arguments)))


async def execute(code: str, file: str, names: dict[str, Any]) -> None:
    """Compile and run, top-level `await` allowed."""
    compiled = compile(code, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(compiled, names)  # noqa: S307 - running code is the purpose
    if inspect.iscoroutine(result):
        await result


def remember_lines(file: str, code: str) -> None:
    """Let tracebacks quote the reader's own lines, which are in no file."""
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)


def report(error: BaseException) -> dict[str, str]:
    """Write the traceback as Python would, without this module's own frames."""
    found = traceback.TracebackException.from_exception(
        error, limit=-TRACEBACK_FRAMES, compact=True
    )
    hide_own_frames(found)
    last = list(found.format_exception_only())[-1].strip()
    return {"error": last, "traceback": "".join(found.format())}


def hide_own_frames(found: traceback.TracebackException | None) -> None:
    """Drop the runner's frames from an exception and from all that it came from."""
    while found is not None:
        found.stack = traceback.StackSummary.from_list(
            [frame for frame in found.stack if frame.filename != __file__]
        )
        found = found.__cause__ or found.__context__


builtins.input = no_input
