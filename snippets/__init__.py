"""Register the macros that put tested examples into pages.

The plugin MkDocs-Macros loads this package.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs_macros.errors import format_error

from snippets import (
    home,
    libraries,
    other_libraries,
    panels,
    performance,
    pictures,
)
from snippets.inventory import Inventory
from snippets.sections import SnippetError


class Env(Protocol):
    """Describe what the macros use of the MkDocs-Macros plugin."""

    inventory: Inventory
    page: Page
    project_dir: str

    def macro(self, v: Callable[..., str], name: str = "") -> Callable[..., str]:
        """Register a function as a macro."""
        ...


def define_env(env: Env) -> None:
    """Register the macros with a new inventory, because each build calls this anew."""
    inventory = env.inventory = Inventory(Path(env.project_dir))

    def snippet(reference: str, title: str | None = None) -> str:
        return inventory.snippet(env.page.file.src_uri, reference, title)

    def live(reference: str, title: str | None = None, shows: str | None = None) -> str:
        return inventory.live(env.page.file.src_uri, reference, title, shows)

    def picture(name: str, alt: str) -> str:
        root = Path(env.project_dir)
        source = root / "docs" / "pictures" / f"{name}.d2"
        address = get_relative_url(f"assets/pictures/{name}.svg", env.page.url)
        return pictures.figure(root, source, address, alt)

    # Imported late, because it imports the examples, and a test's site has its own.
    def chooser() -> str:
        from snippets import chooser  # noqa: PLC0415

        return chooser.element(Path(env.project_dir), env.page.url)

    def two_servers() -> str:
        return home.stage(Path(env.project_dir))

    def door(name: str) -> str:
        return home.door(Path(env.project_dir), name)

    def recorded_libraries() -> str:
        return other_libraries.table(Path(env.project_dir))

    performance.register(env)
    libraries.register(env)
    env.macro(snippet)
    env.macro(live)
    env.macro(picture)
    env.macro(chooser)
    env.macro(two_servers)
    env.macro(recorded_libraries)
    env.macro(door)
    env.macro(
        panels.macro(
            Path(env.project_dir),
            lambda: get_relative_url("tools/decoder/", env.page.url),
        )
    )


def on_post_build(env: Env) -> None:
    """Fail the build if no page uses a section, or if a marker is broken."""
    env.inventory.check()


@format_error.register
def _(error: SnippetError, markdown: str, page: Page) -> str:  # noqa: ARG001
    # MkDocs-Macros would end the process here, and `mkdocs serve` with it. It also
    # fails on a percent sign in a message. An error of MkDocs ends only the build.
    raise SnippetError(f"{page.file.src_uri}: {error}") from error
