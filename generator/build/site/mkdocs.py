"""The only module that knows MkDocs: docs/ and mkdocs.yml in, rendered pages out."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

# Read by Material when its plugins are loaded: its notice on MkDocs 2 is for people who choose a theme.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, file_sort_key
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from generator.build.site.bundles import SCRIPTS, Bundles, bundle_modules, minified
from generator.build.site.config_checks import UNCHANGING_EXTENSION, check_inherited_files, refuse_code
from generator.build.site.frames import ADDRESS
from generator.build.site.page_languages import language_versions
from generator.build.site.script_words import translate_script
from generator.build.site.scripts import PALETTE, WORKER, WORKER_OFF, shortened_script, without_comments
from generator.build.site.used_styles import (
    ALL_SHEETS,
    MATERIAL_SHEETS,
    SEARCH_SHEETS,
    SEARCH_STYLES,
    SHEETS,
    STYLES,
    own_names,
    page_texts,
    search_page_texts,
    used_styles,
)
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.language.languages import ENGLISH, Language, language_named
from generator.language.templates import install_words
from generator.settings import (
    SETTINGS_FILE,
    Settings,
    load_settings,
    missing_settings,
    parse_folders,
    parse_settings,
    read_settings_file,
)
from generator.site_folders import SiteFolders, check_site_folders, relative_folder
from generator.text.languages import check_language

#: Features that need Material's script on generated pages.
_NEED_MATERIAL = frozenset({"navigation.instant", "header.autohide"})
_DIRTY_BUILD_NOTICE = "A 'dirty' build is being performed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """MkDocs' warnings, in order, and every page's whole address where some pages were left out or replaced."""

    warnings: tuple[str, ...]
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteLayout:
    """A site as mkdocs.yml describes it: folders, pages in the navigation, and whether pages can be made from frames.

    Folders are paths below the digest's folder; ``theme`` is its own folder of templates, empty where it has none.
    ``nav`` are paths under ``docs``. ``framed`` is False where a plugin, a hook or an unknown extension of Markdown may
    change any page in its own way.
    """

    docs: str
    site: str
    theme: str
    nav: frozenset[str]
    framed: bool

    @property
    def folders(self) -> SiteFolders:
        """The folders alone."""
        return SiteFolders(docs=self.docs, site=self.site, theme=self.theme)


def read_layout(site: Path, *, safe: bool = False) -> SiteLayout:
    """Read mkdocs.yml. Loading it may run code of the digest, unless ``safe`` refuses that.

    Raises DigestifError where MkDocs refuses the file, where a folder is not a build's to use, and with ``safe`` where
    a setting runs code.
    """
    load_settings(site)
    raw = read_settings_file(site)
    if safe:
        refuse_code(raw)
    check_inherited_files(site, raw)
    config = _load_config(site, None, "")
    root = Folder(site).root
    folders = SiteFolders(
        docs=relative_folder(root, config.docs_dir),
        site=relative_folder(root, config.site_dir),
        theme=relative_folder(root, config.theme.custom_dir) if config.theme.custom_dir else "",
        places=parse_folders(raw, root=root).places,
    )
    check_site_folders(Folder(site), folders)
    unchanging = all(UNCHANGING_EXTENSION.fullmatch(extension) for extension in config.markdown_extensions)
    return SiteLayout(
        docs=folders.docs,
        site=folders.site,
        theme=folders.theme,
        nav=frozenset(_nav_paths(config.nav)),
        framed=unchanging and config.nav is not None and not config.plugins and not config.hooks,
    )


def render_site(site: Path, out: Path, *, epoch: int, preview: str = "") -> tuple[str, ...]:
    """Have MkDocs render docs/ into the new folder ``out``; returns MkDocs' warnings, in order.

    ``epoch`` (seconds since 1970) is the date that pages have, so that one commit gives the same bytes everywhere.
    ``preview`` is the address of a local server that replaces ``site_url``.
    """
    return render_except({}, site, out, epoch=epoch, preview=preview).warnings


def render_except(
    replacements: Mapping[str, str | None], site: Path, out: Path, *, epoch: int, preview: str = ""
) -> Rendered:
    """Render as ``render_site`` does, except ``replacements``, by paths under docs/.

    None leaves a page out: MkDocs knows its address and does not render it. A text is rendered in the page's place,
    under the address ``frames.ADDRESS``. The folder ``out`` keeps what else is in it; a page that is there already is
    not rendered again.
    """
    plugin = _ReplacePages(replacements, parse_settings(read_settings_file(site)))
    with _build_date(epoch), _collected_warnings() as warnings:
        config = _load_config(site, out, preview)
        config.plugins["digestif"] = plugin
        try:
            mkdocs_build(config, dirty=True)
        except MkDocsException as error:
            raise DigestifError(
                f"MkDocs could not render the site: {'; '.join(warnings) or error}",
                fix="correct mkdocs.yml, or the page under docs/ that the message names",
            ) from error
    return Rendered(warnings=tuple(warnings), addresses=plugin.addresses)


class _ReplacePages(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # no settings; its base hooks into subclassing
    """Keeps MkDocs from rendering pages that frames make.

    It uses MkDocs' own events and the switch of its dirty builds: MkDocs reads and renders a page only where the page's
    file says that it was modified.
    """

    def __init__(self, replacements: Mapping[str, str | None], settings: Settings) -> None:
        self.addresses: dict[str, str] = {}
        self._workers = {WORKER: WORKER, WORKER_OFF: ""} if settings.offline else {WORKER_OFF: WORKER, WORKER: ""}
        self._language = language_named(settings.language) or ENGLISH
        self._replacements = replacements
        self._bundles: Bundles | None = None
        self._versions: dict[str, dict[str, str]] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Mark the pages to leave out, translate and shorten the theme's scripts, and add those of generated pages.

        Of the two service workers, that of the setting ``offline`` is put at the root, which is then its scope.

        Pages of other parts are not under docs/, and are added to the list.
        """
        for each in tuple(files):
            script = shortened_script(each.abs_src_path or "")
            if script is not None:
                files.remove(each)
                name = PurePath(each.src_uri).name
                if target := self._workers.get(name, each.src_uri):
                    # In English, each module is as in plain MkDocs: a bundle is what leaves out functions for messages.
                    code = script if self._language.is_source else translate_script(name, script, self._language)
                    files.append(File.generated(config, target, content=code))
        self._bundles = _bundles(files, config, self._language)
        if self._bundles:
            for path, content in {**self._bundles.files, **_style_files(files, config, self._bundles)}.items():
                files.append(File.generated(config, path, content=content))
        missing = [path for path in self._replacements if files.get_file_from_path(path) is None]
        for path in missing:
            files.append(File.generated(config, path, content=""))
        in_nav = None if config.nav is None else set(_nav_paths(config.nav))
        for path, text in self._replacements.items():
            file = files.get_file_from_path(path)
            if text is None and file is not None:
                file.is_modified = _never  # type: ignore[method-assign]  # the seam: tests/build/test_frames.py
                if in_nav is not None and path not in in_nav:
                    file.page = _AddressOnly(file, config)
        return Files(sorted(files, key=file_sort_key)) if missing else files

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Shorten the script of the palette, which MkDocs makes of a template."""
        return minified(without_comments(output)) if template_name == PALETTE else output

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Return the text that replaces a page's own, if there is one."""
        return self._replacements.get(page.file.src_uri)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Give frame.html the paths of bundles, and collect addresses and languages.

        All pages have been read by now, and none has been rendered.
        """
        env.globals["bundles"] = self._bundles.paths if self._bundles else {}
        install_words(env)
        for file in files.documentation_pages():
            if file.page is not None:
                self.addresses[file.src_uri] = file.page.canonical_url or ""
        self._versions = language_versions(_page_languages(files, str(config.theme.get("language"))))

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Give a frame its placeholder address, and a page in several languages the addresses of all its versions.

        sitemap.xml, which was made before, has the page's own address.
        """
        versions = self._versions.get(page.file.src_uri, {})
        context["versions"] = {language: self.addresses[path] for language, path in versions.items()}
        if page.file.src_uri in self._replacements and page.canonical_url:
            page.canonical_url = ADDRESS


