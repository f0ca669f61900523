import struct
from pathlib import Path

from snippets import social_cards
from snippets.web_app import write_icons


def test_each_icon_is_a_square_of_its_size(tmp_path: Path) -> None:
    mark = social_cards.sign(Path(__file__).parents[2])
    for path in write_icons(tmp_path / "app", mark):
        size = int(path.stem.removeprefix("icon-"))
        assert struct.unpack(">II", path.read_bytes()[16:24]) == (size, size)
