"""Publish a built site: compare it with the target, upload what changed, delete what is gone, keep the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.files.hashing import scan_tree
from generator.progress import ReportProgress
from generator.publishing.file_kinds import Stage
from generator.publishing.manifest import MANIFEST, OWN_FOLDER, Manifest, dump_manifest, is_site_path, parse_manifest
from generator.publishing.plan import (
    LocalFile,
    Plan,
    files_to_compare,
    manifest_after,
    manifest_during,
    plan_publication,
)
from generator.publishing.report import PublicationReport
from generator.publishing.targets.target import Advance, SiteFile, Target
from generator.text.counts import counted

_STAGE_NAMES: Mapping[Stage, str] = {
    Stage.ASSETS: "Uploading assets",
    Stage.PAGES: "Uploading pages",
    Stage.ENTRY_POINTS: "Uploading entry points",
}
_NAMED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """A built site, its target, and what the person allows. The caller holds the digest's lock.

    ``overwrite`` replaces files of others where the site has one of that name; ``allow_shrink`` deletes more than a
    tenth of the published pages; ``verify`` compares contents of all files; ``take_over`` ignores another's lease.
    """

    site: Folder
    target: Target
    shown: str
    clock: Clock
    progress: ReportProgress
    overwrite: bool = False
    allow_shrink: bool = False
    verify: bool = False
    take_over: bool = False

    def preview(self) -> PublicationReport:
        """Return what ``publish`` would do, without writing anything."""
        return self._compare().report

    def publish(self) -> PublicationReport:
        """Make the target's files those of the site. What fails or is killed is continued by the next call."""
        compared = self._compare()
        if compared.is_done:
            return compared.report
        with self.target.exclusive(self.clock, take_over=self.take_over) as renew:
            # Another publication may have finished since.
            compared = self._compare()
            if not compared.is_done:
                self._write(compared, renew)
        return compared.report

    def _compare(self) -> _Comparison:
        """Return what is to do. Raises DigestifError where the target has files in the way, or would lose too much."""
        self.progress("Reading the site")
        local = read_site(self.site)
        self.progress("Comparing with the target")
        raw = self.target.read(MANIFEST)
        manifest = parse_manifest(raw, shown=self.shown) if raw else None
        listing = self.target.list_files()
        known = manifest or Manifest()
        to_compare = files_to_compare(local, known, listing.files, verify=self.verify)
        equal = self.target.find_equal(_site_files(to_compare, local), listing.files) if to_compare else set()
        plan = plan_publication(
            local, known, listing,
            compared=to_compare, equal=equal, headers=self.target.headers, overwrite=self.overwrite,
        )  # fmt: skip
        found = _Comparison(
            local=local,
            manifest=known,
            plan=plan,
            # A manifest of an interrupted publication, or none beside files that need no upload, is written anew.
            is_done=plan.is_empty and manifest is not None and manifest.complete,
            report=PublicationReport(
                shown=self.shown,
                plan=plan,
                bytes=sum(local[path].size for path in plan.uploaded),
                damaged=raw is not None and manifest is None,
                continued=manifest is not None and not manifest.complete,
            ),
        )
        self._refuse(plan)
        return found

    def _refuse(self, plan: Plan) -> None:
        if in_the_way := _in_the_way(plan):
            raise DigestifError(
                f"{self.shown} has {counted(len(in_the_way), 'entry', 'entries')} in the way of the site that Digestif "
                f"did not write: {_some(in_the_way)}",
                fix="publish to another place, or move them away; --overwrite does not replace these",
            )
        if plan.blocked:
            raise DigestifError(
                f"{self.shown} has {counted(len(plan.blocked), 'file')} that Digestif did not write, and the site has "
                f"files of the same names: {_some(plan.blocked)}",
                fix="publish to another place, move them away, or replace them with --overwrite",
            )
        if plan.shrinks and not self.allow_shrink:
            raise DigestifError(
                f"{plan.pages_lost:,} of the {plan.pages_before:,} pages at {self.shown} would be deleted",
                fix="check the address and the site; to delete them on purpose, add --allow-shrink",
            )

    def _write(self, compared: _Comparison, renew: Advance) -> None:
        plan, local, headers = compared.plan, compared.local, self.target.headers
        during = manifest_during(plan, compared.manifest, headers=headers)
        self.target.write(MANIFEST, dump_manifest(during))
        self.target.prepare(_site_files(plan.uploaded, local), self._steps("Copying files", plan.uploaded, renew))
        self._remove(plan.removed_first, renew)
        tags: dict[str, str] = {}
        for stage, paths in plan.uploads.items():
            if paths:
                steps = self._steps(_STAGE_NAMES[stage], paths, renew)
                tags |= self.target.upload(_site_files(paths, local), steps)
        self._remove(plan.removed, renew)
        self.target.clean_up()
        self.target.write(MANIFEST, dump_manifest(manifest_after(plan, local, tags, headers=headers)))

    def _remove(self, paths: Sequence[str], renew: Advance) -> None:
        if paths:
            self.target.remove(paths, self._steps("Deleting files", paths, renew))

    def _steps(self, name: str, paths: Sequence[str], renew: Advance) -> Callable[[], None]:
        """Return what is called after each file: it shows progress, and keeps the lease."""
        done = 0
        renew()
        self.progress(name, 0, len(paths))

        def step() -> None:
            nonlocal done
            done += 1
            self.progress(name, done, len(paths))
            renew()

        return step


@dataclass(frozen=True, kw_only=True, slots=True)
class _Comparison:
    local: Mapping[str, LocalFile]
    manifest: Manifest
    plan: Plan
    is_done: bool
    report: PublicationReport


def open_site(digest: Folder, site: str) -> Folder:
    """Return the folder of the built site. Raises DigestifError where there is none."""
    if digest.kind(site) != "folder" or not digest.children(site):
        raise DigestifError(f"{site}/ has no site to publish", fix="build it first: digestif build")
    return Folder(digest.path(site))


def read_site(site: Folder) -> Mapping[str, LocalFile]:
    """Return all files of a built site with their digests, which are those of the build's cache.

    Raises DigestifError for what cannot be published: links, pipes, and names that no address can have.
    """
    tree = scan_tree(site.root)
    wrong = [*(entry.path for entry in tree.irregular), *(path for path in tree.hashes if not is_site_path(path))]
    if wrong:
        raise DigestifError(
            f"the site has entries that cannot be published: {_some(wrong)}",
            fix=f"remove links, names with control characters and {OWN_FOLDER}/, and build the site again",
        )
    root = site.root
    return {path: LocalFile(digest=digest, size=_size(root, path)) for path, digest in tree.hashes.items()}


def _size(root: Path, path: str) -> int:
    return (root / path).stat().st_size


def _site_files(paths: Iterable[str], local: Mapping[str, LocalFile]) -> list[SiteFile]:
    return [SiteFile(path=path, digest=local[path].digest) for path in paths]


def _in_the_way(plan: Plan) -> list[str]:
    return [
        *(f"{path} (a folder, where a file belongs)" for path in plan.blocking_folders),
        *(f"{path} (a file or link, where a folder belongs)" for path in plan.blocking_files),
    ]


def _some(paths: Sequence[str]) -> str:
    """Return the first paths on one line, also if their names have line breaks."""
    more = f", … (and {len(paths) - _NAMED:,} more)" if len(paths) > _NAMED else ""
    return f"{', '.join(paths[:_NAMED])}{more}".replace("\n", r"\n")
