from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets.pictures import PictureError, drawn, figure, head
from tests.snippets.conftest import Write

SVG = "{http://www.w3.org/2000/svg}"
TEXT = r"""
# title: From <a> to "b" & back\1
# description: It's short.
a -> b: go
"""


@pytest.fixture
def source(write: Write) -> Path:
    return write("pictures/x.d2", TEXT)


def test_a_picture_begins_with_its_title_and_description(source: Path) -> None:
    root = ElementTree.fromstring(drawn(source))
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
        drawn(source)
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
        drawn(source)
    sentence = "D2 cannot draw this picture, repair it: err: "
    assert str(caught.value).startswith(f"{source}: {sentence}")
    assert f"{source}:4:1: connection missing destination" in str(caught.value)


def test_a_figure_has_alt_text_and_the_description(source: Path) -> None:
    assert figure(source, "../x.svg", 'Say "a" & <b>') == (
        '<figure class="picture">'
        '<img src="../x.svg" alt="Say &quot;a&quot; &amp; &lt;b&gt;">'
        "<figcaption>It&#x27;s short.</figcaption></figure>"
    )
