"""The command that previews a site: serve."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import click

from generator.build.pipeline import build_preview
from generator.build.preview.edited_pages import update_pages
from generator.build.preview.server import Preview, is_loopback
from generator.build.preview.server import serve as serve_preview
from generator.build.preview.watcher import Watcher
from generator.build.site.mkdocs import SiteLayout, read_layout
from generator.build.site.target import PREVIEW_FOLDER
from generator.build.stages import BuiltPages
from generator.cli.building import check_settings, safe_option
from generator.cli.shared.clock import today
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.os_errors import describe_os_error
from generator.cli.shared.output import echo
from generator.cli.shared.progress_bar import progress_bar
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.lock import LockedError
from generator.settings import SETTINGS_FILE
from generator.store.content import CONTENT_FOLDER
from generator.text.counts import counted
from generator.thumbnails.cache import FOLDER as THUMBNAILS

_PAUSE = 0.1
#: Addresses that a message names; of more, it says how many there are.
_NAMED = 3


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@safe_option
@click.pass_obj
def serve(site: Path, port: int, host: str, safe: bool) -> None:
    """Preview the site in a browser and rebuild it when files change.

    Builds the site into .digestif/preview, serves it, and rebuilds it whenever content/, docs/ or mkdocs.yml changes;
    open pages reload. An edited record, note or digest is shown at once on its own page and that of its day, unless
    mkdocs.yml has plugins or hooks; all other pages follow when the build is done. The preview includes drafts and
    digests with a future date. The folder site/ is not changed. Commands that change files wait while a preview is
    being built. Press Ctrl-C to stop.

    Example: digestif serve --port 8080
    """
    preview = Preview(Folder(site), PREVIEW_FOLDER, host=host, port=port)
    with writer_lock(site, for_preview=True):
        layout = read_layout(site, safe=safe)
    builder = _PreviewBuilder(site, layout, preview, safe=safe)
    builder.build_first()
    with suppress(KeyboardInterrupt), serve_preview(preview):
        echo(f"Serving {preview.address} (press Ctrl-C to stop)")
        if not is_loopback(host):
            echo(f"warning: whoever can reach {host} can read the preview, with its drafts", err=True)
        builder.follow()


class _EditedError(Exception):
    """Raised within a build that edits have made superfluous; ``files`` are the edited ones."""

    def __init__(self, files: frozenset[str]) -> None:
        super().__init__("edited")
        self.files = files


class _PreviewBuilder:
    """Builds a preview, and again after each edit. An edit during a build stops it, and is shown first."""

    def __init__(self, site: Path, layout: SiteLayout, preview: Preview, *, safe: bool) -> None:
        self._site = site
        self._docs = layout.docs
        self._preview = preview
        self._safe = safe
        watched = (CONTENT_FOLDER, layout.docs, layout.theme, SETTINGS_FILE, THUMBNAILS)
        self._watcher = Watcher([site / path for path in watched if path])
        self._pages: BuiltPages | None = None
        self._own: set[str] = set()
        self._is_first = True
        self._process = os.getpid()

    def build_first(self) -> None:
        """Build the preview. Raises DigestifError where it cannot be built."""
        while True:
            try:
                return self._build()
            except _EditedError:
                continue

    def follow(self) -> None:
        """Follow edits until the command is interrupted."""
        if self._pages is None:
            self._update(frozenset())
        while True:
            time.sleep(_PAUSE)
            if changed := self._edits():
                self._update(changed)

    def _update(self, files: frozenset[str]) -> None:
        """Show edited files, then build; errors are reported. Waits for another command that is writing."""
        waits = False
        while True:
            try:
                self._show(files)
                return self._build(keep_pages=self._pages is None)
            except _EditedError as edited:
                files = edited.files
            except LockedError as error:
                if not waits:
                    echo(f"digestif: {error.message}\n  the preview follows when that is done", err=True)
                waits = True
                time.sleep(_PAUSE)
                files |= self._edits()
            except (DigestifError, OSError) as error:
                said = describe_os_error(error) if isinstance(error, OSError) else str(error)
                return echo(f"digestif: {said}\n  the preview shows the last version until this is fixed", err=True)

    def _show(self, files: frozenset[str]) -> None:
        """Update the few pages that show most of some edited files."""
        if self._pages is None or not files:
            return
        began = time.monotonic()
        with writer_lock(self._site, for_preview=True):
            self._pages, updated = update_pages(
                Folder(self._site), PREVIEW_FOLDER, self._pages, files, today=today(self._site)
            )
        if updated:
            self._preview.announce_build()
            named = " and ".join(updated) if len(updated) <= _NAMED else counted(len(updated), "page")
            echo(f"updated {named} in {time.monotonic() - began:.1f} s; the other pages follow")

    def _build(self, *, keep_pages: bool = False) -> None:
        with writer_lock(self._site, for_preview=True), progress_bar() as show:

            def progress(name: str, done: int = 0, total: int = 0) -> None:
                show(name, done, total)
                if os.getpid() == self._process and (edited := self._edits(only=self._site / CONTENT_FOLDER)):
                    raise _EditedError(edited)

            check_settings(self._site)
            report, pages = build_preview(
                self._site,
                self._preview.address,
                safe=self._safe,
                today=today(self._site),
                keep_pages=keep_pages,
                progress=progress,
            )
        if pages:
            self._pages = pages
            self._own.update(f"{self._docs}/{path}" for path in pages.written)
        if report.pages.made or report.pages.removed or not (report.pages.idle or keep_pages):
            if self._is_first:
                echo(str(report))
            else:
                echo("\n".join((*report.warning_lines, f"built in {report.seconds:,.1f} s: {report.pages}")))
            self._is_first = False
            self._preview.announce_build()

    def _edits(self, *, only: Path | None = None) -> frozenset[str]:
        """Return the paths of edited files; a change that a build itself made does not count."""
        changed = {file.relative_to(self._site).as_posix() for file in self._watcher.look(only=only)}
        own = changed & self._own
        self._own -= own
        return frozenset(changed - own)


COMMANDS = (serve,)
