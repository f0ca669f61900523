from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets import chart_styles, charts
from snippets.chart_data import CHARTS
from snippets.measured import DATA
from snippets.sections import SnippetError

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("checkout")
    (root / DATA).parent.mkdir(parents=True)
    (root / DATA).write_bytes((ROOT / DATA).read_bytes())
    return charts.draw_all(root)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_begins_with_its_words_and_its_dark_colours(
    drawn: dict[str, str], name: str
) -> None:
    root = ElementTree.fromstring(drawn[name])
    title, description, style = root[:3]
    assert title.text == CHARTS[name].title
    assert description.text == CHARTS[name].description
    assert style.tag == f"{SVG}style"


@pytest.mark.parametrize("name", CHARTS)
def test_each_colour_of_a_chart_has_a_dark_twin(
    drawn: dict[str, str], name: str
) -> None:
    used = set()
    for element in ElementTree.fromstring(drawn[name]).iter():
        for attribute in ("fill", "stroke"):
            used.add(element.get(attribute))
    assert used - {None, "none", "transparent"} - chart_styles.DARK.keys() == set()
    assert len(used & chart_styles.DARK.keys()) >= 4


def test_each_chart_has_its_words_and_its_marks() -> None:
    assert chart_styles.MARKS.keys() == CHARTS.keys()


def test_a_figure_has_alt_text_and_the_table_behind_it() -> None:
    html = charts.figure(ROOT, "latency", "../latency.svg", 'Say "a"')
    assert '<img src="../latency.svg" alt="Say &quot;a&quot;">' in html
    assert "<summary>The figures of this chart</summary>" in html
    assert '<th scope="col">Added round trip, ms</th>' in html
    assert html.count("<tr>") == 1 + 3 * 3


def test_an_unknown_chart_is_refused() -> None:
    with pytest.raises(SnippetError, match=r"^There is no chart 'cpv'; there are: "):
        charts.figure(ROOT, "cpv", "", "")
