from pathlib import Path

from mkdocs.config import load_config
from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from snippets.markdown_pages import convert, converted, index

CELL = """
<h1 id="x">Title<a class="headerlink" href="#x">¶</a></h1>
<live-cell><div class="highlight"><pre><code class="language-python">a = 1

print(a)</code></pre></div><div class="live-promise">Press Run.</div>
<details><summary>Recorded output</summary><pre><samp>1</samp></pre></details>
<button>Run</button></live-cell>
<div class="language-python highlight"><pre><code>b = 2</code></pre></div>
"""


def test_a_page_keeps_its_text_code_and_output_and_loses_its_controls() -> None:
    text = converted("Title", CELL)
    assert text == (
        "# Title\n\n```python\na = 1\n\nprint(a)\n```\n\n"
        "Recorded output\n\n```\n1\n```\n\n```python\nb = 2\n```\n"
    )


def test_a_page_without_a_heading_gets_its_title() -> None:
    assert converted("Decoder", "<p>Paste.</p>") == "# Decoder\n\nPaste.\n"


def test_a_page_is_converted_once_for_each_content(tmp_path: Path) -> None:
    assert convert(tmp_path, "A page", "<p>One</p>") == "# A page\n\nOne\n"
    [kept] = (tmp_path / "build" / "cache").iterdir()
    written = kept.stat().st_mtime_ns
    convert(tmp_path, "A page", "<p>One</p>")
    assert kept.stat().st_mtime_ns == written
    assert convert(tmp_path, "A page", "<p>Two</p>") == "# A page\n\nTwo\n"


def test_the_index_links_the_pages_of_each_part(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("{site_name: Guide, site_url: 'https://guide.example/'}")
    config = load_config(str(settings))

    def page(title: str, source: str, **meta: str) -> Page:
        page = Page(title, File(source, "docs", "site", True), config)
        page.meta = meta
        return page

    start = page("Start", "index.md", description="The answer.")
    inner = page("Deep", "deep.md")
    section = Section("Part", [Section("Inner", [inner]), page("Flat", "flat.md")])
    nav = Navigation([start, section, Link("Elsewhere", "https://a.example")], [])
    assert index("Guide", "One\nsentence.", nav) == (
        "# Guide\n\n> One sentence.\n\n"
        "## Start\n\n- [Start](https://guide.example/index.html.md): The answer.\n\n"
        "## Part\n\n- [Deep](https://guide.example/deep/index.html.md)\n"
        "- [Flat](https://guide.example/flat/index.html.md)\n"
    )
