"""The files that a build starts from, as hashes: they tell whether anything changed, and which pages can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.build.build_date import build_epoch
from generator.build.cache.build_cache import LastBuild
from generator.build.child_process import run_in_child
from generator.build.site.mkdocs import SiteLayout
from generator.build.site.target import Target
from generator.build.thumbnails import hash_thumbnails
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_files, hash_of_hashes, hash_texts, hash_two_trees
from generator.files.program import program_hash
from generator.files.regular_files import scan_regular_files
from generator.settings import load_settings, read_settings_file

#: With these, mkdocs.yml depends on more than its own text and the files beside it.
_OUTSIDE_INPUTS = (b"!ENV", b"INHERIT", b"hooks:", b"!relative")


@dataclass(frozen=True, kw_only=True, slots=True)
class InitialState:
    """Hashes at the start of a build.

    ``sources`` covers all inputs except docs/; it is empty where they are not all known. ``docs``, ``cached`` and
    ``fresh`` are the files under docs/, in the site of the last build, and in the folder of the new one.
    """

    sources: str
    docs: Mapping[str, str]
    cached: Mapping[str, str]
    fresh: Mapping[str, str]

    def inputs(self, docs: Mapping[str, str]) -> str:
        """Hash all inputs, with these files under docs/."""
        return hash_texts(self.sources, hash_of_hashes(docs))

    def is_result_of(self, last: LastBuild, *, today: date) -> bool:
        """Whether inputs and site are as the last build left them, and no digest is due since then."""
        if not last.since <= today.isoformat() < last.until:
            return False
        outputs = hash_of_hashes(self.cached)
        return bool(self.sources) and (last.inputs, last.outputs) == (self.inputs(self.docs), outputs)


def read_initial_state(
    site: Folder, layout: SiteLayout, target: Target, *, last: LastBuild | None, preview: str
) -> InitialState:
    """Hash the inputs, and the target's folders; without a cached build, nothing of its site can be kept.

    Raises DigestifError for links, pipes and unreadable files where MkDocs would read them.
    """
    fresh_folder = site.path(target.fresh)
    cached_folder = site.path(target.cached_folder) if last else fresh_folder
    with run_in_child(partial(hash_two_trees, cached_folder, fresh_folder)) as wait_for_hashes:
        docs = scan_regular_files(site, layout.docs)
        sources = _hash_sources(site, layout, preview)
        cached_hashes, fresh_hashes = wait_for_hashes()
    return InitialState(sources=sources, docs=docs, cached=cached_hashes if last else {}, fresh=fresh_hashes)


def _hash_sources(site: Folder, layout: SiteLayout, preview: str) -> str:
    """Hash all inputs except docs/; empty where mkdocs.yml reads more than the files that are hashed."""
    settings = read_settings_file(site.root)
    theme = scan_regular_files(site, layout.theme) if layout.theme else {}
    if not layout.framed or any(word in settings for word in _OUTSIDE_INPUTS):
        return ""
    content = hash_files(site.path("content"))
    hashes = (hash_bytes(settings), hash_of_hashes(content), hash_of_hashes(theme))
    addresses = load_settings(site.root)  # also from the environment
    thumbnails = hash_thumbnails(site) if addresses.thumbnail_days else ""
    texts = (addresses.site_url, addresses.repo_url, preview, str(build_epoch(site.root, None)), thumbnails)
    return hash_texts(program_hash(), *hashes, *texts)