class _AddressOnly(Page):
    """A page that is not rendered: what sitemap.xml and links need of it, in a tenth of the time of a whole page."""

    def __init__(self, file: File, config: MkDocsConfig) -> None:
        self.file = file
        self.title = self.markdown = self.content = None
        self.active = False
        self.update_date = get_build_date()
        self.canonical_url = f"{config.site_url.rstrip('/')}/{file.url}" if config.site_url else None
        self.abs_url = None


def _page_languages(files: Files, language: str) -> dict[str, str]:
    """Return the languages of hand-written pages by path; ``language`` is that of pages that name none.

    What is no language is reported, and taken out of the page.
    """
    found: dict[str, str] = {}
    for file in files.documentation_pages():
        page = file.page
        if page is None or isinstance(page, _AddressOnly) or "kind" in page.meta:
            continue
        if "lang" in page.meta:
            page.meta["lang"] = _stated_language(page)
        found[file.src_uri] = page.meta.get("lang") or language
    return found


def _stated_language(page: Page) -> str:
    given = page.meta["lang"]
    try:
        return check_language(given if isinstance(given, str) else json.dumps(given, default=str))
    except ValueError as error:
        problem, _, fix = str(error).partition("\n")
        if given is False:
            fix = "write lang: 'no', because YAML reads no as false"
        logging.getLogger("mkdocs.digestif").warning("docs/%s: lang: %s; %s", page.file.src_uri, problem, fix)
        return ""


