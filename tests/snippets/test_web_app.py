import struct
from pathlib import Path

from snippets import social_cards
from snippets.web_app import SIZES, icons


def test_each_icon_is_a_square_of_its_size() -> None:
    drawn = icons(social_cards.sign(Path(__file__).parents[2]))
    assert drawn.keys() == {f"icon-{size}.png" for size in SIZES}
    for name, png in drawn.items():
        size = int(name.removeprefix("icon-").removesuffix(".png"))
        assert struct.unpack(">II", png[16:24]) == (size, size)
