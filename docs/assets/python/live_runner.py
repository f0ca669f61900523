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
# Chromium's stack holds about 700 calls that go through C once it has optimised them.
# With Python's own limit of 1000, a deep recursion would end Python instead of raising
# RecursionError.
RECURSION_LIMIT = 600
LINES = linecache.cache


class Batch(Protocol):
    """Collects what one run prints; output-batch.js implements it."""

    def write(self, text: str) -> None:
        """Take text and send it to the page soon."""


# A task keeps the context of its run, so what it prints after the end of that run does
# not get into the output of another one.
batch_of_run: ContextVar[Batch] = ContextVar("batch_of_run")


class CellOutput(io.RawIOBase):
    """Writes to the output of the run that it is called from."""

    latest: Batch

    def __init__(self) -> None:
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        """Return true, because `print` writes to this."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Take all bytes."""
        taken = bytes(data)
        batch_of_run.get(self.latest).write(self.decode(taken))
        return len(taken)


def open_output() -> io.TextIOWrapper:
    """Make the stream that `print` writes to; it escapes what UTF-8 cannot encode."""
    raw: Any = CellOutput()
    return io.TextIOWrapper(raw, "utf-8", "backslashreplace", line_buffering=True)


def no_input(prompt: object = "") -> str:
    """Replace `input`, which has no terminal to read from in a page."""
    raise RuntimeError(
        f"input({prompt!r}) cannot ask in this page: "
        "write the value into the code instead"
    )


class NoInput(io.TextIOBase):
    """Replaces `sys.stdin`, which has nothing to read from in a page."""

    def readline(self, *_: object) -> str:  # type: ignore[override]
        """Raise RuntimeError, because a reader cannot type a line."""
        raise RuntimeError(
            "sys.stdin has nothing to read in this page: "
            "write the value into the code instead"
        )

    read = readline


class Runner:
    """Runs code; keeps a namespace for each program, an instance of each tool."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, dict[str, Any]]] = {}
        self.tools: dict[str, Any] = {}
        self.stream = open_output()
        self.modules = sys.modules.copy()

    async def run(
        self, page: str, program: str, file: str, code: str, batch: Batch
    ) -> str:
        """Run one cell and return JSON.

        It holds `error` and `traceback` if the cell failed, `spent` if Python must be
        restarted, and `exit` if the cell called `sys.exit`.
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

    async def outcome(
        self, code: str, file: str, names: dict[str, Any]
    ) -> dict[str, Any]:
        """Run the code and return how it ended."""
        try:
            try:
                await execute(code, file, names)
            finally:
                self.restore()
        except SystemExit as stop:
            return {"exit": "" if stop.code is None else reprlib.repr(stop.code)}
        # A cell may raise anything, KeyboardInterrupt included, and must be told.
        except BaseException as error:
            return report(error)
        return {}

    def names(self, page: str, program: str) -> dict[str, Any]:
        """Return the namespace of a program.

        Programs of one page see each other's names, but never lose their own.
        """
        programs = self.pages.setdefault(page, {})
        names = programs.setdefault(program, {"__name__": "__main__"})
        for other in programs.values():
            for name, value in other.items():
                names.setdefault(name, value)
        return names

    def restore(self) -> None:
        """Restore what a run may have replaced and the next run needs."""
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
        # Pyodide uses this stream to write an exception for JavaScript.
        sys.stderr = sys.__stderr__

    # It is async so that the method may wait for a promise.
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
    """Let tracebacks quote the code of a cell, which is in no file."""
    LINES[file] = (len(code), None, code.splitlines(keepends=True), file)


def report(error: BaseException) -> dict[str, Any]:
    """Describe the exception that ended a run, even if its own methods fail."""
    spent = isinstance(error, MemoryError) and not error.args
    try:
        return {"spent": spent, **describe(error)}
    # Its class is at fault, or the code damaged the modules that write tracebacks.
    except BaseException:
        return {"spent": True, "error": f"{error.__class__!r} whose text is unreadable"}


def describe(error: BaseException) -> dict[str, str]:
    """Write the traceback as Python does, without the frames of this module."""
    if isinstance(error, SyntaxError) and error.text is None:
        error.text = linecache.getline(error.filename or "", error.lineno or 0)
    found = traceback.TracebackException.from_exception(
        error, limit=-TRACEBACK_FRAMES, compact=True
    )
    hide_own_frames(found)
    text = "".join(found.format())
    where = own_line(error, found)
    # Notes would follow the line that names the exception.
    found.__notes__ = None
    last = list(found.format_exception_only())[-1].strip()
    return {
        "error": clip(last, MESSAGE_LIMIT),
        "traceback": clip(text, TRACEBACK_LIMIT),
        "where": clip(where, MESSAGE_LIMIT),
    }


def own_line(error: BaseException, found: traceback.TracebackException) -> str:
    """Return the last line of the reader's own code that ran, with its number."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<"):
        return f"Line {error.lineno}: {(error.text or '').strip()}"
    own = [frame for frame in found.stack if frame.filename.startswith("<")]
    return f"Line {own[-1].lineno}: {own[-1].line}" if own else ""


def clip(text: str, limit: int) -> str:
    """Keep both ends of a text that is longer than `limit` characters."""
    cut = len(text) - limit
    if cut <= 0:
        return text
    half = limit // 2
    return f"{text[:half]}\n[{cut} characters cut]\n{text[-half:]}"


def hide_own_frames(found: traceback.TracebackException | None) -> None:
    """Drop the runner's frames from an exception and from its causes."""
    while found is not None:
        found.stack = traceback.StackSummary.from_list(
            [frame for frame in found.stack if frame.filename != __file__]
        )
        found = found.__cause__ or found.__context__


def reject(future: asyncio.Future[object], reason: object) -> None:
    """Fail the future of a promise, which Pyodide does only if `reason` is an error."""
    if not isinstance(reason, BaseException):
        reason = RuntimeError(f"A promise was rejected with {reason!r}")
    if not future.done():
        future.set_exception(reason)


if helper := sys.modules.get("_pyodide._future_helper"):
    helper.set_exception = reject  # type: ignore[attr-defined]
builtins.input = no_input
BUILTINS = vars(builtins)
UNTOUCHED = dict(BUILTINS)
