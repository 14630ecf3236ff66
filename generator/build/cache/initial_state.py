"""The files that a build starts from, as hashes: they tell whether anything changed, and which pages can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.build.build_date import build_epoch
from generator.build.cache.last_build import LastBuild
from generator.build.child_process import run_in_child
from generator.build.site.target import Target
from generator.files.folder import Folder
from generator.files.hashing import HashedTree, hash_bytes, hash_files, hash_of_hashes, hash_texts, hash_with_inodes
from generator.files.program import program_hash
from generator.files.regular_files import scan_regular_files
from generator.settings import load_settings, read_settings_file
from generator.site_folders import SiteFolders
from generator.thumbnails.cache import hash_thumbnails

#: With these, mkdocs.yml depends on more than its own text and the files beside it.
_OUTSIDE_INPUTS = (b"!ENV", b"INHERIT", b"hooks:", b"!relative")


@dataclass(frozen=True, kw_only=True, slots=True)
class InitialState:
    """Hashes at the start of a build.

    ``sources`` covers all inputs except docs/; it is empty where they are not all known. ``docs`` and ``cached`` are
    the files under docs/, and in the site of the last build.
    """

    sources: str
    docs: Mapping[str, str]
    cached: HashedTree

    def inputs(self, docs: Mapping[str, str]) -> str:
        """Hash all inputs, with these files under docs/."""
        return hash_texts(self.sources, hash_of_hashes(docs))

    def is_result_of(self, last: LastBuild, *, today: date) -> bool:
        """Whether inputs and site are as the last build left them, and no digest is due since then."""
        if not last.since <= today.isoformat() < last.until:
            return False
        outputs = hash_of_hashes(self.cached.hashes)
        return bool(self.sources) and (last.inputs, last.outputs) == (self.inputs(self.docs), outputs)


def read_initial_state(
    site: Folder, folders: SiteFolders, target: Target, *, last: LastBuild | None, preview: str
) -> InitialState:
    """Hash the inputs, and the target's cached folder; without a cached build, nothing of its site can be kept.

    Raises DigestifError for links, pipes and unreadable files where MkDocs would read them.
    """
    if last is None:
        docs = scan_regular_files(site, folders.docs)
        return InitialState(sources=_hash_sources(site, folders, preview), docs=docs, cached=HashedTree({}, {}))
    with run_in_child(partial(hash_with_inodes, site.path(target.cached_folder))) as wait_for_hashes:
        docs = scan_regular_files(site, folders.docs)
        sources = _hash_sources(site, folders, preview)
        return InitialState(sources=sources, docs=docs, cached=wait_for_hashes())


def has_outside_inputs(settings: bytes) -> bool:
    """Return whether this text of mkdocs.yml may depend on more than itself and the files beside it."""
    return any(word in settings for word in _OUTSIDE_INPUTS)


def _hash_sources(site: Folder, folders: SiteFolders, preview: str) -> str:
    """Hash all inputs except docs/; empty where mkdocs.yml reads more than the files that are hashed."""
    settings = read_settings_file(site.root)
    theme = scan_regular_files(site, folders.theme) if folders.theme else {}
    if has_outside_inputs(settings):
        return ""
    content = hash_files(site.path("content"))
    hashes = (hash_bytes(settings), hash_of_hashes(content), hash_of_hashes(theme))
    addresses = load_settings(site.root)  # also from the environment
    thumbnails = hash_thumbnails(site) if addresses.thumbnail_days else ""
    texts = (addresses.site_url, addresses.repo_url, preview, str(build_epoch(site.root, None)), thumbnails)
    return hash_texts(program_hash(), *hashes, *texts)
