"""Decide what a publication uploads and deletes: the site's files, the manifest and a listing in, a plan out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.publishing.file_kinds import Stage, is_page, stage_of
from generator.publishing.manifest import Manifest, PublishedFile, is_site_path

#: A site may lose this share of its pages; more is probably a mistake.
_MOST_LOST = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalFile:
    """A file of the built site."""

    digest: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedFile:
    """A file at the target as its listing shows it; ``tag`` is an ETag or a time, or empty where there is none."""

    size: int
    tag: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What is at the target, without Digestif's own files: files and links by path, and folders.

    ``folders`` is None where a target has none, as a bucket: there, a name never is in the way of another one.
    """

    files: Mapping[str, ListedFile]
    folders: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to do, in this order; ``kept`` are files that are at the target already, with their entries of the manifest.

    ``removed_first`` are published files in the way of new ones: a file where a folder is needed, or the reverse.
    ``repaired`` of the uploads are unchanged files that the target has lost or that another program changed there.
    ``blocked`` are files of somebody else where new ones belong, and ``others`` counts those that stay as they are.
    Of somebody else, too, are ``blocking_folders``, where files belong, and ``blocking_files``, where folders do.
    """

    uploads: Mapping[Stage, tuple[str, ...]]
    kept: Mapping[str, PublishedFile]
    removed_first: tuple[str, ...]
    removed: tuple[str, ...]
    repaired: int
    blocked: tuple[str, ...]
    blocking_folders: tuple[str, ...]
    blocking_files: tuple[str, ...]
    others: int
    pages_before: int
    pages_lost: int

    @property
    def uploaded(self) -> tuple[str, ...]:
        """All uploads, in their order."""
        return tuple(path for stage in Stage for path in self.uploads[stage])

    @property
    def is_empty(self) -> bool:
        """Whether the target has all files and no others of ours."""
        return not self.uploaded and not self.removed and not self.removed_first

    @property
    def shrinks(self) -> bool:
        """Whether so many pages would disappear that it is probably a mistake."""
        return self.pages_lost > self.pages_before * _MOST_LOST


def files_to_compare(
    local: Mapping[str, LocalFile], manifest: Manifest, listed: Mapping[str, ListedFile], *, verify: bool = False
) -> tuple[str, ...]:
    """Return the files of which manifest and listing do not say whether the target has them, so contents must.

    Those are files of others, files that were changed at the target, and all that changed since an interrupted
    publication; with ``verify``, all.
    """
    return tuple(
        path
        for path in sorted(local.keys() & listed.keys())
        if verify or not _is_known(local[path], manifest.files.get(path), listed[path], complete=manifest.complete)
    )


def plan_publication(
    local: Mapping[str, LocalFile],
    manifest: Manifest,
    listing: Listing,
    *,
    compared: Collection[str],
    equal: Collection[str],
    headers: str = "",
    overwrite: bool = False,
) -> Plan:
    """Return what makes the target's files those of the site.

    ``equal`` are those of the ``compared`` files that have the same content at the target. ``headers`` stands for the
    rules by which the target sends HTTP headers: files that were published under other rules are uploaded again.
    """
    compared, equal = frozenset(compared), frozenset(equal)
    ours, listed, same_rules = manifest.files, listing.files, manifest.headers == headers
    kept: dict[str, PublishedFile] = {}
    uploads: list[str] = []
    repaired = 0
    for path in sorted(local):
        entry, there = ours.get(path), listed.get(path)
        if there and same_rules and (path in equal if path in compared else _has(local[path], entry, there)):
            kept[path] = PublishedFile(local[path].digest, local[path].size, there.tag)
        else:
            uploads.append(path)
            repaired += manifest.complete and same_rules and entry is not None and entry.digest == local[path].digest
    gone = [path for path in sorted(ours.keys() - local.keys()) if path in listed]
    in_the_way = _in_the_way(gone, uploads)
    removed_first = sorted(in_the_way | _half_removed(ours.keys() - local.keys(), uploads, listing))
    foreign = [path for path in listed if path not in ours]
    pages = [path for path, entry in ours.items() if is_page(path) and entry.digest]
    return Plan(
        uploads={stage: tuple(path for path in uploads if stage_of(path) == stage) for stage in Stage},
        kept=kept,
        removed_first=tuple(removed_first),
        removed=tuple(path for path in gone if path not in in_the_way),
        repaired=repaired,
        blocked=()
        if overwrite
        else tuple(path for path in uploads if path in listed and path not in ours and path not in equal),
        blocking_folders=_blocking_folders(uploads, removed_first, listing),
        blocking_files=_blocking_files(uploads, removed_first, listing),
        others=sum(path not in local and is_site_path(path) for path in foreign),
        pages_before=len(pages),
        pages_lost=sum(path not in local for path in pages),
    )


def manifest_during(plan: Plan, manifest: Manifest, *, headers: str) -> Manifest:
    """Return the manifest to store before the first upload: everything that is or will be at the target."""
    planned = dict.fromkeys(plan.uploaded, PublishedFile("", 0, ""))
    # Of files that were published under older rules, it is not known which have new headers when this is interrupted.
    rules = headers if not manifest.files else manifest.headers
    return Manifest(files={**planned, **manifest.files, **plan.kept}, complete=False, headers=rules)


def manifest_after(plan: Plan, local: Mapping[str, LocalFile], tags: Mapping[str, str], *, headers: str) -> Manifest:
    """Return the manifest of a finished publication; ``tags`` are those of the uploaded files."""
    uploaded = {path: PublishedFile(local[path].digest, local[path].size, tags.get(path, "")) for path in plan.uploaded}
    return Manifest(files={**plan.kept, **uploaded}, headers=headers)


def _is_known(file: LocalFile, entry: PublishedFile | None, there: ListedFile, *, complete: bool) -> bool:
    """Whether manifest and listing agree about a published file, so that its digest alone decides."""
    if entry is None or not _is_as_published(entry, there):
        return False
    return complete or entry.digest == file.digest


def _has(file: LocalFile, entry: PublishedFile | None, there: ListedFile) -> bool:
    return entry is not None and entry.digest == file.digest and _is_as_published(entry, there)


def _is_as_published(entry: PublishedFile, there: ListedFile) -> bool:
    return (
        bool(entry.digest) and entry.size == there.size and (not entry.tag or not there.tag or entry.tag == there.tag)
    )


def _in_the_way(gone: Iterable[str], uploads: Iterable[str]) -> frozenset[str]:
    """Return the files to be deleted where a new file needs a folder, or below the name of a new file."""
    new, folders = set(uploads), {folder for path in uploads for folder in folders_of(path)}
    return frozenset(path for path in gone if path in folders or any(folder in new for folder in folders_of(path)))


def _half_removed(gone: Iterable[str], uploads: Iterable[str], listing: Listing) -> frozenset[str]:
    """Return deleted files below the name of a new file that left their folder: the publication was killed."""
    new, folders = set(uploads), listing.folders or frozenset()
    return frozenset(
        path
        for path in gone
        if path not in listing.files
        and path not in folders
        and not folders.isdisjoint(folders_of(path)[-1:])
        and not new.isdisjoint(folders_of(path))
    )


def _blocking_folders(uploads: Iterable[str], removed: Collection[str], listing: Listing) -> tuple[str, ...]:
    """Return the folders that have the name of a new file, but for those that become empty when files are removed."""
    found = sorted((listing.folders or frozenset()).intersection(uploads))
    if not found:
        return ()
    emptied = {folder for path in removed for folder in folders_of(path)}
    staying = ({*listing.files, *(listing.folders or ())} - emptied).difference(removed)
    occupied = {folder for path in staying for folder in folders_of(path)}
    return tuple(path for path in found if path in occupied or path not in emptied)


def _blocking_files(uploads: Iterable[str], removed: Collection[str], listing: Listing) -> tuple[str, ...]:
    """Return the files and links that have the name of a folder of a new file, but for those that are removed."""
    if listing.folders is None:
        return ()
    needed = {folder for path in uploads for folder in folders_of(path)}
    return tuple(sorted(needed.intersection(listing.files).difference(removed)))


def folders_of(path: str) -> tuple[str, ...]:
    """Return the folders that a path is in, outermost first."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
