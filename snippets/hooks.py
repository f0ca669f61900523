"""MkDocs hooks: lay generated files into the site and protect its pages."""

import re
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from snippets import (
    bundle,
    charts,
    contract,
    csp,
    glossary,
    not_found,
    pictures,
    portable_sitemap,
    runtime,
    server_packages,
)
from snippets.dev_reload import reload_by_file

ROOT = Path(__file__).parents[1]
SEARCH = 'class="md-search" data-md-component="search" role="dialog"'
GLOSSARY = "glossary.md"
CAPTION = re.compile(r"<!-- caption: (.+?) -->\s*<table>")


def on_config(config: MkDocsConfig) -> None:
    """Build the browser's Python, the page script and the stylesheet of every page."""
    python = runtime.build_runtime(ROOT)
    server = server_packages.build_archive(ROOT, python)
    entries = bundle.build_scripts(ROOT, python.folder, server.facts)
    config.extra["python_folder"] = python.folder
    config.extra["terms"] = glossary.read_terms(ROOT / "docs" / GLOSSARY)
    config.extra["server"] = server.path
    config.extra["scripts"] = bundle.files(ROOT, entries)
    script = ExtraScriptValue(f"assets/scripts/{entries['main']}")
    script.type = "module"
    config.extra_javascript.append(script)
    config.extra_css.append(f"assets/scripts/{entries['styles']}")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add everything that the build made to the files of the site."""
    python: Path = config.extra["python_folder"]
    for path in sorted(python.iterdir()):
        add(files, config, f"assets/python/{python.name}/{path.name}", path)
    server: Path = config.extra["server"]
    add(files, config, f"assets/python/{python.name}/{server.name}", server)
    for path in config.extra["scripts"]:
        add(files, config, f"assets/scripts/{path.name}", path)
    # It rules the pages below its own address, so it lies at the root.
    add(files, config, "sw.js", ROOT / "docs/assets/site/service-worker.js")
    made = {"assets/openapi.json": contract.describe(ROOT)}
    for source in sorted((ROOT / "docs" / "pictures").glob("*.d2")):
        made[f"assets/pictures/{source.stem}.svg"] = pictures.draw(ROOT, source)
    for name, svg in charts.draw_all(ROOT).items():
        made[f"assets/charts/{name}.svg"] = svg
    for address, text in made.items():
        files.append(File.generated(config, address, content=text))


def add(files: Files, config: MkDocsConfig, address: str, path: Path) -> None:
    """Give one file of this machine an address in the site."""
    files.append(File.generated(config, address, abs_src_path=str(path)))


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> None:
    """Remember the pages for the one that is shown where there is none."""
    config.extra["nav_pages"] = nav.pages


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Let the 404 page say where to go."""
    if template_name != "404.html":
        return output
    return not_found.say_where_to_go(output, config.extra["nav_pages"])


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give tables their captions, and link terms to the glossary."""
    target = files.src_uris[GLOSSARY]
    if page.file is target:
        return captioned(html)
    address = get_relative_url(target.url, page.url)
    return glossary.link(captioned(html), config.extra["terms"], address)


def captioned(html: str) -> str:
    """Turn a comment before a table into the table's caption."""
    return CAPTION.sub(r"<table><caption>\1</caption>", html)


def on_post_page(output: str, **_: object) -> str:
    """Name the theme's search dialog, which has none (WCAG 4.1.2)."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')


def on_post_build(config: MkDocsConfig) -> None:
    """Finish the site: it works at any address and each page has its policy."""
    site = Path(config.site_dir)
    portable_sitemap.resolve_sitemap(site, config.site_url or "")
    csp.protect(site)


def on_serve(server: LiveReloadServer, **_: object) -> None:
    """Reload pages by a script file, since the policy forbids an inline one."""
    reload_by_file(server, ROOT / "docs/assets/site/dev-reload.js")
