"""The folder list states the flow; an import that runs against it fails here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"

#: From the bytes that come in to the command line; a stage may import itself and those before it.
STAGES = (
    *("errors", "progress", "gc_pause", "text", "ids", "model", "settings", "yaml"),
    *("sources", "fetching", "records", "store", "importing", "catalog", "checks", "contributions"),
    *("pages", "build", "cli"),
)

#: Only these may touch disk or network (docs/design.md: one direction).
OUTSIDE = {"open", "os", "pathlib.Path", "shutil", "socket", "tempfile", "urllib.request", "httpx", "subprocess"}
EDGES = ("settings", "store", "fetching", "importing.run", "checks.site", "build", "cli")
MAY_TOUCH_OUTSIDE = tuple(f"generator.{name}" for name in EDGES)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage(name: str) -> str:
    return name.split(".")[1]


MODULES = dict(modules())


@pytest.mark.parametrize("name", [name for name in MODULES if name.count(".") and stage(name) in STAGES])
def test_a_stage_imports_no_later_stage(name: str) -> None:
    later = STAGES[STAGES.index(stage(name)) + 1 :]
    wrong = [found for found in imports(MODULES[name]) if found.startswith("generator.") and stage(found) in later]
    assert wrong == [], f"{name} belongs to the stage {stage(name)}, before {', '.join(later)}"


def test_every_module_belongs_to_a_stage() -> None:
    without = {
        name for name in MODULES if name.count(".") and stage(name) not in {*STAGES, "theme", "starter", "__main__"}
    }
    assert without == set()


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(MAY_TOUCH_OUTSIDE)])
def test_only_the_edges_touch_disk_or_network(name: str) -> None:
    tree = MODULES[name]
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = {wanted for wanted in OUTSIDE if wanted in {*imports(tree), *calls}}
    assert found == set(), f"{name} is pure: disk and network are for {', '.join(MAY_TOUCH_OUTSIDE)}"


def test_only_one_module_knows_mkdocs() -> None:
    knowing = {
        name for name, tree in MODULES.items() if any(found.split(".")[0] == "mkdocs" for found in imports(tree))
    }
    assert knowing == {"generator.build.site.mkdocs"}
