"""MkDocs hooks: lay generated files into the site and protect its pages."""

import re
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files

from snippets import anywhere, bundle, csp, pictures, runtime, server_packages
from snippets.reload import reload_by_file

ROOT = Path(__file__).parents[1]
SEARCH = 'class="md-search" data-md-component="search" role="dialog"'
CAPTION = re.compile(r"<!-- caption: (.+?) -->\s*<table>")


def on_config(config: MkDocsConfig) -> None:
    """Build the browser's Python and scripts; name the script for every page."""
    python = runtime.build_runtime(ROOT)
    server = server_packages.build_archive(ROOT, python)
    entries = bundle.build_scripts(ROOT, python.folder, server.facts)
    config.extra["python_folder"] = python.folder
    config.extra["server"] = server.path
    config.extra["scripts"] = bundle.files(ROOT, entries)
    script = ExtraScriptValue(f"assets/scripts/{entries['main']}")
    script.type = "module"
    config.extra_javascript.append(script)


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
    add(files, config, "sw.js", ROOT / "docs/assets/live/service-worker.js")
    for source in sorted((ROOT / "docs" / "pictures").glob("*.d2")):
        target = ROOT / "build" / "pictures" / f"{source.stem}.svg"
        pictures.draw(source, target)
        add(files, config, f"assets/pictures/{target.name}", target)


def add(files: Files, config: MkDocsConfig, address: str, path: Path) -> None:
    """Give one file of this machine an address in the site."""
    files.append(File.generated(config, address, abs_src_path=str(path)))


def on_page_content(html: str, **_: object) -> str:
    """Turn a comment before a table into the table's caption."""
    return CAPTION.sub(r"<table><caption>\1</caption>", html)


def on_post_page(output: str, **_: object) -> str:
    """Name the theme's search dialog, which has none (WCAG 4.1.2)."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')


def on_post_build(config: MkDocsConfig) -> None:
    """Finish the site: it works at any address and each page has its policy."""
    site = Path(config.site_dir)
    anywhere.resolve_sitemap(site, config.site_url or "")
    csp.protect(site)


def on_serve(server: LiveReloadServer, **_: object) -> None:
    """Reload pages by a script file, since the policy forbids an inline one."""
    reload_by_file(server, ROOT / "docs/assets/live/reload.js")
