"""No family of workflows imports another: they share rules through the domain, and figures through the common modules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ORCHESTRATORS = ROOT / "app" / "orchestrators"
PREFIX = "app.orchestrators."
FAMILIES = sorted(folder.name for folder in ORCHESTRATORS.iterdir() if (folder / "__init__.py").exists())


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith(PREFIX)}


def foreign(path: Path, family: str) -> list[str]:
    others = set(FAMILIES) - {family}
    return sorted(name for name in imported(path) if name.removeprefix(PREFIX).split(".")[0] in others)


@pytest.mark.parametrize("family", FAMILIES)
def test_family_imports_no_other_family(family: str) -> None:
    found = {str(path.relative_to(ROOT)): foreign(path, family) for path in (ORCHESTRATORS / family).rglob("*.py")}

    assert {path: names for path, names in found.items() if names} == {}


def test_shared_modules_import_no_family() -> None:
    found = {path.name: foreign(path, "") for path in ORCHESTRATORS.glob("*.py")}

    assert {path: names for path, names in found.items() if names} == {}


def test_breach_is_noticed(tmp_path: Path) -> None:
    careless = tmp_path / "careless.py"
    careless.write_text("def f():\n    from app.orchestrators.projects.projects import create_project\n", "utf-8")

    assert foreign(careless, "groups") != []
    assert foreign(careless, "projects") == []
