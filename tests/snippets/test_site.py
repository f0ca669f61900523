"""Real builds: what MkDocs makes of the macros, and what ends a build."""

import json
import logging
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from tests.snippets.conftest import CONFIG, Build, Write

DEMO = '''
import time

# --8<-- [start:log_in]
def log_in(user: str) -> str:
    """Say hello.

    ```
    log_in("ann")
    ```
    """

    return f"<b>{user}</b> & co"

print(log_in("*ann*"))
# --8<-- [end:log_in]
# --8<-- [start:log_out]
# [[x]] ---\t(c) &amp; {{ x }} </script>
# --8<-- [end:log_out]
'''

PAGE = """
# Page

{{ live("demos/demo:log_in") }}

Between *them*.
{{ live("demos/demo:log_out", title="Leave") }}

/// tab | One
{{ snippet("demos/demo:log_in") }}
///

/// tab | Two
{{ live("other:log_in_2") }}

{{ snippet("other:log_in_2", title="Other") }}
///

=== "Three"

*[b]: abbreviation
"""

OTHER = """
# --8<-- [start:log_in_2]
b = 1

b
# --8<-- [end:log_in_2]
"""


@pytest.fixture
def example_site(site: Build, write: Write) -> Build:
    write("examples/__init__.py", "")
    write("examples/demos/demo.py", DEMO)
    write("examples/other.py", OTHER)
    write("docs/index.md", PAGE)
    return site


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING
    ]


def test_a_page_shows_exactly_the_example(example_site: Build, tmp_path: Path) -> None:
    example_site()
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    source = (tmp_path / "examples/demos/demo.py").read_text(encoding="utf-8")
    blocks = re.findall(r"<code[^>]*>(.*?)</code>", html, re.DOTALL)
    shown = [unescape(re.sub("<[^>]*>", "", block)).rstrip("\n") for block in blocks]
    log_in = "".join(source.splitlines(keepends=True)[3:14]).rstrip("\n")
    log_out = source.splitlines()[16]
    other = "b = 1\n\nb"
    # Cell, its hidden line, cell, its hidden line, listing, cell, listing.
    assert shown == [
        log_in,
        "import time",
        log_out,
        "import time",
        log_in,
        other,
        other,
    ]
    assert re.findall(r'<span class="filename">(.*?)</span>', html) == [
        "examples/demos/demo.py",
        "Other",
    ]


def test_cells_and_listings_are_coloured_alike(
    example_site: Build, tmp_path: Path
) -> None:
    example_site()
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    blocks = re.findall(r"<code[^>]*>(.*?)</code>", html, re.DOTALL)
    cell, listing = blocks[0], blocks[4]
    assert '<span class="k">def</span>' in cell
    cell = re.sub(
        r'<span class="live-line">(.*?\n?)</span>(?=<span class="live|$)', r"\1", cell
    )
    assert unescape(cell) == unescape(listing).rstrip("\n")


def test_markdown_does_not_change_a_cell(example_site: Build, tmp_path: Path) -> None:
    config = example_site()
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    cells = re.findall(r'<div class="live-host">.*?</live-cell></div>', html)
    assert len(cells) == 3
    for cell in cells:
        assert "<p>" not in cell
        assert "</p>" not in cell
        assert f"<p>{cell}" not in html
        # Only what the macro returned is on the page.
        data = re.search(r'data-code="(.*?)"', cell)
        assert data is not None
        assert json.loads(unescape(data[1]))["section"] in cell
    assert "<p>Between <em>them</em>.</p>" in html
    inventory = config.plugins["macros"].inventory  # type: ignore[attr-defined]
    page = "index.md"
    assert cells[1] == inventory.__class__(tmp_path).live(
        page, "demos/demo:log_out", "Leave"
    )
    assert dict(inventory.used) == {
        "demos/demo:log_in": [page, page],
        "demos/demo:log_out": [page],
        "other:log_in_2": [page, page],
    }


def test_the_recorded_output_is_below_its_cell(
    example_site: Build, tmp_path: Path
) -> None:
    example_site()
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    samples = re.findall(r"<samp>(.*?)</samp>", html, re.DOTALL)
    assert [unescape(sample) for sample in samples] == [
        "<b>*ann*</b> & co\n",
        "",
        "",
    ]


