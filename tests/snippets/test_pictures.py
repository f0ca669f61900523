import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets.pictures import PictureError, draw, figure, head
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
    target = source.parent / "new" / "x.svg"
    draw(source, target)
    root = ElementTree.fromstring(target.read_bytes())
    assert [(child.tag, child.text) for child in root[:2]] == [
        (f"{SVG}title", r'From <a> to "b" & back\1'),
        (f"{SVG}desc", "It's short."),
    ]
    assert [text.text for text in root.iter(f"{SVG}text")] == ["a", "b", "go"]


def test_only_an_edited_picture_is_drawn_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    target.write_text("drawn before")
    drawn = target.stat().st_mtime
    os.utime(source, (drawn - 1, drawn - 1))
    draw(source, target)
    assert target.read_text() == "drawn before"
    os.utime(source, (drawn, drawn))
    draw(source, target)
    assert "<svg " in target.read_text(encoding="utf-8")


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
    write: Write, tmp_path: Path, text: str, message: str
) -> None:
    source, target = write("x.d2", text), tmp_path / "x.svg"
    with pytest.raises(PictureError) as caught:
        draw(source, target)
    assert str(caught.value).startswith(f"{source}{message}")
    assert not target.exists()


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "no.d2"
    with pytest.raises(PictureError) as caught:
        head(source)
    sentence = "There is no such picture; add the file or mend its name."
    assert str(caught.value) == f"{source}: {sentence}"


def test_broken_d2_is_refused_with_its_line(write: Write, tmp_path: Path) -> None:
    source, target = write("x.d2", f"{TEXT}b -> \n"), tmp_path / "x.svg"
    target.write_text("drawn before")
    os.utime(target, (0, 0))
    with pytest.raises(PictureError) as caught:
        draw(source, target)
    sentence = "D2 cannot draw this picture, repair it: err: "
    assert str(caught.value).startswith(f"{source}: {sentence}")
    assert f"{source}:4:1: connection missing destination" in str(caught.value)
    assert target.read_text() == "drawn before"


def test_a_figure_has_alt_text_and_the_description(source: Path) -> None:
    assert figure(source, "../x.svg", 'Say "a" & <b>') == (
        '<figure class="picture">'
        '<img src="../x.svg" alt="Say &quot;a&quot; &amp; &lt;b&gt;">'
        "<figcaption>It&#x27;s short.</figcaption></figure>"
    )
