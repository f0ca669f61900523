import json
from pathlib import Path

import pytest

from snippets import sbom

CHECKOUT = Path(__file__).parents[2]


def names(bill: sbom.Bill) -> set[str]:
    return {component["name"] for component in bill["components"]}


def test_both_bills_follow_the_schema_and_name_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("package.json", "package-lock.json", "pyproject.toml"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    for lock in CHECKOUT.glob("requirements*.lock"):
        (tmp_path / lock.name).symlink_to(lock)
    monkeypatch.setattr(sbom, "ROOT", tmp_path)
    sbom.main()
    assert "build/sbom/site.cdx.json: " in capsys.readouterr().out
    site, examples = (
        json.loads((tmp_path / "build" / "sbom" / f"{name}.cdx.json").read_text())
        for name in ("site", "examples")
    )
    assert {"pyodide", "@codemirror/view", "pyjwt", "fastapi"} <= names(site)
    assert {"mkdocs-material"} <= names(site)
    assert not names(site) & {"mkdocs", "esbuild", "pytest"}
    assert {"pyjwt", "cryptography", "redis", "django", "werkzeug"} <= names(examples)
    assert not names(examples) & {"mkdocs", "pytest", "pyodide"}
    for component in [*site["components"], *examples["components"]]:
        hashes = [
            *component.get("hashes", ()),
            *(
                found
                for reference in component.get("externalReferences", ())
                for found in reference.get("hashes", ())
            ),
        ]
        assert hashes, component["name"]


def test_a_bill_against_the_schema_is_refused() -> None:
    part = {"components": [{"purl": "pkg:pypi/a@1", "type": "nonsense", "name": "a"}]}
    with pytest.raises(ValueError, match="x: The bill does not follow its schema"):
        sbom.bill("x", [part])
