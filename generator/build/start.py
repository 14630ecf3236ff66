"""The start of a build: hashes of all its files and the last build, which tell whether anything changed.

Nothing here imports MkDocs, NumPy or the model of records, which takes longer than to find out that nothing changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.build.cache.initial_state import InitialState, has_outside_inputs, read_initial_state
from generator.build.cache.last_build import LastBuild, read_last_build
from generator.build.cache.work_folder import prepare_work_folder
from generator.build.site.config_checks import check_inherited_files, refuse_code
from generator.build.site.target import (
    Target,
    part_target,
    preview_target,
    recover_targets,
    site_target,
)
from generator.files.folder import Folder
from generator.progress import ReportProgress
from generator.settings import load_settings, parse_folders, read_settings_file
from generator.site_folders import SiteFolders


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildOptions:
    """What to build: the site, a preview under a local address, or the part of a year; see ``pipeline.build``."""

    preview: str
    only: int | None
    safe: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What a build finds before it reads content/. ``cache_name`` names its results in the build cache.

    The target's own ``cache_name`` is that of the build with which it compares, ``last``.
    """

    site: Folder
    folders: SiteFolders
    target: Target
    cache_name: str
    last: LastBuild | None
    state: InitialState

    def unchanged(self, *, today: date) -> LastBuild | None:
        """Return the last build if its result is what a build would make now."""
        if self.last is None or self.target.cached_folder != self.target.folder:
            return None
        return self.last if self.state.is_result_of(self.last, today=today) else None


def start_build(site: Path, options: BuildOptions, *, clean: bool, progress: ReportProgress) -> Start:
    """Read settings, cache and hashes. ``clean`` removes the cache before.

    Raises DigestifError for settings with errors, where a folder is not a build's to use, and with ``safe`` where a
    setting runs code.
    """
    folder = Folder(site)
    prepare_work_folder(folder, clean=clean)
    load_settings(site)
    raw = read_settings_file(site)
    if options.safe:
        refuse_code(raw)
    check_inherited_files(site, raw)
    if has_outside_inputs(raw):
        from generator.build.site.mkdocs import read_layout  # MkDocs alone knows the folders

        folders = read_layout(site, safe=options.safe).folders
    else:
        folders = parse_folders(raw, root=folder.root)
    return look_for_changes(folder, folders, options, progress)


def look_for_changes(site: Folder, folders: SiteFolders, options: BuildOptions, progress: ReportProgress) -> Start:
    """Finish replacements that were interrupted, and hash the files that a build in these folders starts from."""
    target = _choose_target(folders.site, options)
    recover_targets(site, folders.site)
    progress("Looking for changes")
    cache_name = target.cache_name
    last = read_last_build(site, cache_name)
    if options.only is not None and last is None:
        # The first part of a year takes the pages that are the same in the whole site from there.
        target = replace(target, cache_name="site", cached_folder=folders.site)
        last = read_last_build(site, target.cache_name)
    state = read_initial_state(site, folders, target, last=last, preview=options.preview)
    return Start(site=site, folders=folders, target=target, cache_name=cache_name, last=last, state=state)


def _choose_target(site_dir: str, options: BuildOptions) -> Target:
    if options.preview:
        return preview_target()
    return site_target(site_dir) if options.only is None else part_target(site_dir, options.only)
