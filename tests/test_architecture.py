"""The folder list shows the flow: an import against it, or a module that touches the disk in secret, fails here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"

#: From input to the command line; a stage may import itself and earlier stages.
STAGES = (
    *(
        "errors",
        "progress",
        "gc_pause",
        "batches",
        "files",
        "language",
        "text",
        "ids",
        "model",
        "kinds",
        "yaml",
        "site_folders",
    ),
    *(
        "link_settings",
        "comment_settings",
        "email_settings",
        "thumbnail_settings",
        "icon_settings",
        "publish_settings",
        "author_settings",
        "language_settings",
        "settings",
    ),
    *(
        "sources",
        "fetching",
        "thumbnails",
        "records",
        "store",
        "importing",
        "citations",
        "catalog",
        "exports",
        "checks",
        "contributions",
    ),
    *("pages", "outputs", "mail", "build", "publishing", "setup", "cli"),
)

#: Modules and functions that reach the disk, the network or another process.
OUTSIDE = {
    *(
        "builtins.open",
        "ctypes",
        "fcntl",
        "glob",
        "httpx",
        "mmap",
        "os",
        "pathlib.Path",
        "shutil",
        "socket",
        "subprocess",
    ),
    *("tempfile", "urllib.request"),
}
#: Only these may use them.
EDGES = (
    "site_folders",
    "settings",
    "files",
    "store",
    "fetching",
    "thumbnails.resizing",
    "importing.run",
    "importing.parsing",
    "checks.settings",
    "checks.site",
    "mail.sending",
    "build",
    "publishing.run",
    "publishing.targets",
    "setup",
    "cli",
)
MAY_TOUCH_OUTSIDE = tuple(f"generator.{name}" for name in EDGES)

#: The clock is an argument; only the command line reads it, and the HTTP client by default.
CLOCKS = {
    *("datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow"),
    *("time.time", "time.localtime", "time.gmtime"),
}
MAY_READ_THE_CLOCK = ("generator.cli", "generator.fetching.client")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> dict[str, str]:
    """The full name of everything imported, by its name in the module."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def uses(tree: ast.Module) -> set[str]:
    """The full names of everything imported, and of everything called or read through an imported name."""
    known = imports(tree)
    found = {*known.values()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if first in known:
                found.add(f"{known[first]}.{rest}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            found.add("builtins.open")
    return found


def within(name: str, wanted: set[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in wanted)


def stage(name: str) -> str:
    return name.split(".")[1]


#: What prints. Only ``echo`` may print text, because it shows controls as escapes; exports and e-mails are bytes.
PRINTING = {"click.echo", "click.secho", "click.echo_via_pager", "sys.stdout.write", "sys.stderr.write", "traceback"}
MAY_PRINT = {
    "generator.cli.shared.output": PRINTING,
    "generator.cli.exporting": {"click.echo"},
    "generator.cli.mailing": {"click.echo"},
    "generator.cli.main": {"traceback.format_exc"},
    "generator.thumbnails.resize_program": {"sys.stderr.write"},
}

MODULES = dict(modules())


@pytest.mark.parametrize("name", [name for name in MODULES if name.count(".") and stage(name) in STAGES])
def test_a_stage_imports_no_later_stage(name: str) -> None:
    later = STAGES[STAGES.index(stage(name)) + 1 :]
    found = imports(MODULES[name]).values()
    wrong = [each for each in found if each.startswith("generator.") and stage(each) in later]
    assert wrong == [], f"{name} belongs to the stage {stage(name)}, before {', '.join(later)}"


def test_every_module_belongs_to_a_stage() -> None:
    without = {
        name for name in MODULES if name.count(".") and stage(name) not in {*STAGES, "theme", "starter", "__main__"}
    }
    assert without == set()


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(MAY_TOUCH_OUTSIDE)])
def test_only_the_edges_touch_disk_or_network(name: str) -> None:
    found = {each for each in uses(MODULES[name]) if within(each, OUTSIDE)}
    assert found == set(), f"{name} is pure: disk and network are for {', '.join(MAY_TOUCH_OUTSIDE)}"


@pytest.mark.parametrize("name", MODULES)
def test_all_text_is_printed_by_one_function(name: str) -> None:
    allowed = MAY_PRINT.get(name, set())
    found = {each for each in uses(MODULES[name]) if within(each, PRINTING) and each != "traceback"}
    assert {each for each in found if not within(each, allowed)} == set()
    calls = (node.func for node in ast.walk(MODULES[name]) if isinstance(node, ast.Call))
    assert not any(isinstance(call, ast.Name) and call.id == "print" for call in calls)


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(MAY_READ_THE_CLOCK)])
def test_only_the_command_line_reads_the_clock(name: str) -> None:
    assert {each for each in uses(MODULES[name]) if within(each, CLOCKS)} == set()


@pytest.mark.parametrize(
    "source",
    [
        "from os import unlink",
        "from subprocess import run",
        "import subprocess as sp",
        "import fcntl",
        "from pathlib import Path",
        "open('file')",
    ],
)
def test_every_way_to_the_outside_is_seen(source: str) -> None:
    assert any(within(each, OUTSIDE) for each in uses(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate.today()",
        "from datetime import date as day\ntoday = day.today",
        "import datetime\ndatetime.datetime.now()",
        "from time import time",
    ],
)
def test_every_clock_is_seen(source: str) -> None:
    assert any(within(each, CLOCKS) for each in uses(ast.parse(source)))


def test_only_one_module_knows_mkdocs() -> None:
    knowing = {
        name for name, tree in MODULES.items() if any(within(each, {"mkdocs"}) for each in imports(tree).values())
    }
    assert knowing == {"generator.build.site.mkdocs"}


def test_only_one_function_hashes_the_program() -> None:
    """A second one, over a list of folders, would go on working and see less when files move."""
    reading = {
        name
        for name, tree in MODULES.items()
        if "__file__" in {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    }
    assert reading == {"generator.files.program"}
