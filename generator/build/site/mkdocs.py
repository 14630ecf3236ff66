"""The only module that knows MkDocs: when MkDocs changes, this changes, and nothing else."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Read by Material when its plugins are loaded: its notice on MkDocs 2 is for people who choose a theme.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, file_sort_key
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from generator.build.site.frames import ADDRESS
from generator.errors import DigestifError
from generator.settings import load_settings

#: Extensions of Markdown that leave a line of HTML as it is.
_FRAMED_EXTENSION = re.compile(
    r"(markdown\.extensions\.)?(abbr|admonition|attr_list|codehilite|def_list|fenced_code|footnotes|meta|sane_lists"
    r"|tables|toc)|pymdownx\.(betterem|caret|details|highlight|inlinehilite|keys|mark|superfences|tabbed|tasklist|tilde)"
)
_DIRTY = "A 'dirty' build is being performed"
CSP = re.compile(rb'<meta http-equiv="?Content-Security-Policy"?[^>]*>', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """What MkDocs said: its warnings, in order, and, where it rendered around pages, every page's whole address."""

    warnings: tuple[str, ...]
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A site as its mkdocs.yml has it: folders, the pages of its navigation, and whether pages can be framed.

    ``framed`` is False where a plugin, a hook or an extension of Markdown that is not known to leave blocks of HTML
    alone may change any page in its own way; ``nav`` are paths under ``docs``; ``theme`` are the site's own folders
    of templates.
    """

    docs: Path
    site: Path
    theme: tuple[Path, ...]
    nav: frozenset[str]
    framed: bool


def read_layout(site: Path) -> Layout:
    """Read mkdocs.yml. Raises DigestifError where MkDocs refuses it."""
    load_settings(site)  # a folder without mkdocs.yml is told of in our words
    config = _config(site, None, "")
    known = all(_FRAMED_EXTENSION.fullmatch(extension) for extension in config.markdown_extensions)
    return Layout(
        docs=Path(config.docs_dir),
        site=Path(config.site_dir),
        theme=(Path(config.theme.custom_dir),) if config.theme.custom_dir else (),
        nav=frozenset(_nav_paths(config.nav)),
        framed=known and config.nav is not None and not config.plugins and not config.hooks,
    )


def render_site(site: Path, out: Path, *, epoch: int, preview: str = "") -> tuple[str, ...]:
    """Have MkDocs render docs/ into the new folder ``out``; gives MkDocs' warnings, in order.

    ``epoch`` (seconds since 1970) is the date that the pages bear, so that one commit gives the same bytes
    everywhere. ``preview`` is the address of a local server that stands in for ``site_url``.
    """
    return render_around({}, site, out, epoch=epoch, preview=preview).warnings


def render_around(
    instead: Mapping[str, str | None], site: Path, out: Path, *, epoch: int, preview: str = ""
) -> Rendered:
    """Render as ``render_site`` does, save ``instead``, by paths under docs/: pages that MkDocs knows of and does
    not render (None), or that it renders from other text under the address ``frames.ADDRESS``.

    The folder ``out`` keeps what else it holds; a page that it has already is not rendered again.
    """
    plugin = _Instead(instead)
    with _settled(epoch), _listening() as complaints:
        try:
            config = _config(site, out, preview)
            if instead:
                config.plugins["digestif"] = plugin
            mkdocs_build(config, dirty=True)
        except MkDocsException as error:
            said = "; ".join(complaints) or str(error)
            raise DigestifError(
                f"MkDocs stopped: {said}", fix="mkdocs.yml or a page under docs/ needs mending"
            ) from error
    return Rendered(warnings=tuple(complaints), addresses=plugin.addresses)


class _Instead(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # no settings; its base hooks into subclassing
    """Keeps MkDocs from rendering pages that frames make, through its own events and the switch of a dirty build:
    it reads and renders a page only where the page's file says that it was modified."""

    def __init__(self, instead: Mapping[str, str | None]) -> None:
        self.addresses: dict[str, str] = {}
        self._instead = instead

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Mark what is left out; pages of other parts, which do not lie under docs/, stand in the list all the same."""
        missing = [path for path in self._instead if files.get_file_from_path(path) is None]
        for path in missing:
            files.append(File.generated(config, path, content=""))
        named = None if config.nav is None else set(_nav_paths(config.nav))
        for path, text in self._instead.items():
            file = files.get_file_from_path(path)
            if text is None and file is not None:
                file.is_modified = _never  # type: ignore[method-assign]  # the seam: tests/build/test_frames.py
                if named is not None and path not in named:
                    file.page = _Address(file, config)
        return Files(sorted(files, key=file_sort_key)) if missing else files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """The other text of a page that has one."""
        return self._instead.get(page.file.src_uri)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages have their addresses, and none was rendered so far."""
        for file in files.documentation_pages():
            if file.page is not None:
                self.addresses[file.src_uri] = file.page.canonical_url or ""

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """A page with other text is no page of the site; sitemap.xml, made before, has its own address."""
        if page.file.src_uri in self._instead and page.canonical_url:
            page.canonical_url = ADDRESS


class _Address(Page):
    """A page that is not rendered: what sitemap.xml and links ask of it, in a tenth of the time that MkDocs takes to
    make ready for rendering."""

    def __init__(self, file: File, config: MkDocsConfig) -> None:
        self.file = file
        self.title = self.markdown = self.content = None
        self.active = False
        self.update_date = get_build_date()
        self.canonical_url = f"{config.site_url.rstrip('/')}/{file.url}" if config.site_url else None
        self.abs_url = None


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


def serve_site(site: Path, out: Path, *, rebuild: Callable[[], None], host: str, port: int) -> None:
    """Serve ``out`` until interrupted; an edit of content/, docs/ or mkdocs.yml rebuilds and reloads the browser."""
    server = _PreviewServer(rebuild, host, port, str(out), mount_path="/")
    server.error_handler = lambda code: (out / "404.html").read_bytes() if code == 404 else None
    for watched in (site / "content", read_layout(site).docs, site / "mkdocs.yml"):
        if watched.exists():
            server.watch(str(watched))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs left it untyped
    except OSError as error:
        raise DigestifError(
            f"http://{host}:{port}/: {error.strerror}",
            fix="another program listens there: choose a free one with --port",
        ) from error
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


class _PreviewServer(LiveReloadServer):
    """MkDocs' preview server puts an inline script into pages, which our policy forbids; in a preview the
    policy gives way."""

    def _inject_js_into_html(self, content: bytes, epoch: int) -> Any:
        return super()._inject_js_into_html(CSP.sub(b"", content), epoch)  # type: ignore[no-untyped-call]  # as above


def _config(site: Path, out: Path | None, preview: str) -> MkDocsConfig:
    said = {name: value for name, value in (("site_url", preview), ("site_dir", str(out or ""))) if value}
    try:
        return load_config(str(site / "mkdocs.yml"), **said)
    except MkDocsException as error:
        raise DigestifError(f"mkdocs.yml: {error}", fix="MkDocs' user guide lists every setting") from error


@contextmanager
def _settled(epoch: int) -> Iterator[None]:
    """Run with a fixed date: MkDocs writes its build date into sitemap.xml."""
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
def _listening() -> Iterator[list[str]]:
    """What MkDocs complains of while it runs."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    def is_meant(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(_DIRTY)

    listener = Listener(level=logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    builder = logging.getLogger("mkdocs.commands.build")
    builder.addFilter(is_meant)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield complaints
    finally:
        logger.propagate = propagate
        builder.removeFilter(is_meant)
        logger.removeHandler(listener)