def _bundles(files: Files, config: MkDocsConfig, language: Language) -> Bundles | None:
    """Return the scripts of generated pages; None for a site whose pages need Material's script or each module.

    Scripts of a site's own may use what Material's script offers, and instant navigation needs the same scripts on all
    pages.
    """
    if config.extra_javascript or _NEED_MATERIAL.intersection(config.theme.get("features") or ()):
        return None
    texts = {PurePath(path): text for path, text in _texts(files, SCRIPTS).items()}
    modules = {path.stem: translate_script(path.name, text, language) for path, text in texts.items()}
    return bundle_modules(modules, shorten=minified)


def _style_files(files: Files, config: MkDocsConfig, bundles: Bundles) -> dict[str, str]:
    """Return the style sheets of generated pages by path: that of the search page, and that of all others."""
    own = [text for path in config.extra_css for text in _texts(files, str(path)).values()]
    used = [*bundles.files.values(), *own, json.dumps(config.theme.get("palette"), default=str)]
    sheets = [text for pattern in SHEETS for text in _texts(files, pattern).values()]
    search_sheets = [*sheets, *(text for path in SEARCH_SHEETS for text in _texts(files, path).values())]
    all_sheets = _texts(files, ALL_SHEETS).items()
    of_theme = [own_names(text) for path, text in all_sheets if not fnmatchcase(path, MATERIAL_SHEETS)]
    custom_dir = config.theme.custom_dir
    styles = {
        STYLES: used_styles(sheets, [*used, *page_texts(custom_dir), *of_theme]),
        SEARCH_STYLES: used_styles(search_sheets, [*used, *search_page_texts(custom_dir)]),
    }
    return {path: minified(text, "text/css") for path, text in styles.items()}


def _texts(files: Files, pattern: str) -> dict[str, str]:
    return {file.src_uri: file.content_string for file in files if fnmatchcase(file.src_uri, pattern)}


def _never() -> bool:
    return False


def _nav_paths(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for item in nav:
            yield from _nav_paths(item)
    elif isinstance(nav, dict):
        for item in nav.values():
            yield from _nav_paths(item)


def _load_config(site: Path, out: Path | None, preview: str) -> MkDocsConfig:
    overrides = missing_settings(read_settings_file(site), os.environ)
    overrides |= {name: value for name, value in (("site_url", preview), ("site_dir", str(out or ""))) if value}
    with _collected_warnings() as warnings:
        return _load_settings_of_mkdocs(site, overrides, warnings)


def _load_settings_of_mkdocs(site: Path, overrides: Mapping[str, str], warnings: list[str]) -> MkDocsConfig:
    try:
        return load_config(str(site / SETTINGS_FILE), **overrides)
    except MkDocsException as error:
        # MkDocs logs what is wrong, and raises that it stops.
        found = "; ".join(warnings) or str(error)
        raise DigestifError(f"mkdocs.yml: {found}", fix="MkDocs' user guide lists every setting") from error
    except Exception as error:  # hooks, tags and plugins are other people's code, and raise what they like
        raise DigestifError(
            f"mkdocs.yml: could not be loaded: {type(error).__name__}: {error}",
            fix="MkDocs' user guide lists every setting; hooks and plugins run while the file is loaded",
        ) from error


@contextmanager
def _build_date(epoch: int) -> Iterator[None]:
    """Give MkDocs a fixed date: it writes its build date into sitemap.xml."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect MkDocs' warnings instead of printing them."""
    warnings: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(record.getMessage())

    def is_about_the_site(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(_DIRTY_BUILD_NOTICE)

    collector = Collector(level=logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    builder = logging.getLogger("mkdocs.commands.build")
    builder.addFilter(is_about_the_site)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield warnings
    finally:
        logger.propagate = propagate
        builder.removeFilter(is_about_the_site)
        logger.removeHandler(collector)
