import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from snippets.listing import cell, fence
from snippets.sections import Module, SnippetError, read_module
from tests.snippets.conftest import Write

DEMO = '''
"""A demo."""

import time

# --8<-- [start:log_in]
start = time.time()

print("<in> &", start)
# --8<-- [end:log_in]

later = 2

# --8<-- [start:log_out]
text = """
```
</script>	tab
"""
# --8<-- [end:log_out]
'''


@pytest.fixture
def demo(tmp_path: Path, write: Write) -> Module:
    write("examples/demos/demo.py", DEMO)
    return read_module(tmp_path, "demos/demo")


class Texts(HTMLParser):
    """Collects the text of each element, by tag."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data


def texts(html: str) -> dict[str, list[str]]:
    parser = Texts()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.texts


def test_a_fence_holds_the_section_under_its_file(demo: Module) -> None:
    section = demo.section("log_in")
    title = "examples/demos/demo.py"
    assert fence(demo, section) == (
        f'```python title="{title}"\nstart = time.time()\n\nprint("<in> &", start)\n```'
    )
    assert fence(demo, section, "Log in").startswith('```python title="Log in"\n')


def test_a_fence_is_longer_than_the_backticks_in_it(demo: Module) -> None:
    block = fence(demo, demo.section("log_out"))
    assert block.startswith("````python ")
    assert block.endswith("\n````")


@pytest.mark.parametrize("title", ['say "no"', "two\nlines"])
def test_a_title_that_breaks_the_fence_is_refused(demo: Module, title: str) -> None:
    with pytest.raises(SnippetError) as caught:
        fence(demo, demo.section("log_in"), title)
    assert str(caught.value) == (
        f"examples/demos/demo.py:6: Title {title!r} holds a double quote "
        "or a line break; drop it."
    )


def test_a_cell_holds_code_output_hidden_lines_and_data(demo: Module) -> None:
    section = demo.section("log_out")
    html = cell(demo, section, "<out> & 'x'\n\n", None)
    assert html.startswith(
        '<div class="live-host"><live-cell id="log_out" name="Log out" '
        'data-program="demos/demo" data-section="log_out" data-code="{&quot;file'
    )
    assert '<span class="live-line"><span class="n">text</span>' in html
    assert html.endswith("</details></live-cell></div>")
    assert "<pre><samp>&lt;out&gt; &amp; 'x'&#10;" in html
    assert '<details class="live-hidden"><summary>' in html
    assert "\n" not in html
    found = texts(html)
    hidden = '"""A demo."""\n\nimport time\n\nlater = 2'
    assert found["code"] == [section.code, hidden]
    assert found["samp"] == ["<out> & 'x'\n\n"]
    recorded = "Output recorded by the build"
    assert found["summary"] == [recorded, "3 hidden lines run first"]


def test_the_data_of_a_cell_is_the_program_so_far(demo: Module) -> None:
    html = cell(demo, demo.section("log_out"), "", None)
    data = re.search(r'data-code="(.*?)"', html)
    assert data is not None
    assert json.loads(unescape(data[1])) == {
        "file": "examples/demos/demo.py",
        "section": "log_out",
        "line": 14,
        "code": 'text = """\n```\n</script>\ttab\n"""',
        "before": [
            {"section": None, "line": 1, "code": '"""A demo."""\n\nimport time'},
            {
                "section": "log_in",
                "line": 6,
                "code": 'start = time.time()\n\nprint("<in> &", start)',
            },
            {"section": None, "line": 11, "code": "later = 2"},
        ],
    }


def test_one_hidden_line_is_counted_in_the_singular(
    tmp_path: Path, write: Write
) -> None:
    write("examples/x.py", "y = 1\n\n# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n")
    module = read_module(tmp_path, "x")
    html = cell(module, module.section("a"), "", None)
    assert texts(html)["summary"][1:] == ["1 hidden line runs first"]


@pytest.mark.parametrize("head", ["", '"""A demo."""\n\n# A remark.\n'])
def test_without_hidden_lines_there_are_no_details(
    tmp_path: Path, write: Write, head: str
) -> None:
    write("examples/x.py", f"{head}# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n")
    module = read_module(tmp_path, "x")
    html = cell(module, module.section("a"), "", None)
    assert texts(html)["summary"] == ["Output recorded by the build"]
    assert "<pre><samp></samp></pre></details></section></live-cell>" in html


@pytest.mark.parametrize(
    ("shows", "output", "sentence"),
    [
        ("breach", "Attack blocked: no\n", "begins with 'Attack succeeded: '"),
        ("refusal", "", "ends with '', but a refusal ends"),
        ("win", "", "shows='win' is unknown; write 'breach' or 'refusal'"),
        (None, "one\nAttack blocked: no\n", "write shows='refusal' where a page"),
    ],
)
def test_a_demonstration_says_how_its_attack_ended(
    demo: Module, shows: str | None, output: str, sentence: str
) -> None:
    with pytest.raises(SnippetError, match=re.escape(sentence)):
        cell(demo, demo.section("log_out"), output, None, shows)


def test_a_demonstration_tells_the_page_what_it_shows(demo: Module) -> None:
    last = "one\nAttack blocked: the row is gone.\n"
    html = cell(demo, demo.section("log_out"), last, None, "refusal")
    assert 'data-shows="refusal"' in html


def test_a_title_is_escaped(demo: Module) -> None:
    html = cell(demo, demo.section("log_in"), "", 'Say "no" & <go>')
    name = html.partition(' name="')[2].partition('"')[0]
    assert unescape(name) == 'Say "no" & <go>'
