"""Add what the build makes to the site, as hooks that MkDocs calls."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from snippets import (
    bundle,
    charts,
    contract,
    csp,
    example_zip,
    glossary,
    hosting,
    markdown_pages,
    not_found,
    pictures,
    portable_sitemap,
    rooms,
    runtime,
    search_entries,
    server_packages,
    social_cards,
    tables,
    web_app,
)
from snippets.dev_reload import reload_by_file

ROOT = Path(__file__).parents[1]
POOL = ThreadPoolExecutor(2)
# Paper prints the addresses of these; instant navigation makes all others absolute too.
EXTERNAL = re.compile(r'<a href="(https?://)')
SEARCH = 'class="md-search" data-md-component="search" role="dialog"'
GLOSSARY = "glossary.md"


def on_config(config: MkDocsConfig) -> None:
    """Start to build what pages run, which takes longest; read the glossary's terms.

    Two programs of node do most of it, so both cores work while MkDocs reads pages.
    """
    rooms.check(ROOT)
    config.extra["python"] = POOL.submit(runtime.build_runtime, ROOT)
    config.extra["server"] = POOL.submit(server_packages.build_archive, ROOT)
    config.extra["terms"] = glossary.read_terms(ROOT / "docs" / GLOSSARY)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the texts, pictures and archives that the build makes to the site."""
    # A service worker controls the pages below its own address: it must be at the root.
    add(files, config, "sw.js", ROOT / "docs/assets/site/service-worker.js")
    made: dict[str, str | bytes] = {
        "assets/openapi.json": contract.describe(ROOT),
        "assets/app/manifest.webmanifest": web_app.manifest(
            config.site_name, config.site_description or ""
        ),
        **example_zip.archives(ROOT),
    }
    for name, png in web_app.icons(social_cards.sign(ROOT)).items():
        made[f"assets/app/{name}"] = png
    for source in sorted((ROOT / "docs" / "pictures").glob("*.d2")):
        made[f"assets/pictures/{source.stem}.svg"] = pictures.draw(ROOT, source)
    for name, svg in charts.draw_all(ROOT).items():
        made[f"assets/charts/{name}.svg"] = svg
    for address, content in made.items():
        files.append(File.generated(config, address, content=content))


def on_env(_env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Add what pages run, and name its script and stylesheet for every page."""
    python: runtime.Runtime = config.extra["python"].result()
    server: server_packages.Archive = config.extra["server"].result()
    scripts = bundle.build_scripts(ROOT, python.folder, server.facts)
    folder = f"assets/python/{python.name}"
    for path in sorted(python.folder.iterdir()):
        add(files, config, f"{folder}/{path.name}", path)
    add(files, config, f"{folder}/{server.path.name}", server.path)
    for path in scripts.files:
        add(files, config, f"assets/scripts/{path.name}", path)
    config.extra["fonts"] = [
        f"assets/scripts/{path.name}"
        for path in scripts.files
        if path.suffix == ".woff2"
    ]
    script = ExtraScriptValue(f"assets/scripts/{scripts.entries['main']}")
    script.type = "module"
    config.extra_javascript.append(script)
    config.extra_css.append(f"assets/scripts/{scripts.entries['styles']}")
    # Every other file that a script of the site asks for is named in this one.
    config.extra["version"] = scripts.entries["main"]
    published = (config.site_url or "").startswith("https://")
    config.extra["cards"] = draw_cards(files, config) if published else {}


def draw_cards(files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Add the card of each page, which other sites ask for by its full address.

    Returns:
        the address of the card in the site, by the address of the page.

    """
    social_cards.prepare_fonts(ROOT)
    cards = {}
    for page in config.extra["nav"].pages:
        name = page.url.strip("/").replace("/", "-") or "home"
        address = f"assets/cards/{name}.png"
        about = page.meta.get("description", "")
        card = social_cards.draw(ROOT, config.site_name, heading(page), about)
        files.append(File.generated(config, address, content=card))
        cards[page.url] = address
    return cards


def heading(page: Page) -> str:
    """Return the first heading of a page, or its title in the navigation."""
    first = next(iter(page.toc), None)
    return first.title if first and first.level == 1 else str(page.title)


def add(files: Files, config: MkDocsConfig, address: str, path: Path) -> None:
    """Give one file of this machine an address in the site."""
    source, level = str(path), InclusionLevel.INCLUDED
    file = File.generated(config, address, abs_src_path=source, inclusion=level)
    files.append(file)


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> None:
    """Keep the navigation for the 404 page and for `llms.txt`."""
    config.extra["nav"] = nav


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Add links to all pages to the 404 page."""
    if template_name != "404.html":
        return output
    return not_found.say_where_to_go(output, config.extra["nav"].pages)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give tables captions and cards, link terms to the glossary, mark other sites."""
    html = tables.captioned(html)
    target = files.src_uris[GLOSSARY]
    if page.file is not target:
        address = get_relative_url(target.url, page.url)
        html = glossary.link(html, config.extra["terms"], address)
    return EXTERNAL.sub(r'<a rel="external" href="\1', tables.with_cards(html))


def on_page_context(
    _context: TemplateContext, /, page: Page, config: MkDocsConfig, **_: object
) -> None:
    """Let the search find live cells, and hide a menu that has only the page itself."""
    if page.parent is None:
        page.meta["hide"] = [*page.meta.get("hide", ()), "navigation"]
    search: Any = config.plugins["material/search"]
    cells = search_entries.of_cells(page.content or "", page.url, str(page.title))
    search.search_index.entries += cells


def on_post_page(output: str, **_: object) -> str:
    """Give the theme's search dialog a name, which it lacks (WCAG 2.2, 4.1.2)."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')


def on_post_build(config: MkDocsConfig) -> None:
    """Make the site work at any address, and protect it in the page and at the host."""
    site, site_url = Path(config.site_dir), config.site_url or ""
    portable_sitemap.resolve_sitemap(site, site_url)
    markdown_pages.write(ROOT, site, config)
    policy = csp.protect(site)
    hosting.write(site, policy, site_url, os.environ.get("SECURITY_CONTACT", ""))


def on_serve(server: LiveReloadServer, **_: object) -> None:
    """Reload pages with a script file, because the policy forbids an inline script."""
    reload_by_file(server, ROOT / "docs/assets/site/dev-reload.js")
