"""The search page's own script and style sheet have what the page needs of those of the theme."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

import generator.theme
from generator.build.site.scripts import shortened_script
from generator.build.site.search_page_files import ENTRIES, bundle_modules, used_styles

SCRIPTS = sorted((Path(generator.theme.__path__[0]) / "assets" / "javascripts").glob("*.js"))
MODULES = {script.stem: shortened_script(str(script)) or "" for script in SCRIPTS}
EMPTY = dict.fromkeys(ENTRIES, "")


def test_all_modules_import_and_export_as_the_bundle_expects() -> None:
    imported = re.compile(r'import \{[^}]*\} from "\./[\w-]+\.js"')
    exported = re.compile(r"export (?:async )?(?:function|class|const) \w+")
    for name, text in MODULES.items():
        for statement in re.finditer(r"^(?:import|export)\b(?!\()[^(;=]*", text, re.MULTILINE):
            assert imported.match(statement[0]) or exported.match(statement[0]), (name, statement[0])


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_the_bundle_is_a_module_that_imports_nothing_at_once() -> None:
    bundle = bundle_modules(MODULES)
    command = ["node", "--check", "--input-type=module"]
    checked = subprocess.run(command, input=bundle, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert not re.search(r"^import\b", bundle, re.MULTILINE)
    assert set(re.findall(r'import\("\./([\w-]+)\.js"\)', bundle)).isdisjoint(ENTRIES)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_modules_of_a_bundle_have_names_of_their_own_and_find_each_other() -> None:
    modules = EMPTY | {
        "search": 'import { one as first } from "./shared.js"\nconst own = 1\n'
        'import("./search-page.js").then(({ start }) => start(first, own))\n',
        "search-page": 'import { one } from "./shared.js"\nconst own = 2\n'
        "export const start = (first, given) => console.log(first === one, own, given)\n",
        "shared": "export const one = {}\n",
    }
    command = ["node", "--input-type=module"]
    ran = subprocess.run(command, input=bundle_modules(modules), capture_output=True, text=True, check=True)
    assert ran.stdout == "true 2 1\n"


def test_what_is_left_of_material_s_style_sheet_is_whole() -> None:
    [sheet] = Path(str(files("material"))).glob("templates/assets/stylesheets/main.*.css")
    for words in ("", "md-typeset admonition md-header md-search"):
        left = used_styles([sheet.read_text(encoding="utf-8")], [words])
        assert used_styles([left], [words, " ".join(re.findall(r"--[\w-]+", left))]) == left
        assert left.endswith("}\n")
        assert len(left) < 50_000


@pytest.mark.parametrize(
    ("css", "words", "kept"),
    [
        (".a{x:1}.b{x:2}", "a", ".a{x:1}\n"),
        (".a,.b .a{x:1}", "a", ".a{x:1}\n"),
        ("p,.b{x:1}", "", "p{x:1}\n"),
        (":is(.a,.b):not(.c){x:1}", "", ":is(.a,.b):not(.c){x:1}\n"),
        (".a :is(.b, .c :is(p, q), .d),.e{x:1}", "a", ".a :is(.b, .c :is(p, q), .d){x:1}\n"),
        ("@media print{.a{x:1}.b{x:2}}@media screen{.b{x:1}}", "a", "@media print{.a{x:1}}\n"),
        ("@keyframes k{0%{x:1}}", "", "@keyframes k{0%{x:1}}\n"),
        ('@charset "UTF-8";.a{x:"}{"}', "a", '.a{x:"}{"}\n'),
        ("/* .a{} */.a{x:1}", "a", ".a{x:1}\n"),
        (":root{--u:url('data:;{}');--v:1;x:var(--v)}", "", ":root{--v:1;x:var(--v)}\n"),
        (""":root{--u:url("data:;<a b='c(1)'>");x:1}""", "", ":root{x:1}\n"),
        ("a{--u:url(data:;{,});x:url(a}b)}", "", "a{x:url(a}b)}\n"),
        (":root{--v:1}", "--v", ":root{--v:1}\n"),
        (
            "[data-md-color-primary=red]{x:1}[data-md-color-primary=blue]{x:2}",
            "red",
            "[data-md-color-primary=red]{x:1}\n",
        ),
    ],
)
def test_rules_that_no_text_mentions_are_left_out(css: str, words: str, kept: str) -> None:
    assert re.sub(r"\}\n+\}", "}}", used_styles([css], [words])) == kept
