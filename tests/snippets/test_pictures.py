import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets.pictures import COLOUR, PictureError, drawn, figure, head, size
from tests.snippets.conftest import Write

SVG = "{http://www.w3.org/2000/svg}"
CHECKOUT = Path(__file__).parents[2]
CSS = CHECKOUT / "docs/assets/site/tokens.css"
PICTURES = sorted((CHECKOUT / "docs" / "pictures").glob("*.d2"))
PHONE = 358
"""Pixels of a page's text on a phone."""
SCREEN = 700
"""Pixels of a screen below the site's bar."""
TEXT = r"""
# title: From <a> to "b" & back\1
# description: It's short.
a -> b: go
"""


@pytest.fixture
def source(write: Write) -> Path:
    return write("pictures/x.d2", TEXT)


def test_a_picture_begins_with_its_title_and_description(source: Path) -> None:
    root = ElementTree.fromstring(drawn(source, CSS))
    assert [(child.tag, child.text) for child in root[:2]] == [
        (f"{SVG}title", r'From <a> to "b" & back\1'),
        (f"{SVG}desc", "It's short."),
    ]
    assert [text.text for text in root.iter(f"{SVG}text")] == ["a", "b", "go"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a -> b\n", ":1: The line '# title: …' is missing; add it."),
        ("# title: T\n", ":1: The line '# description: …' is missing; add it."),
        ("# description: D\n", ":1: The line '# title: …' is missing; add it."),
        ("# title: T\n# description:\n", ":1: The line '# description: …' is missing"),
    ],
)
def test_a_picture_without_its_words_is_refused(
    write: Write, text: str, message: str
) -> None:
    source = write("x.d2", text)
    with pytest.raises(PictureError) as caught:
        drawn(source, CSS)
    assert str(caught.value).startswith(f"{source}{message}")


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "no.d2"
    with pytest.raises(PictureError) as caught:
        head(source)
    sentence = "There is no such picture; add the file or correct its name."
    assert str(caught.value) == f"{source}: {sentence}"


def test_broken_d2_is_refused_with_its_line(write: Write) -> None:
    source = write("x.d2", f"{TEXT}b -> \n")
    with pytest.raises(PictureError) as caught:
        drawn(source, CSS)
    sentence = "D2 cannot draw this picture, repair it: err: "
    assert str(caught.value).startswith(f"{source}: {sentence}")
    assert f"{source}:4:1: connection missing destination" in str(caught.value)


def test_a_figure_has_a_size_alt_text_and_the_description(
    source: Path, write: Write, tmp_path: Path
) -> None:
    write("docs/assets/site/tokens.css", CSS.read_text("utf-8"))
    width, height = size(drawn(source, CSS))
    assert figure(tmp_path, source, "../x.svg", 'Say "a" & <b>') == (
        '<figure class="picture">'
        '<img src="../x.svg" alt="Say &quot;a&quot; &amp; &lt;b&gt;" '
        f'width="{width}" height="{height}" loading="lazy">'
        "<figcaption>It&#x27;s short.</figcaption></figure>"
    )


@pytest.mark.parametrize("source", PICTURES, ids=lambda path: path.stem)
def test_a_picture_fits_a_phone_and_its_labels_can_be_read(source: Path) -> None:
    svg = drawn(source, CSS)
    width, height = size(svg)
    assert f'width="{width}" height="{height}"' in svg
    assert width <= PHONE
    assert height <= SCREEN
    labels = [int(found) for found in re.findall(r"font-size:(\d+)px", svg)]
    assert labels
    assert min(labels) >= 14


@pytest.mark.parametrize("source", PICTURES, ids=lambda path: path.stem)
def test_a_picture_has_the_colours_of_the_site_and_no_ground(source: Path) -> None:
    svg = drawn(source, CSS).lower()
    known = {
        name: (light, dark) for name, light, dark in COLOUR.findall(CSS.read_text())
    }
    ground = re.findall(r'<rect [^>]*stroke-width="0"[^>]*>', svg)[0]
    assert 'fill="transparent"' in ground
    for name in re.findall(r"class: (session|jwt|hybrid)", source.read_text("utf-8")):
        light, dark = known[name]
        assert f'stroke="{light}"' in svg
        assert f'[stroke="{light}"]{{stroke:{dark}}}' in svg


def test_a_drawing_without_a_size_is_refused() -> None:
    with pytest.raises(PictureError, match="D2 wrote no size"):
        size("<svg>")