def test_each_build_starts_with_a_new_inventory(
    example_site: Build, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    example_site()
    write(
        "docs/index.md",
        PAGE.replace('{{ live("demos/demo:log_out", title="Leave") }}', ""),
    )
    with pytest.raises(Abort):
        example_site()
    assert errors(caplog) == [
        "examples/demos/demo.py:17: Section 'log_out' is used by no page; "
        'show it with snippet("demos/demo:log_out") or live("demos/demo:log_out"), '
        "or remove its markers."
    ]


def test_a_module_that_no_page_names_must_be_sound(
    example_site: Build, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write("examples/forgotten.py", "x = 1\n# --8<-- [start:a]\n")
    with pytest.raises(Abort):
        example_site()
    assert errors(caplog) == [
        "examples/forgotten.py:2: Section 'a' never ends; add its end marker."
    ]


@pytest.mark.parametrize(
    ("macro", "message"),
    [
        (
            'snippet("othr:a")',
            "examples/othr.py: There is no example module 'othr'; "
            "near names are: other.",
        ),
        (
            'live("other:a")',
            "examples/other.py: There is no section 'a'; the file has: log_in_2.",
        ),
        ('snippet("other")', "'other' names no section; write 'module:section'."),
        (
            'live("other:log_in_2")',
            "Live cell 'other:log_in_2' would have the same id as 'other:log_in_2' "
            "on this page; show one of them elsewhere.",
        ),
        (
            'live("twin:log_in")',
            "Live cell 'twin:log_in' would have the same id as 'demos/demo:log_in' "
            "on this page; show one of them elsewhere.",
        ),
        (
            'live("nested:inner")',
            "examples/nested.py:3: Section 'inner' is inside 'outer', so it cannot "
            "run alone; show it with snippet() or move it to the top level.",
        ),
        (
            'live("nested:block")',
            "examples/nested.py:8: Section 'block' is indented, so it cannot "
            "run alone; show it with snippet() or move it to the top level.",
        ),
        (
            'live("failing:a")',
            "examples/failing.py:2: Running this example failed, repair it: "
            "ValueError: 100%s %",
        ),
    ],
)
def test_a_wrong_macro_ends_the_build(
    example_site: Build,
    write: Write,
    caplog: pytest.LogCaptureFixture,
    macro: str,
    message: str,
) -> None:
    write("examples/twin.py", OTHER.replace("log_in_2", "log_in"))
    write(
        "examples/nested.py",
        """
        # --8<-- [start:outer]
        # --8<-- [start:inner]
        x = 1
        # --8<-- [end:inner]
        # --8<-- [end:outer]
        if x:
            # --8<-- [start:block]
            y = 2
            # --8<-- [end:block]
        """,
    )
    write(
        "examples/failing.py",
        "# --8<-- [start:a]\nraise ValueError('100%s %')\n# --8<-- [end:a]\n",
    )
    write("docs/index.md", f"{PAGE}\n{{{{ {macro} }}}}\n")
    with pytest.raises(Abort):
        example_site()
    assert errors(caplog)[-1] == f"index.md: {message}"


def test_one_section_name_may_be_live_on_two_pages(
    example_site: Build, write: Write
) -> None:
    write("docs/second.md", '{{ live("demos/demo:log_in") }}\n')
    config = example_site()
    inventory = config.plugins["macros"].inventory  # type: ignore[attr-defined]
    assert inventory.used["demos/demo:log_in"] == ["index.md", "index.md", "second.md"]


def test_an_undefined_name_ends_the_build(example_site: Build, write: Write) -> None:
    write("docs/index.md", f"{PAGE}\n{{{{ undefined }}}}\n")
    with pytest.raises(SystemExit) as caught:
        example_site()
    assert caught.value.code == 100


def test_search_finds_the_code_but_not_the_data(
    example_site: Build, write: Write, tmp_path: Path
) -> None:
    config = CONFIG.replace("theme: {name: null, custom_dir: theme}", "theme: material")
    write("mkdocs.yml", config.replace("plugins:\n", "plugins:\n  - search\n"))
    example_site()
    index = (tmp_path / "site/search/search_index.json").read_text(encoding="utf-8")
    text = " ".join(entry["text"] for entry in json.loads(index)["docs"])
    assert "Say hello." in text
    assert "before" not in text


@pytest.mark.usefixtures("example_site")
@pytest.mark.parametrize(("page", "code"), [(PAGE, 0), ('{{ live("x:y") }}', 1)])
def test_the_exit_status_tells_whether_the_build_succeeded(
    write: Write, tmp_path: Path, page: str, code: int
) -> None:
    write("docs/index.md", page)
    mkdocs = shutil.which("mkdocs", path=str(Path(sys.executable).parent))
    assert mkdocs is not None
    run = subprocess.run(
        [mkdocs, "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
