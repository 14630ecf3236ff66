"""The scripts of generated pages: a core, and files that are loaded later and share its modules."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import generator.theme
from generator.build.site.bundles import CORE, Bundles, bundle_modules, minified
from generator.build.site.scripts import shortened_script

SCRIPTS = sorted((Path(generator.theme.__path__[0]) / "assets" / "javascripts").glob("*.js"))
MODULES = {script.stem: shortened_script(str(script)) or "" for script in SCRIPTS}
TSC = Path(__file__).parents[1] / "javascript" / "node_modules" / ".bin" / "tsc"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

needs_minify = pytest.mark.skipif(find_spec("minify") is None, reason="tdewolff-minify has no wheel for this system")
Shorten = Callable[[str], str]
#: Bundles are shortened where that is possible.
both_forms = pytest.mark.parametrize("shorten", [str, pytest.param(minified, marks=needs_minify)])


def of_theme(shorten: Shorten = str) -> Bundles:
    bundles = bundle_modules(MODULES, shorten=shorten)
    assert bundles
    return bundles


def run(folder: Path, modules: dict[str, str], shorten: Shorten) -> str:
    """Return what a bundle prints whose core runs the module ``first``."""
    bundles = bundle_modules(modules | {"start": ""}, ("first",), shorten=shorten)
    assert bundles
    (folder / "package.json").write_text('{"type": "module"}')
    for path, text in bundles.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    command = ["node", str(folder / bundles.paths["core"])]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_all_modules_import_and_export_as_the_bundles_expect() -> None:
    imported = re.compile(r'import \{[^}]*\} from "\./[\w-]+\.js"')
    exported = re.compile(r"export (?:async )?(?:function|class|const) \w+")
    for name, text in MODULES.items():
        for statement in re.finditer(r"^(?:import|export)\b(?!\()[^(;=]*", text, re.MULTILINE):
            assert imported.match(statement[0]) or exported.match(statement[0]), (name, statement[0])
        for called in re.finditer(r"(?<![#.\w])import\(.*", text):
            assert re.match(r'import\("\./[\w-]+\.js"\)', called[0]), (name, called[0])


@needs_node
@both_forms
def test_each_file_is_a_module_that_imports_the_core_alone(shorten: Shorten) -> None:
    bundles = of_theme(shorten)
    core = Path(bundles.paths["core"]).name
    for name, path in bundles.paths.items():
        text = bundles.files[path]
        checked = subprocess.run(
            ["node", "--check", "--input-type=module"], input=text, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, (name, checked.stderr)
        imports = re.findall(r'^import *\{[^}]*\} *from *"\./([^"]*)"', text, re.MULTILINE)
        assert imports == ([] if name in ("core", "start") else [core])
        for later in re.findall(r'import\("\./([^"]*)"\)', text):
            assert f"assets/javascripts/{later}" in bundles.files


def test_what_is_loaded_later_has_a_file_and_the_core_has_none_of_it() -> None:
    bundles = of_theme()
    for name in ("search-page", "search-dialog", "reader-list", "map", "citation-box", "citation-list"):
        assert f'define("{name}", ' in bundles.files[bundles.paths[name]]
        assert f'define("{name}", ' not in bundles.files[bundles.paths["core"]]
    for name in CORE:
        assert name not in bundles.paths


@needs_node
@both_forms
def test_modules_have_names_of_their_own_and_files_share_what_the_core_has(tmp_path: Path, shorten: Shorten) -> None:
    modules = {
        "first": 'import { one as first } from "./shared.js"\nconst own = 1\n'
        'import("./later.js").then(({ start }) => start(first, own))\n',
        "later": 'import { one } from "./shared.js"\nimport { two } from "./both.js"\nconst own = 2\n'
        "export const start = async (first, given) => {\n"
        'const { other } = await import("./other.js")\n'
        "console.log(first === one, own, given, other === two)\n}\n",
        "other": 'import { two } from "./both.js"\nexport const other = two\n',
        "shared": "export const one = {}\n",
        "both": "export const two = {}\n",
    }
    assert run(tmp_path, modules, shorten) == "true 2 1 true\n"


def test_a_file_leaves_out_what_is_there_when_it_is_loaded() -> None:
    modules = {
        "first": 'import("./one.js")\nimport("./two.js")\n',
        "one": 'import { a } from "./shared.js"\nimport { b } from "./own.js"\nimport("./both.js")\n',
        "two": 'import { a } from "./shared.js"\nimport("./both.js")\nimport("./last.js")\n',
        "both": 'import { a } from "./shared.js"\nimport { b } from "./own.js"\nexport const c = a\n',
        "last": 'import { a } from "./shared.js"\nimport { c } from "./both.js"\n',
        "shared": "export const a = 1\n",
        "own": "export const b = 1\n",
    }
    bundles = bundle_modules(modules | {"start": ""}, ("first",))
    assert bundles
    defined = {name: re.findall(r'define\("(\w+)", ', bundles.files[path]) for name, path in bundles.paths.items()}
    assert {name: sorted(made) for name, made in defined.items()} == {
        "core": ["first"],
        "start": [],
        "one": ["one", "own", "shared"],
        "two": ["shared", "two"],
        "both": ["both", "own"],
        "last": ["both", "last", "own"],
    }


@needs_node
@both_forms
def test_a_module_of_the_core_that_another_loads_later_is_that_of_the_core(tmp_path: Path, shorten: Shorten) -> None:
    modules = {
        "first": 'import { one } from "./shared.js"\nexport const mine = one\n'
        'import("./shared.js").then((shared) => console.log(shared.one === one))\n',
        "shared": 'export const one = {}\nexport const back = () => import("./first.js")\n',
    }
    assert run(tmp_path, modules, shorten) == "true\n"


def test_names_change_with_any_module() -> None:
    before = of_theme()
    after = bundle_modules(MODULES | {"citation-box": MODULES["citation-box"] + "// new\n"})
    assert after
    assert not set(before.files) & set(after.files)
    assert of_theme() == before


@needs_minify
def test_bundles_are_shortened_by_a_fifth() -> None:
    short, long = (sum(map(len, of_theme(shorten).files.values())) for shorten in (minified, str))
    assert short < 0.8 * long


def test_bundles_stay_as_they_are_where_nothing_can_shorten_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)
    assert of_theme(minified) == of_theme()


@needs_minify
def test_scripts_that_cannot_be_read_are_not_bundled() -> None:
    assert bundle_modules(MODULES | {"digest": "const = 1\n"}, shorten=minified) is None


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./elements.js"\n',
        'import "./elements.js"\n',
        "export default 1\n",
        "export { one }\n",
        'import { a } from "./nowhere.js"\n',
        'import { keys } from "./search.js"\nimport("./reader.js")\n',
    ],
)
def test_modules_that_are_written_otherwise_are_not_bundled(text: str) -> None:
    written = MODULES | {"digest": text, "search": 'import { b } from "./digest.js"\n'}
    assert bundle_modules(written) is None


@needs_minify
@pytest.mark.skipif(not TSC.exists(), reason="needs TypeScript, which make javascript installs")
def test_shortened_scripts_use_no_name_before_its_declaration(tmp_path: Path) -> None:
    """tdewolff-minify moves some declarations before those that they need, and such a script stops when it runs."""
    bundles = of_theme(minified)
    (tmp_path / "planted.js").write_text("export const f = () => { const a = b, b = 1; return a }\n")
    for path, text in bundles.files.items():
        (tmp_path / Path(path).name).write_text(text)
    options = ["--ignoreConfig", "--allowJs", "--checkJs", "--noEmit", "--target", "esnext", "--module", "esnext"]
    command = [str(TSC), *options, *map(str, sorted(tmp_path.glob("*.js")))]
    printed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path).stdout
    found = {line.partition("(")[0] for line in printed.splitlines() if " error TS2448:" in line}
    assert found == {"planted.js"}
