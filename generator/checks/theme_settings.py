"""Settings of Material and MkDocs that the theme cannot follow: each is reported with what to use in its place.

Most curators know Material for MkDocs and try its settings. Without this check, some would be ignored silently.
docs/theming.md lists those that work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import yaml

from generator.errors import Place, Problem, Severity
from generator.yaml.config_file import nearest_mark, plain, read_config

FILE = "mkdocs.yml"
#: Names for ``primary`` and ``accent``: those of Material with a rule in the theme's colours.css, and ``custom``.
COLOURS = (
    *("red", "pink", "purple", "deep purple", "indigo", "blue", "light blue", "cyan", "teal", "green", "light green"),
    *("lime", "yellow", "amber", "orange", "deep orange", "brown", "grey", "blue grey", "black", "custom"),
)
#: Features of Material that work here, on hand-written pages. tests/pages/test_theme_settings.py tries them.
FEATURES = (
    *("content.action.edit", "content.action.view", "content.code.annotate", "content.code.copy"),
    *("content.code.select", "content.footnote.tooltips", "content.tabs.link", "content.tooltips"),
    *("navigation.instant", "navigation.instant.prefetch", "navigation.tracking", "toc.follow"),
)
_ICONS = ("logo", "edit", "view")
#: Files that the theme contains.
_THEME_FILES = ("assets/images/digestif.svg", "assets/images/favicon.png")
#: A step of a path such as palette[0].primary: a place of a list, or a key.
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_MARKUP = re.compile(r"<[a-z/]", re.IGNORECASE)
_EXTENDS_MATERIAL = re.compile(r"""\{%-?\s*extends\s+["']base\.html["']""")
_ELSEWHERE = "the page's Content-Security-Policy blocks files of other hosts"


@dataclass(frozen=True, slots=True)
class _Settings:
    """``mkdocs.yml`` as plain values, with what is needed to find the place of a value and to look up files."""

    node: yaml.MappingNode
    values: Mapping[str, Any]
    has_file: Callable[[str], bool]
    main_template: str

    def section(self, name: str) -> Mapping[str, Any]:
        value = self.values.get(name)
        return value if isinstance(value, dict) else {}

    def problem(self, keys: str, found: str, fix: str, *, severity: Severity = "warning") -> Problem:
        path = [int(place) if place else key for place, key in _STEP.findall(keys)]
        mark = nearest_mark(self.node, *path)
        place = Place(file=FILE, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=FILE)
        return Problem(place=place, code="theme-setting", field=keys, found=found, fix=fix, severity=severity)


def check_theme_settings(raw: bytes, *, has_file: Callable[[str], bool], main_template: str = "") -> Iterator[Problem]:
    """Yield a problem for every setting in the text of ``mkdocs.yml`` that the theme does not follow.

    ``has_file`` says whether a path exists below ``docs_dir`` or ``theme.custom_dir``; ``main_template`` is the text of
    the site's own ``main.html``. Raises DigestifError where the file cannot be read.
    """
    node = read_config(raw, file=FILE)
    values = plain(node)
    settings = _Settings(node, values if isinstance(values, dict) else {}, has_file, main_template)
    checks = (_theme, _palette, _images, _features, _stylesheets, _scripts, _analytics, _extra, _mkdocs)
    return chain.from_iterable(check(settings) for check in checks)


def _theme(settings: _Settings) -> Iterator[Problem]:
    theme = settings.values.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if name != "digestif":
        yield settings.problem(
            "theme.name" if isinstance(theme, dict) else "theme",
            f"is {name!r}" if name else "is missing",
            "the pages need the theme digestif, as in theme: {name: digestif}",
            severity="error",
        )
    options = settings.section("theme")
    if options.get("font") not in (None, False):
        fix = "put font files under docs/ and load them with @font-face in a file of extra_css"
        yield settings.problem("theme.font", "fonts of other hosts are not loaded", fix)
    icons = options.get("icon")
    if icons is not None and not isinstance(icons, dict):
        fix = "expected a mapping, as in icon: {logo: material/book}"
        yield settings.problem("theme.icon", f"is {icons!r}", fix)
    for icon in icons if isinstance(icons, dict) else ():
        if icon not in _ICONS:
            fix = f"remove it; icons that can be set: {', '.join(_ICONS)}"
            yield settings.problem(f"theme.icon.{icon}", "the theme does not show this icon", fix)
    if _EXTENDS_MATERIAL.search(settings.main_template):
        yield settings.problem(
            "theme.custom_dir",
            "its main.html extends Material's base.html, which leaves out the page's policy and styles",
            'write {% extends "digestif.html" %} at its top; the blocks have the same names',
        )


def _palette(settings: _Settings) -> Iterator[Problem]:
    given = settings.section("theme").get("palette")
    options = given if isinstance(given, list) else [given]
    for place, option in enumerate(options):
        keys = f"theme.palette[{place}]" if isinstance(given, list) else "theme.palette"
        if option is None:
            continue
        if not isinstance(option, dict):
            fix = "expected a mapping, as in palette: {primary: teal}"
            severity: Severity = "warning" if isinstance(given, list) else "error"
            yield settings.problem(keys, f"is {option!r}", fix, severity=severity)
            continue
        for role in ("primary", "accent"):
            colour = option.get(role)
            if colour is not None and str(colour).replace("-", " ") not in COLOURS:
                fix = f"choose one of {', '.join(COLOURS)}, or set --dg-accent in a file of extra_css"
                yield settings.problem(f"{keys}.{role}", f"there is no colour {colour!r}", fix)
        scheme = option.get("scheme")
        if scheme not in (None, "default", "slate") and not settings.values.get("extra_css"):
            fix = "choose default (light) or slate (dark), or add its rules in a file of extra_css"
            yield settings.problem(f"{keys}.scheme", f"there is no scheme {scheme!r}", fix)


def _images(settings: _Settings) -> Iterator[Problem]:
    for image in ("logo", "favicon"):
        path = settings.section("theme").get(image)
        if path is not None and path not in _THEME_FILES:
            yield from _own_file(settings, f"theme.{image}", path)


def _features(settings: _Settings) -> Iterator[Problem]:
    features = settings.section("theme").get("features")
    if features is not None and not isinstance(features, list):
        fix = "expected a list, as in features: [navigation.instant]"
        yield settings.problem("theme.features", f"is {features!r}", fix, severity="error")
    for place, feature in enumerate(features if isinstance(features, list) else ()):
        if feature not in FEATURES:
            fix = f"remove it; features that work: {', '.join(FEATURES)}"
            yield settings.problem(f"theme.features[{place}]", f"{feature} has no effect in this theme", fix)


def _stylesheets(settings: _Settings) -> Iterator[Problem]:
    paths = settings.values.get("extra_css")
    if paths is not None and not isinstance(paths, list):
        fix = "expected a list, as in extra_css: [own.css]"
        yield settings.problem("extra_css", f"is {paths!r}", fix, severity="error")
    for place, path in enumerate(paths if isinstance(paths, list) else ()):
        yield from _own_file(settings, f"extra_css[{place}]", path)


def _scripts(settings: _Settings) -> Iterator[Problem]:
    scripts = settings.values.get("extra_javascript")
    if scripts is not None and not isinstance(scripts, list):
        fix = "expected a list, as in extra_javascript: [own.js]"
        yield settings.problem("extra_javascript", f"is {scripts!r}", fix, severity="error")
    for place, script in enumerate(scripts if isinstance(scripts, list) else ()):
        path = script.get("path") if isinstance(script, dict) else script
        yield from _own_file(settings, f"extra_javascript[{place}]", path)


def _own_file(settings: _Settings, keys: str, path: object) -> Iterator[Problem]:
    if not isinstance(path, str) or not path:
        yield settings.problem(keys, f"is {path!r}", "expected the path of a file under docs/")
    elif urlsplit(path).scheme or path.startswith("//"):
        fix = "download the file, put it under docs/ and give its path"
        if keys.startswith("extra_javascript"):
            fix += "; a script that counts visits goes to extra.analytics"
        yield settings.problem(keys, f"{path}: {_ELSEWHERE}", fix)
    elif not settings.has_file(path):
        yield settings.problem(keys, f"{path}: there is no such file", "give its path below docs/")


def _analytics(settings: _Settings) -> Iterator[Problem]:
    if settings.section("extra").get("analytics") is None:
        return
    example = "extra.analytics: {provider: script, src: https://stats.example.org/count.js}"
    analytics = settings.section("extra")["analytics"]
    provider = analytics.get("provider") if isinstance(analytics, dict) else None
    if provider != "script":
        found = f"the provider {provider!r} needs inline script, which the page's policy blocks"
        fix = f"use a service that needs only one script, as in {example}"
        yield settings.problem("extra.analytics.provider", found, fix)
        return
    if not re.fullmatch(r"https://[A-Za-z0-9.:-]+/\S+", str(analytics.get("src") or "")):
        found = "is not the https address of a script"
        yield settings.problem("extra.analytics.src", found, f"expected an address, as in {example}")
    if analytics.get("feedback") is not None:
        fix = "remove it; pages of papers link to a form for corrections"
        yield settings.problem("extra.analytics.feedback", "is not supported", fix)


#: Settings below ``extra`` that do nothing here, with what to do about it.
_EXTRA = {
    "consent": "remove it: pages set no cookies and load nothing that needs consent",
    "version": "remove it: a digest has one version",
    "alternate": "remove it: a digest has one language; link to others from a page",
}


def _extra(settings: _Settings) -> Iterator[Problem]:
    extra = settings.section("extra")
    for name, fix in _EXTRA.items():
        if extra.get(name) is not None:
            yield settings.problem(f"extra.{name}", "is not supported", fix)
    social = extra.get("social")
    for place, profile in enumerate(social if isinstance(social, list) else ()):
        link = profile.get("link") if isinstance(profile, dict) else None
        if not re.match(r"https?://[^/\s]", str(link or "")):
            fix = "expected an address, as in {name: Mastodon, link: https://example.social/@digest}"
            yield settings.problem(f"extra.social[{place}]", "has no link with an address", fix)


def _mkdocs(settings: _Settings) -> Iterator[Problem]:
    values = settings.values
    if values.get("use_directory_urls") is False:
        fix = "remove it: addresses of pages end in a slash"
        yield settings.problem("use_directory_urls", "must be true", fix, severity="error")
    if "plugins" not in values:
        found = "is missing, so MkDocs adds its own search, whose index is downloaded whole by every reader"
        yield settings.problem("plugins", found, "add: plugins: []")
    plugins = values.get("plugins")
    if isinstance(plugins, list | dict) and "search" in _names(plugins):
        yield settings.problem("plugins", "search is not used: the site has its own", "remove it: plugins: []")
    if _MARKUP.search(str(values.get("copyright") or "")):
        fix = "write it without markup, and link to the licence from the page about the site"
        yield settings.problem("copyright", "is shown as text, its markup included", fix)


def _names(plugins: list[Any] | Mapping[str, Any]) -> set[str]:
    names = [name for plugin in plugins for name in (plugin if isinstance(plugin, dict) else [plugin])]
    return {str(name) for name in names}
