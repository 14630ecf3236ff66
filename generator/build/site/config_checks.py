"""Checks of mkdocs.yml before MkDocs loads it: limits of the files that it inherits, and settings that run code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from generator.errors import DigestifError, Place, Problem
from generator.settings import SETTINGS_FILE
from generator.yaml.config_file import MAX_BYTES, entries, place_of, plain, read_config, walk

_MOST_INHERITED = 5
#: Extensions of Markdown that leave a line of HTML as it is.
UNCHANGING_EXTENSION = re.compile(
    r"(markdown\.extensions\.)?(abbr|admonition|attr_list|codehilite|def_list|fenced_code|footnotes|meta|sane_lists"
    r"|tables|toc)|pymdownx\.(betterem|caret|details|highlight|inlinehilite|keys|mark|superfences|tabbed|tasklist|tilde)"
)
#: Further extensions that run none of the site's code and read none of its files.
_SAFE_EXTENSION = re.compile(r"(markdown\.extensions\.)?(extra|md_in_html|nl2br|smarty|wikilinks)")
_SAFE_PLUGINS = ("search", "material/search")
_CODE_SETTINGS = {
    "INHERIT": "loads settings from another file",
    "hooks": "runs Python files",
    "extra_templates": "runs templates of the site",
}


def check_inherited_files(site: Path, raw: bytes) -> None:
    """Check mkdocs.yml and the files it inherits against the limits of ``read_config``.

    Raises DigestifError where one exceeds them, is no regular file, or where there are too many.
    """
    file, shown = site / SETTINGS_FILE, SETTINGS_FILE
    for _ in range(_MOST_INHERITED):
        node = read_config(raw, file=shown)
        settings = plain(node)
        parent = settings.get("INHERIT") if isinstance(settings, dict) else None
        if not isinstance(parent, str):
            return
        file = file.parent / parent
        if not file.is_file():
            place = place_of(node, "INHERIT", file=shown)
            raise DigestifError(f"{place}: INHERIT: {parent} is not a file", fix="name a file, or remove it")
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        shown = parent
    raise DigestifError(f"{SETTINGS_FILE}: INHERIT: leads through more than {_MOST_INHERITED} files", fix="merge them")


def refuse_code(raw: bytes) -> None:
    """Raise DigestifError naming every place in mkdocs.yml where a build would run code or read the environment.

    That is what ``--safe`` promises of a digest by a stranger: with this check passed, MkDocs runs its own code, the
    theme's and that of its standard extensions.
    """
    problems = sorted(_find_code(read_config(raw, file=SETTINGS_FILE)), key=lambda problem: problem.place.line or 0)
    if problems:
        raise DigestifError(
            "\n".join(["mkdocs.yml can run code of this digest, which --safe refuses:", *map(str, problems)]),
            fix="read these files; if you trust them, run the command without --safe",
        )


def _find_code(node: yaml.MappingNode) -> Iterator[Problem]:
    for key, value, line in entries(node):
        if key in _CODE_SETTINGS and plain(value) not in (None, [], ""):
            yield _problem(line, key, _CODE_SETTINGS[key])
        elif key == "theme" and isinstance(value, yaml.MappingNode):
            for name, _, at in entries(value):
                if name in ("custom_dir", "static_templates"):
                    yield _problem(at, f"theme.{name}", "runs templates of the site")
        elif key == "plugins":
            yield from _unknown(value, key, "loads a plugin", _SAFE_PLUGINS.__contains__)
        elif key == "markdown_extensions":
            yield from _unknown(value, key, "loads a module", _is_safe_extension)
    for each in walk(node):
        yield from _find_code_in_value(each)


def _find_code_in_value(node: yaml.Node) -> Iterator[Problem]:
    if node.tag == "!ENV":
        yield _problem(node.start_mark.line + 1, "!ENV", "reads the environment")
    elif node.tag.startswith(("!", "tag:yaml.org,2002:python/")) and node.tag != "!relative":
        shown = node.tag.replace("tag:yaml.org,2002:", "!!")
        yield _problem(node.start_mark.line + 1, shown, "loads Python objects")
    if isinstance(node, yaml.MappingNode):
        for key, _, line in entries(node):
            if key == "<<":
                yield _problem(line, key, "merges settings, which --safe does not follow")


def _unknown(value: yaml.Node, setting: str, verb: str, is_safe: Callable[[str], bool]) -> Iterator[Problem]:
    for name, line in _names(value):
        if not is_safe(name):
            yield _problem(line, setting, f"{verb} ({name})")


def _names(value: yaml.Node) -> Iterator[tuple[str, int]]:
    """Yield the names in a list of names and one-entry mappings, or in a mapping; both forms are MkDocs'."""
    if isinstance(value, yaml.MappingNode):
        yield from ((key, line) for key, _, line in entries(value))
    elif isinstance(value, yaml.SequenceNode):
        for item in value.value:
            if isinstance(item, yaml.ScalarNode):
                yield item.value, item.start_mark.line + 1
            else:
                yield from _names(item)


def _is_safe_extension(name: str) -> bool:
    return bool(UNCHANGING_EXTENSION.fullmatch(name) or _SAFE_EXTENSION.fullmatch(name))


def _problem(line: int, setting: str, found: str) -> Problem:
    return Problem(place=Place(file=SETTINGS_FILE, line=line), code="settings-code", field=setting, found=found)
