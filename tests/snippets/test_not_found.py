import pytest

from snippets.not_found import say_where_to_go


def test_a_theme_without_the_heading_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no '<h1>404 - Not found</h1>' to replace"):
        say_where_to_go("<h1>Gone</h1>", [])
