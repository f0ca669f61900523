"""Every internal link, anchor and image of the built site leads somewhere."""

import subprocess
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "site"
CHECK = [
    "lychee",
    "--offline",
    "--include-fragments",
    "--index-files",
    "index.html",
    "--no-progress",
    # A token in a fragment is no anchor, but its page must be there.
    "--remap",
    "(.+)#token=.+ $1",
    # The Markdown beside each page has the same links, but no anchors of its own.
    "--exclude-path",
    r"\.html\.md$",
]


def complaints(site: Path) -> str:
    """Return what lychee reports about the links of a site, empty if they are sound."""
    run = subprocess.run(
        [*CHECK, "--root-dir", site, site], capture_output=True, text=True, check=False
    )
    return run.stdout if run.returncode else ""


def test_no_internal_link_is_broken() -> None:
    assert complaints(SITE) == ""


@pytest.mark.parametrize(
    "link", ["missing/", "#missing", "other/#missing", "missing/#token=x"]
)
def test_a_broken_link_is_found(tmp_path: Path, link: str) -> None:
    page = f'<a href="{link}">there</a>'
    for name in ("index.html", "other/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page)
    assert "missing" in complaints(tmp_path)
