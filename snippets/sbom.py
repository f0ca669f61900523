"""Write bills of materials in CycloneDX: one of the site, one of the examples.

The site's lists what a visitor downloads, the examples' what a reader installs who
copies them. `make sbom` runs this.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SPEC = SchemaVersion.V1_6
IN_PAGES = ("requirements-browser.lock", "requirements-browser-server.lock")
LOCK = "requirements.lock"
THEME = "mkdocs-material"

type Bill = dict[str, Any]


def site(root: Path) -> Bill:
    """Describe the scripts, fonts, Python and packages that the built site holds."""
    options = ("--sbom-format=cyclonedx", "--package-lock-only", "--omit=dev")
    npm = run(root, "npm", "sbom", *options)
    locks = [(root / name).read_text() for name in IN_PAGES]
    packages = of_locks(root, [*locks, lines_of(root, {THEME})])
    return bill("jwt-or-session-site", [npm, packages])


def examples(root: Path) -> Bill:
    """Describe the packages that the examples name, as the tests have them."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    named = [
        *project["dependencies"],
        *(one for extra in extras.values() for one in extra),
    ]
    return bill(
        "jwt-or-session-examples", [of_locks(root, [lines_of(root, needed(named))])]
    )


def needed(named: Iterable[str]) -> set[str]:
    """Name the packages that requirements need, directly and through each other.

    Raises:
        PackageNotFoundError: this environment lacks one of them.

    """
    found: set[tuple[str, str]] = set()
    left = [Requirement(text) for text in named]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        for extra in requirement.extras or {""}:
            if (name, extra) in found:
                continue
            found.add((name, extra))
            for text in metadata.requires(name) or ():
                need = Requirement(text)
                if need.marker is None or need.marker.evaluate({"extra": extra}):
                    left.append(need)
    return {name for name, _ in found}


def lines_of(root: Path, names: set[str]) -> str:
    """Return what `requirements.lock` holds about the packages with these names."""
    blocks = re.split(r"^(?=\S)", (root / LOCK).read_text(), flags=re.M)
    return "".join(
        block
        for block in blocks
        if canonicalize_name(block.partition("==")[0]) in names
    )


def of_locks(root: Path, locks: list[str]) -> Bill:
    """Describe the packages of lock files of Python."""
    command = ("cyclonedx-py", "requirements", "--of=JSON", "-")
    return run(root, *command, input="".join(locks))


def bill(name: str, parts: list[Bill]) -> Bill:
    """Join the components of several bills into one, each package once.

    Raises:
        ValueError: the result does not follow the schema of CycloneDX.

    """
    found: dict[str, Bill] = {}
    for component in (one for part in parts for one in part["components"]):
        purl = component["purl"]
        found[purl] = {**component, "bom-ref": purl}
        # It repeats the line of the lock file, with the hashes that stand beside it.
        if component.get("description", "").startswith("requirements line"):
            del found[purl]["description"]
    version = json.loads((ROOT / "package.json").read_text())["version"]
    made: Bill = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC.to_version(),
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": name, "version": version}
        },
        "components": [found[purl] for purl in sorted(found)],
    }
    fault = JsonStrictValidator(SPEC).validate_str(json.dumps(made))
    if fault is not None:
        raise ValueError(f"{name}: The bill does not follow its schema: {fault}")
    return made


def run(root: Path, *command: str, input: str | None = None) -> Bill:  # noqa: A002
    """Run a program that prints JSON."""
    done = subprocess.run(
        command, cwd=root, input=input, capture_output=True, text=True, check=True
    )
    printed: Bill = json.loads(done.stdout)
    return printed


def main() -> None:
    """Write both bills below `build/sbom`."""
    folder = ROOT / "build" / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    for make in (site, examples):
        path = folder / f"{make.__name__}.cdx.json"
        made = make(ROOT)
        path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(f"==> {path.relative_to(ROOT)}: {len(made['components'])} components")
