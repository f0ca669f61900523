import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from snippets.csp import plain_styles, policy, protect, script_hashes
from snippets.sections import SnippetError
from tests.browser.chromium import FLAGS, NAMES
from tests.snippets.conftest import Build, Write

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8">{}</head><body>{}</body></html>'
)


def hash_of(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def policies(path: Path) -> list[str]:
    pattern = r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">'
    return re.findall(pattern, path.read_text(encoding="utf-8"))


def rules(path: Path) -> dict[str, list[str]]:
    [text] = policies(path)
    parts = (rule.split() for rule in text.split(";"))
    return {name: sources for name, *sources in parts}


def test_a_hash_equals_the_one_in_the_csp_standard() -> None:
    # CSP Level 2 prints this pair under "Hash usage for script elements".
    hashes = script_hashes("<script>alert('Hello, world.');</script>")
    assert hashes == {"'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"}


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<script>a()</script><p><script>b()</script>", ["a()", "b()"]),
        ("<script>a()</script><script>a()</script>", ["a()"]),
        ("<script>\n if (1 < 2) é()\n</script>", ["\n if (1 < 2) é()\n"]),
        ('<script type="module">a()</script>', ["a()"]),
        ("<script></script>", [""]),
        ('<script type="application/json">{"a": 1}</script>', []),
        ('<script id="x" type="application/ld+json">{}</script>', []),
        ('<script src="a.js"></script>', []),
        ('<script type="module" src="a.js"></script>', []),
        ("<p>no script</p>", []),
    ],
)
def test_only_inline_scripts_are_hashed(html: str, scripts: list[str]) -> None:
    assert script_hashes(html) == {hash_of(script) for script in scripts}


def test_every_page_allows_the_scripts_of_all_pages(
    tmp_path: Path, write: Write
) -> None:
    first = write("index.html", PAGE.format("<script>a()</script>", ""))
    second = write("a/b/index.html", PAGE.format("", "<script>b()</script>"))
    third = write("404.html", PAGE.format("", "<script>a()</script>"))
    other = write("a/data.xml", PAGE)
    protect(tmp_path)
    assert policies(first) == policies(second) == policies(third)
    assert set(rules(first)["script-src"]) == {
        "'self'",
        "'wasm-unsafe-eval'",
        hash_of("a()"),
        hash_of("b()"),
    }
    assert other.read_text() == PAGE


def test_the_policy_comes_first_in_the_head(tmp_path: Path, write: Write) -> None:
    later = "<script>a()</script>"
    page = write("index.html", PAGE.format(later, "<p>é</p>"))
    protect(tmp_path)
    html = page.read_text(encoding="utf-8")
    head, _, rest = html.partition('<meta http-equiv="Content-Security-Policy"')
    assert head == '<!doctype html><html><head><meta charset="utf-8">'
    assert rest.partition('">')[2] == f"{later}</head><body><p>é</p></body></html>"


def test_the_policy_names_no_other_host_and_nothing_unsafe() -> None:
    text = policy([hash_of("a()")])
    assert "http" not in text
    assert "*" not in text
    assert "unsafe-inline" not in text
    assert "'unsafe-eval'" not in text
    assert text.startswith("default-src 'self'; ")
    assert "object-src 'none'" in text


def test_a_page_that_would_have_no_policy_is_refused(
    tmp_path: Path, write: Write
) -> None:
    page = write("bare.html", "<!doctype html><p>no head</p>")
    with pytest.raises(SnippetError) as caught:
        protect(tmp_path)
    assert str(caught.value) == (
        f"{page}: There is no '<meta charset=\"utf-8\">' for the policy to follow; "
        "add it."
    )


@pytest.mark.parametrize("side", ["left", "right", "center"])
@pytest.mark.parametrize("cell", ["th", "td"])
def test_the_alignment_of_a_table_is_a_class(side: str, cell: str) -> None:
    styled = f'<{cell} style="text-align: {side};">'
    assert plain_styles(f"{styled}1") == f'<{cell} class="align-{side}">1'


def test_markdown_writes_alignment_as_that_style(
    tmp_path: Path, write: Write, site: Build
) -> None:
    write("theme/main.html", PAGE.format("", "{{ page.content }}"))
    write("docs/index.md", "| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n")
    site()
    protect(tmp_path / "site")
    html = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    classes = re.findall(r'<t[hd] class="align-(\w+)">', html)
    assert classes == ["left", "right", "center"] * 2
    assert "style=" not in html


ODD = """\
<script>document.documentElement.dataset.a = "é — 日本";</script>\r
<script type="text/javascript">\r
  // Two line ends: the parser makes one of each.\r
  document.documentElement.dataset.b = 1 < 2 && "&amp;";\r
</script>
<script><!--
  document.documentElement.dataset.c = "comment";
--></script>
<script type="module">document.documentElement.dataset.d = "module";</script>
<script type="application/json">{"not": "run"}</script>
<p hidden id="later">document.documentElement.dataset.e = "next";</p>
<p hidden id="alien">document.documentElement.dataset.f = "alien";</p>
<script>
  for (const id of ["alien", "later"]) {
    const script = document.createElement("script");
    script.textContent = document.getElementById(id).textContent;
    document.body.append(script);
  }
</script>
"""


def test_chromium_runs_exactly_the_scripts_of_the_site(
    tmp_path: Path, write: Write
) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(PAGE.format("", ODD).encode())
    # Instant navigation: another page's script, run in the first page's document.
    later = '<script>document.documentElement.dataset.e = "next";</script>'
    write("second.html", PAGE.format("", later))
    protect(tmp_path)
    chromium = next(filter(None, map(shutil.which, NAMES)), NAMES[0])
    options = ["--headless", "--dump-dom", f"--user-data-dir={tmp_path / 'profile'}"]
    run = subprocess.run(
        [chromium, *FLAGS, *options, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    [root] = re.findall(r"<html([^>]*)>", run.stdout)
    assert dict(re.findall(r' data-(\w)="([^"]*)"', root)) == {
        "a": "é — 日本",
        "b": "&amp;amp;",
        "c": "comment",
        "d": "module",
        "e": "next",
    }
