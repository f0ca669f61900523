import json
import re
from html import unescape
from pathlib import Path

import pytest

from examples.chooser.rules import MATRIX, PROFILES, QUESTIONS, RULES
from snippets import chooser
from snippets.chooser import Table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def html() -> str:
    return chooser.element(ROOT, "choose/")


def test_the_element_is_one_line_with_the_whole_table(html: str) -> None:
    assert "\n" not in html
    given = re.search(r'data-table="([^"]*)"', html)
    assert given is not None
    data = json.loads(unescape(given[1]))
    assert [rule["code"] for rule in data["rules"]] == [rule.code for rule in RULES]
    assert data["first"] == 5
    assert len(data["decisions"]) == 128
    assert {*data["decisions"]} == {profile.code for profile in PROFILES}
    hrefs = [rule["proof"]["href"] for rule in data["rules"]]
    assert "../when-jwt/#microservices" in hrefs
    assert data["outcomes"][1]["zip"] == "../assets/examples/bff.zip"


def test_it_starts_with_a_session(html: str) -> None:
    assert (
        '<div role="status" aria-label="Recommendation"><p class="ruling-verdict">'
        "<b>Session</b> <span>— nothing you told us asks for more</span></p></div>"
    ) in html


def test_each_answer_says_what_it_asks_for(html: str) -> None:
    for question in QUESTIONS:
        assert unescape(html).count(question.text) == 2  # in the table, and to read
        part = html.partition(f'id="q-{question.code}"')[2].partition("</fieldset>")[0]
        assert part.count("<input") == len(question.answers)
        assert part.count("<small") - part.count("<noscript") == len(question.answers)
    for small in (
        '<small data-kind="session">need: <b>session</b></small>',
        '<small data-kind="jwt">preference: <b>JWT</b></small>',
        "<small>for neither</small>",
        "<small>decides how it travels</small>",
    ):
        assert small in html


def test_the_matrix_has_the_common_advice_beside_our_own(html: str) -> None:
    rows = re.findall(r'<tr data-row="(\w+)">(.*?)</tr>', html)
    assert [code for code, _ in rows] == [rule.code for rule in MATRIX]
    found = {}
    for code, row in rows:
        found[code] = re.findall(r"</i><span>([^<]*)</span>", row)
        assert row.count("<a ") == 1
    assert found == {
        "microservices": ["JWT", "JWT"],
        "mobile": ["JWT", "Opaque token in a header"],
        "spa": ["JWT", "Session at a backend for the front end"],
        "sso": ["JWT", "JWT"],
        "web": ["Session", "Session"],
        "logout": ["Session", "Session"],
        "sensitive": ["Session", "Session"],
        "simple": ["Session", "Session"],
        "both": ["Hybrid", "Hybrid"],
    }


def test_the_price_list_has_six_prices_for_each_outcome(html: str) -> None:
    table = html.partition("<caption>Price list")[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">([^<]*)</th>(.*?)</tr>", table)
    assert [name for name, _ in rows] == [
        "State",
        "Look-ups per request",
        "Bytes per request",
        "Exposure after theft",
        "Revocation takes effect",
        "You operate",
        "Read on",
        "Example",
    ]
    for _, row in rows:
        cells = re.findall(r"<td[^>]*>(.+?)</td>", row)
        assert len(cells) == len(PROFILES)


def test_links_lead_to_pages_and_to_other_sites() -> None:
    table = Table(ROOT, "choose/")
    assert table.address("jwt.md") == "../jwt/"
    assert table.address("security.md#stale_role") == "../security/#stale_role"
    assert table.address("https://x.example/#y") == "https://x.example/#y"
