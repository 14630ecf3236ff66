"""The scripts of generated pages: a core that every page loads, and one file for each module that is loaded later.

Twenty modules are twenty requests, one after another where they import each other. A file has a module with all that it
imports, so that a feature is one request. Names of files end in a hash of all of them, so that an open page of an older
version never gets a file of a newer one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib import import_module

#: What the files are made of, as a pattern of paths in the site.
SCRIPTS = "assets/javascripts/*.js"
#: The modules that every generated page runs.
CORE = ("palette-choice", "keys", "reader", "digest", "search")

#: The script that runs before a page is drawn.
START = "start"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js"\n', re.MULTILINE)
_LATER = re.compile(r'(?<![#.\w])import\("\./([\w-]+)\.js"\)')
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b(?!\()", re.MULTILINE)
_VERSION = "@version@"
#: A module that is in several files is still made once: modules have state, such as listeners and caches.
_DEFINE = "const made = {}\nexport const define = (name, make) => (made[name] ??= make())\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundles:
    """Contents of files by path, and paths by the name of a file's module; that of the core is ``core``.

    ``start`` runs before a page is drawn and is no module.
    """

    files: Mapping[str, str]
    paths: Mapping[str, str]


def bundle_modules(
    modules: Mapping[str, str], core: tuple[str, ...] = CORE, *, shorten: Callable[[str], str] = str
) -> Bundles | None:
    """Return the files of the core and of all modules that it loads later, from the texts of modules by name.

    A file leaves out modules that are certainly there when it is loaded.

    Each module becomes a function that returns its exports, so names of one never meet those of another. This relies on
    how the theme's modules are written: they import names from files beside them, and export functions, classes and
    constants where they are defined (``tests/build/test_bundles.py``). Returns None where a module is missing or
    written otherwise, as that of a digest's own theme may be.
    """
    try:
        loaded = _loaded_before(core, modules)
        in_core = _in_order(core, modules)
        texts = {"core": _DEFINE + "".join(_defined(name, modules, in_core) for name in in_core)}
        for name in sorted(loaded):
            texts[name] = _later_file(name, modules, loaded[name])
        texts[START] = modules[START]
        texts = {name: shorten(text) for name, text in texts.items()}
    except (KeyError, CycleError, ValueError):
        return None
    version = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:8]
    paths = {name: f"assets/javascripts/{name}-{version}.js" for name in texts}
    return Bundles(files={paths[name]: text.replace(_VERSION, version) for name, text in texts.items()}, paths=paths)


def minified(text: str, media_type: str = "text/javascript") -> str:
    """Return a script with short local names, a quarter smaller, or a style sheet without what a browser ignores.

    Where tdewolff-minify has no wheel, the text stays as it was. Raises ValueError for a script that is no JavaScript.
    """
    try:
        minify = import_module("minify")
    except ImportError:
        return text
    return str(minify.string(media_type, text))


def _in_order(entries: Collection[str], modules: Mapping[str, str]) -> list[str]:
    """Return the entries and all that they import, each after its imports."""
    graph: dict[str, list[str]] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name not in graph:
            graph[name] = sorted({found[2] for found in _IMPORT.finditer(modules[name])})
            waiting += graph[name]
    return list(TopologicalSorter({name: graph[name] for name in sorted(graph)}).static_order())


def _loaded_before(core: Collection[str], modules: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the modules that ``import()`` loads and that are not in the core, with what is there before each of them.

    That is the core, and what all files have, or have before them, from which the module is loaded.
    """
    later = {name: frozenset(_LATER.findall(text)) for name, text in modules.items()}
    in_core = set(_in_order(core, modules))
    contents = {"": in_core}  # of each file, with what it would have in common with others; the core is ""
    waiting = [""]
    while waiting:
        for name in _later_modules(contents[waiting.pop()], later) - in_core:
            if name not in contents:
                contents[name] = set(_in_order((name,), modules))
                waiting.append(name)
    loaders = {name: [each for each in contents if name in _later_modules(contents[each], later)] for name in contents}
    everything = set[str]().union(*contents.values())
    before = {name: set(in_core) if name == "" else everything for name in contents}
    changed = True
    while changed:
        changed = False
        for name in contents.keys() - {""}:
            common = everything.intersection(*(contents[each] | before[each] for each in loaders[name]))
            changed |= common != before[name]
            before[name] = common
    return {name: found for name, found in before.items() if name}


def _later_modules(names: Collection[str], later: Mapping[str, Collection[str]]) -> set[str]:
    """Return all that some modules load later; ``later`` is that of each module."""
    return set[str]().union(*(later[name] for name in names))


def _later_file(name: str, modules: Mapping[str, str], before: Collection[str]) -> str:
    needed = _in_order((name,), modules)
    text = f'import {{ define }} from "./core-{_VERSION}.js"\n'
    for each in needed:
        made = f'const {_variable(each)} = define("{each}")\n'
        text += made if each in before else _defined(each, modules, needed)
    return text + f"export const {{ {', '.join(_exports(modules[name]))} }} = {_variable(name)}\n"


def _defined(name: str, modules: Mapping[str, str], present: Collection[str]) -> str:
    """Return the statement that makes a module; ``present`` are the modules with a variable in the same file."""

    def imported(found: re.Match[str]) -> str:
        return f"const {{{found[1].replace(' as ', ': ')}}} = {_variable(found[2])}\n"

    def loaded(found: re.Match[str]) -> str:
        later = found[1]
        # Not at once: the other module may be made after this one.
        return f"Promise.resolve().then(() => {_variable(later)})" if later in present else _import_of(later)

    text = modules[name]
    exports = ", ".join(_exports(text))
    text = _EXPORT.sub(r"\1 \2", _LATER.sub(loaded, _IMPORT.sub(imported, text)))
    if _OTHER.search(text):
        raise ValueError(name)
    return f'const {_variable(name)} = define("{name}", () => {{\n{text}return {{ {exports} }}\n}})\n'


def _exports(text: str) -> Iterator[str]:
    return (found[2] for found in _EXPORT.finditer(text))


def _import_of(name: str) -> str:
    return f'import("./{name}-{_VERSION}.js")'


def _variable(name: str) -> str:
    return f"_{name.replace('-', '_')}"
