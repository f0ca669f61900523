"""The installed theme's own script, mended for a site at any address."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from snippets.portable_sitemap import ThemeChangedError, resolve_sitemap
from tests.snippets.conftest import Write

SITE_URL = "https://docs.example/guide/"
SCRIPTS = Path(str(files("material"))) / "templates" / "assets" / "javascripts"
PLACE = "f(new URL(a.textContent),b)"


def test_the_theme_resolves_the_sitemap_against_the_base(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "javascripts"
    shutil.copytree(SCRIPTS, folder)
    [script] = folder.glob("bundle.*.min.js")
    original = script.read_text(encoding="utf-8")
    resolve_sitemap(tmp_path, SITE_URL)
    mended = script.read_text(encoding="utf-8")
    [own] = re.findall(r"new URL\(\w+\.textContent\.slice\(27\),\w+\)", mended)
    assert len(SITE_URL) == 27
    before, _, after = mended.partition(own)
    assert original.startswith(before)
    assert original.endswith(after)


@pytest.mark.parametrize("count", [0, 2])
def test_a_theme_that_changed_is_refused(write: Write, count: int) -> None:
    script = write("assets/javascripts/bundle.1.min.js", f"{PLACE};" * count)
    with pytest.raises(ThemeChangedError) as caught:
        resolve_sitemap(script.parents[2], SITE_URL)
    assert str(caught.value).startswith(f"bundle.1.min.js: Found {count} places")
    assert script.read_text() == f"{PLACE};" * count


def test_a_site_without_the_theme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ThemeChangedError, match="There is no script of the theme"):
        resolve_sitemap(tmp_path, SITE_URL)
