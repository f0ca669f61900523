"""Runs the code of live cells and tools inside the page's Python."""

import ast
import asyncio
import builtins
import codecs
import importlib
import inspect
import io
import linecache
import reprlib
import sys
import traceback
from collections.abc import Buffer
from contextlib import suppress
from contextvars import ContextVar
from json import dumps, loads
from typing import Any, Protocol

TRACEBACK_FRAMES = 20
TRACEBACK_LIMIT = 20_000
MESSAGE_LIMIT = 1_000
# Chromium's stack holds about 700 calls that go through C once it has optimised them;
# at Python's own 1000, what should be a RecursionError would end Python.
RECURSION_LIMIT = 600
LINES = linecache.cache


class Batch(Protocol):
    """Collects what one run prints; output.js has it."""

    def write(self, text: str) -> None:
        """Take text, and hand it on soon."""


# A task keeps the context of its run: what it prints when that run is over does not
# get into the output of another one.
batch_of_run: ContextVar[Batch] = ContextVar("batch_of_run")


class CellOutput(io.RawIOBase):
    """Writes to the output of the run that it is called from."""

    latest: Batch

    def __init__(self) -> None:
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        """Tell that this can be written to, as its name says."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Take all bytes."""
        taken = bytes(data)
        batch_of_run.get(self.latest).write(self.decode(taken))
        return len(taken)


def open_output() -> io.TextIOWrapper:
    """Make the stream that `print` writes to; it shows what UTF-8 cannot encode."""
    raw: Any = CellOutput()
    return io.TextIOWrapper(raw, "utf-8", "backslashreplace", line_buffering=True)


def no_input(prompt: object = "") -> str:
    """Stand in for `input`, which has no terminal to read from in a page."""
    raise RuntimeError(
        f"input({prompt!r}) cannot ask in this page: "
        "write the value into the code instead"
    )


class NoInput(io.TextIOBase):
    """Stands in for `sys.stdin`, for the same reason."""

    def readline(self, *_: object) -> str:  # type: ignore[override]
        """Raise RuntimeError, since there is nobody to type a line."""
        raise RuntimeError(
            "sys.stdin has nothing to read in this page: "
            "write the value into the code instead"
        )

    read = readline


class Runner:
    """Keeps one namespace a program and one instance a tool."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, dict[str, Any]]] = {}
        self.tools: dict[str, Any] = {}
        self.stream = open_output()
        self.modules = sys.modules.copy()

    async def run(
        self, page: str, program: str, file: str, code: str, batch: Batch
    ) -> str:
        """Run one cell; return JSON that holds `error` and `traceback` when it failed.

        `spent` tells that Python must start afresh, `exit` what `sys.exit` was given.
        """
        batch_of_run.set(batch)
        CellOutput.latest = batch
        self.restore()
        remember_lines(file, code)
        try:
            return dumps(await self.outcome(code, file, self.names(page, program)))
        finally:
            for stream in (self.stream, sys.__stderr__):
                with suppress(OSError, ValueError):  # the code may have closed it
                    stream.flush()  # type: ignore[union-attr]
            sys.stdout = sys.__stdout__

    async def outcome(
        self, code: str, file: str, names: dict[str, Any]
    ) -> dict[str, Any]:
        """Run the code and tell how it ended."""
        try:
            try:
                await execute(code, file, names)
            finally:
                self.restore()
        except SystemExit as stop:
            return {"exit": "" if stop.code is None else reprlib.repr(stop.code)}
        # A cell may raise anything, KeyboardInterrupt included: it is the answer.
        except BaseException as error:
            return report(error)
        return {}

    def names(self, page: str, program: str) -> dict[str, Any]:
        """Give a program its names.

        Programs of one page see each other's names, but never lose their own.
        """
        programs = self.pages.setdefault(page, {})
        names = programs.setdefault(program, {"__name__": "__main__"})
        for other in programs.values():
            for name, value in other.items():
                names.setdefault(name, value)
        return names

    def restore(self) -> None:
        """Mend what a run may have replaced and the next one stands on."""
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(RECURSION_LIMIT)
        BUILTINS.update(UNTOUCHED)
        linecache.cache = LINES
        sys.modules.update(self.modules | sys.modules)
        if self.stream.closed:
            self.stream = open_output()
        sys.stdin = NoInput()
        sys.stdout = self.stream
        # Pyodide writes the text of an exception for JavaScript by way of this one.
        sys.stderr = sys.__stderr__

    # Async, so that what is called may wait for a promise: see live_webcrypto.
    async def call(self, tool: str, method: str, arguments: str) -> str:
        """Call a method of the tool `module:Class` with JSON arguments."""
        if tool not in self.tools:
            module, name = tool.split(":")
            self.tools[tool] = getattr(importlib.import_module(module), name)()
        result = getattr(self.tools[tool], method)(*loads(arguments))
        return dumps(await result if inspect.isawaitable(result) else result)


async def execute(code: str, file: str, names: dict[str, Any]) -> None:
    """Compile and run, top-level `await` allowed."""
    compiled = compile(code, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(compiled, names)  # noqa: S307 - running code is the purpose
    if compiled.co_flags & inspect.CO_COROUTINE:
        await result


def remember_lines(file: str, code: str) -> None:
    """Let tracebacks quote the reader's own lines, which are in no file."""
    LINES[file] = (len(code), None, code.splitlines(keepends=True), file)


def report(error: BaseException) -> dict[str, Any]:
    """Describe what ended a run, even if the exception's own methods fail."""
    spent = isinstance(error, MemoryError) and not error.args
    try:
        return {"spent": spent, **describe(error)}
    # Its class is at fault, or the code broke what writes tracebacks.
    except BaseException:
        return {"spent": True, "error": f"{error.__class__!r} whose text is unreadable"}


def describe(error: BaseException) -> dict[str, str]:
    """Write the traceback as Python would, without this module's own frames."""
    if isinstance(error, SyntaxError) and error.text is None:
        error.text = linecache.getline(error.filename or "", error.lineno or 0)
    found = traceback.TracebackException.from_exception(
        error, limit=-TRACEBACK_FRAMES, compact=True
    )
    hide_own_frames(found)
    text = "".join(found.format())
    # Notes would follow the line that names the exception.
    found.__notes__ = None
    last = list(found.format_exception_only())[-1].strip()
    return {
        "error": clip(last, MESSAGE_LIMIT),
        "traceback": clip(text, TRACEBACK_LIMIT),
    }


def clip(text: str, limit: int) -> str:
    """Keep both ends of a text that is too long to be read."""
    cut = len(text) - limit
    if cut <= 0:
        return text
    half = limit // 2
    return f"{text[:half]}\n[{cut} characters cut]\n{text[-half:]}"


def hide_own_frames(found: traceback.TracebackException | None) -> None:
    """Drop the runner's frames from an exception and from all that it came from."""
    while found is not None:
        found.stack = traceback.StackSummary.from_list(
            [frame for frame in found.stack if frame.filename != __file__]
        )
        found = found.__cause__ or found.__context__


def reject(future: asyncio.Future[object], reason: object) -> None:
    """Fail a promise's future; Pyodide's own fails to if `reason` is no error."""
    if not isinstance(reason, BaseException):
        reason = RuntimeError(f"A promise was rejected with {reason!r}")
    if not future.done():
        future.set_exception(reason)


if helper := sys.modules.get("_pyodide._future_helper"):
    helper.set_exception = reject  # type: ignore[attr-defined]
builtins.input = no_input
BUILTINS = vars(builtins)
UNTOUCHED = dict(BUILTINS)
