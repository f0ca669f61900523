"""The hooks build this checkout's own site, into a temporary folder."""

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from snippets import glossary, hooks
from tests.snippets.conftest import Write

CHECKOUT = Path(__file__).parents[2]
LINKED = (
    "LICENSE",
    "docs",
    "examples",
    "mkdocs.yml",
    "node_modules",
    "pyproject.toml",
    "requirements.lock",
    "snippets",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site from links, so that the checkout's build/ stays as it is.

    The browser's Python and the archive of the servers are copied where they exist:
    the build then finds them by the hash of their inputs, or makes them anew.
    """
    root = tmp_path_factory.mktemp("checkout")
    for name in LINKED:
        (root / name).symlink_to(CHECKOUT / name)
    (root / "build").mkdir()
    for wheels in ("wheels", "wheels-server"):
        (root / "build" / wheels).symlink_to(CHECKOUT / "build" / wheels)
    for made in ("python", "server"):
        if (CHECKOUT / "build" / made).exists():
            shutil.copytree(CHECKOUT / "build" / made, root / "build" / made)
    (root / "build" / "cache").mkdir()
    for kept in (CHECKOUT / "build" / "cache").glob("*-*"):
        if kept.name.startswith(("python-", "server-")):
            shutil.copy(kept, root / "build" / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDIT_URI", "https://git.example/edit/main/docs/")
        patch.setenv("SITE_URL", "https://guide.example/")
        patch.setenv("SECURITY_CONTACT", "mailto:security@guide.example")
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    return root / "site"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_runtime_lies_under_its_hash(built: Path) -> None:
    [folder] = (built / "assets" / "python").iterdir()
    lock = json.loads((folder / "pyodide-lock.json").read_text())
    for package in lock["packages"].values():
        wheel = folder / package["file_name"]
        assert sha256(wheel.read_bytes()).hexdigest() == package["sha256"]
    assert {"jwt-or-session-examples", "pyjwt"} <= set(lock["packages"])
    assert {"pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip"} <= names(folder)


def test_the_contract_is_there_as_openapi(built: Path) -> None:
    described = json.loads((built / "assets" / "openapi.json").read_text())
    assert {"/web/login", "/api/login", "/api/token/refresh"} <= set(described["paths"])
    assert 'href="../assets/openapi.json"' in (built / "servers/index.html").read_text()


def test_the_examples_can_be_downloaded(built: Path) -> None:
    page = (built / "choose/index.html").read_text()
    for archive in (built / "assets" / "examples").iterdir():
        assert archive.read_bytes()[:2] == b"PK"
        assert f'href="../assets/examples/{archive.name}"' in page
    assert len(names(built / "assets" / "examples")) == 5


def test_each_page_can_be_edited_and_says_how_old_it_is(built: Path) -> None:
    page = (built / "jwt" / "index.html").read_text()
    assert 'href="https://git.example/edit/main/docs/jwt.md"' in page
    assert "git-revision-date-localized-plugin-date" in page


def test_a_missing_page_lists_those_that_exist(built: Path) -> None:
    page = (built / "404.html").read_text()
    assert "There is no such page" in page
    assert '<li><a href="/jwt/">JWT authentication</a></li>' in page


def test_each_page_loads_the_page_script_as_a_module(built: Path) -> None:
    scripts = built / "assets" / "scripts"
    [main] = [name for name in names(scripts) if name.startswith("main-")]
    [worker] = [name for name in names(scripts) if name.startswith("worker-")]
    [styles] = [name for name in names(scripts) if name.startswith("styles-")]
    text = (scripts / main).read_text(encoding="utf-8")
    [folder] = (built / "assets" / "python").iterdir()
    assert worker in text
    assert folder.name in text
    pages = list(built.rglob("*.html"))
    assert len(pages) > 1
    for page in pages:
        html = page.read_text(encoding="utf-8")
        tags = re.findall(rf'<script src="[^"]*assets/scripts/{main}"[^>]*>', html)
        assert [tag.count('type="module"') for tag in tags] == [1]
        assert html.count(f'assets/scripts/{styles}">') == 1


def test_the_sources_of_scripts_and_pictures_are_not_published(built: Path) -> None:
    sources = (CHECKOUT / "docs" / "assets").rglob("*.*")
    kept = {path.name for path in sources} - {"favicon.svg", "mark.svg"}
    assert {"main.js", "live_runner.py", "site.css", "tsconfig.json"} <= kept
    assert not kept & {path.name for path in (built / "assets").rglob("*")}
    assert not (built / "pictures").exists()
    assert not (built / "assets" / "dev-reload.js").exists()
    assert not list(built.rglob("*.d2"))
    assert not list(built.rglob("*.meta.json"))


def test_each_picture_is_drawn(built: Path) -> None:
    sources = {path.stem for path in (CHECKOUT / "docs" / "pictures").glob("*.d2")}
    drawn = list((built / "assets" / "pictures").iterdir())
    assert {path.name for path in drawn} == {f"{name}.svg" for name in sources}
    assert all("<title>" in path.read_text(encoding="utf-8") for path in drawn)


def test_each_page_has_the_same_policy(built: Path) -> None:
    pattern = r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">'
    pages = [page.read_text(encoding="utf-8") for page in built.rglob("*.html")]
    found = [tuple(re.findall(pattern, html)) for html in pages]
    assert len(set(found)) == 1
    assert len(found[0]) == 1


def test_hosts_send_the_policy_of_the_pages_and_forbid_frames(built: Path) -> None:
    pattern = r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">'
    [policy] = re.findall(pattern, (built / "index.html").read_text(encoding="utf-8"))
    lines = (built / "_headers").read_text(encoding="utf-8").split("\n")
    assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'" in lines
    assert "Contact: mailto:security@guide.example\n" in (
        built / ".well-known" / "security.txt"
    ).read_text(encoding="utf-8")


def test_each_page_has_a_card_and_its_text(built: Path) -> None:
    pages = [page.parent for page in built.rglob("index.html")]
    assert len(pages) > 20
    for folder in pages:
        html = (folder / "index.html").read_text(encoding="utf-8")
        [card] = re.findall(
            r'<meta property="og:image" content="https://guide.example/([^"]*)">', html
        )
        assert (built / card).read_bytes().startswith(b"\x89PNG")
        text = (folder / "index.html.md").read_text(encoding="utf-8")
        assert text.startswith("# ")
    listed = re.findall(
        r"\(https://guide.example/([^)]*)\)", (built / "llms.txt").read_text()
    )
    assert {(built / address).parent for address in listed} == set(pages)


def test_the_site_can_be_installed(built: Path) -> None:
    folder = built / "assets" / "app"
    manifest = json.loads((folder / "manifest.webmanifest").read_text())
    assert (folder / manifest["start_url"]).resolve() == built
    for icon in manifest["icons"]:
        assert (folder / icon["src"]).resolve().is_file()
    html = (built / "jwt" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="manifest" href="../assets/app/manifest.webmanifest">' in html
    [version] = re.findall(r'<meta name="site-version" content="([^"]*)">', html)
    assert (built / "assets" / "scripts" / version).is_file()


def test_each_page_links_its_terms_to_the_glossary(built: Path) -> None:
    anchors = set(glossary.read_terms(CHECKOUT / "docs/glossary.md").values())
    text = (built / "glossary" / "index.html").read_text(encoding="utf-8")
    assert anchors <= set(re.findall(r'id="([^"]+)"', text))
    assert 'class="term"' not in text
    linked = set()
    for page in set(built.rglob("index.html")) - {built / "glossary" / "index.html"}:
        html = page.read_text(encoding="utf-8")
        found = re.findall(r'<a class="term" href="([^"#]*)#([^"]+)"', html)
        assert found, page
        for address, anchor in found:
            assert (page.parent / address).resolve() == built / "glossary"
            linked.add(anchor)
        assert len({*found}) == len(found)
    assert linked <= anchors


def test_the_search_finds_each_live_cell(built: Path) -> None:
    index = json.loads((built / "search" / "search_index.json").read_text())
    found = {entry["location"]: entry["title"] for entry in index["docs"]}
    assert found["jwt/#revoke"] == "Run it: Revoke it"
    cells = sum(
        page.read_text().count("<live-cell ") for page in built.rglob("index.html")
    )
    assert sum(title.startswith("Run it: ") for title in found.values()) == cells


def test_no_menu_has_the_page_alone(built: Path) -> None:
    menu = re.compile(r'<div class="md-sidebar md-sidebar--primary"[^>]*>')
    for name, hidden in (("hybrid", True), ("jwt", False), ("faq", False)):
        [tag] = menu.findall((built / name / "index.html").read_text())
        assert (" hidden" in tag) == hidden


def test_the_previous_and_the_next_page_say_what_they_are_about(built: Path) -> None:
    html = (built / "refresh" / "index.html").read_text()
    said = re.findall(r"<strong>([^<]+)</strong>\s*<small>([^<]+)</small>", html)
    assert [title for title, _ in said] == ["When to use JWT", "Revocation"]
    assert all(text.endswith(".") and len(text) > 20 for _, text in said)


def test_pages_that_are_served_reload_by_the_script(write: Write) -> None:
    page = write("site/index.html", "<body></body>")
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(page.parent), "/")
    server.watch(str(page.parent))
    hooks.on_serve(server)
    app = server.get_app()
    assert app is not None

    def text(path: str) -> str:
        environ = {"PATH_INFO": path}
        return b"".join(app(environ, lambda *_: print)).decode()

    assert '<script src="/assets/dev-reload.js" data-epoch=' in text("/")
    script = CHECKOUT / "docs" / "assets" / "site" / "dev-reload.js"
    assert text("/assets/dev-reload.js") == script.read_text(encoding="utf-8")
    server.server_close()
