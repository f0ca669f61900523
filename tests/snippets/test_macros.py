"""The macro `picture`, in real builds; test_site.py has the macros for code."""

import logging
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from snippets.pictures import TOKENS, draw, size
from tests.snippets.conftest import Build, Write

PICTURE = "# title: A login\n# description: Ann_1 logs_in *now*.\na -> b\n"
PAGE = '# Page\n\n{{ picture("login", alt="From *a* to b_c_d") }}\n\nAfter *it*.\n'


@pytest.mark.parametrize(
    ("folder", "address"),
    [
        (".", "assets/pictures/login.svg"),
        ("flows", "../assets/pictures/login.svg"),
        ("a/b/c", "../../../assets/pictures/login.svg"),
    ],
)
def test_a_picture_is_a_figure_on_each_page(
    site: Build, write: Write, tmp_path: Path, folder: str, address: str
) -> None:
    tokens = Path(__file__).parents[2] / TOKENS
    write(TOKENS, tokens.read_text(encoding="utf-8"))
    source = write("docs/pictures/login.d2", PICTURE)
    write(f"docs/{folder}/index.md", PAGE)
    site()
    html = (tmp_path / "site" / folder / "index.html").read_text(encoding="utf-8")
    width, height = size(draw(tmp_path, source))
    image = (
        f'<img src="{address}" alt="From *a* to b_c_d" width="{width}" '
        f'height="{height}" loading="lazy">'
    )
    caption = "<figcaption>Ann_1 logs_in *now*.</figcaption>"
    assert f'<figure class="picture">{image}{caption}</figure>' in html
    assert "<p>After <em>it</em>.</p>" in html


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("logn", "There is no such picture; add the file or correct its name."),
        ("bare", "The line '# title: …' is missing; add it."),
    ],
)
def test_a_wrong_picture_ends_the_build(
    site: Build,
    write: Write,
    caplog: pytest.LogCaptureFixture,
    name: str,
    message: str,
) -> None:
    write("docs/pictures/bare.d2", "a -> b\n")
    write("docs/index.md", PAGE.replace("login", name))
    with pytest.raises(Abort):
        site()
    error = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR][-1]
    assert error.startswith("index.md: ")
    assert f"/docs/pictures/{name}.d2:" in error
    assert error.endswith(message)
