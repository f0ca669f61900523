import struct
from pathlib import Path

from snippets import social_cards
from snippets.social_cards import card, draw, prepare_fonts, sign

CHECKOUT = Path(__file__).parents[2]


def test_a_card_has_the_size_that_other_sites_expect_and_shows_its_title() -> None:
    prepare_fonts(CHECKOUT)
    drawn = draw(CHECKOUT, "Guide", "JWT authentication", "How it works.")
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    other = draw(CHECKOUT, "Guide", "Sessions", "How it works.")
    assert drawn != other


def test_the_fonts_are_made_once(tmp_path: Path) -> None:
    font = tmp_path / social_cards.INTER
    font.parent.mkdir(parents=True)
    font.symlink_to(CHECKOUT / social_cards.INTER)
    prepare_fonts(tmp_path)
    made = sorted((tmp_path / "build" / "fonts").rglob("*.ttf"))
    assert [path.name for path in made] == ["inter-400.ttf", "inter-700.ttf"]
    written = [path.stat().st_mtime_ns for path in made]
    prepare_fonts(tmp_path)
    assert [path.stat().st_mtime_ns for path in made] == written


def test_long_texts_end_with_an_ellipsis_and_markup_is_escaped() -> None:
    svg = card(sign(CHECKOUT), "Guide", "<b> & " + "word " * 30, "text " * 90)
    assert "&lt;b&gt; &amp;" in svg
    assert svg.count("…</text>") == 2
    assert svg.count("<text ") == 1 + 2 + 3
