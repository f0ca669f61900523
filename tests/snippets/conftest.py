"""Small checkouts: an examples tree, and a site that MkDocs really builds."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

type Write = Callable[[str, str], Path]
type Build = Callable[[], MkDocsConfig]

# Raw HTML must survive each of these, so the small site has them as well.
CONFIG = """
site_name: Test
theme: {name: null, custom_dir: theme}
plugins:
  - macros: {module_name: snippets, on_undefined: strict, on_error_fail: true}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.blocks.tab: {alternate_style: true}
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.smartsymbols
  - pymdownx.snippets
  - pymdownx.superfences
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the temporary checkout; the text may be indented."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).removeprefix("\n"), encoding="utf-8")
        return path

    return _write


@pytest.fixture
def site(tmp_path: Path, write: Write) -> Build:
    """Prepare a site; what is returned builds it and gives its configuration."""
    write("mkdocs.yml", CONFIG)
    write("theme/main.html", "{{ page.content }}")
    (tmp_path / "snippets").symlink_to(Path(__file__).parents[2] / "snippets")

    def _build() -> MkDocsConfig:
        config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
        mkdocs_build(config)
        return config

    return _build
