"""The search index: records in, shards of some thousand papers out, of which only those that changed are made again.

site/pagefind/manifest.json   shards newest first, counts, names of topics
site/pagefind/pagefind.js …   Pagefind's program
site/pagefind/<shard>/        a shard's bundle, see ``bundle``
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.build.search.bundle import Bundle, BundleCache
from generator.build.search.shards import plan_shards
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.pages.views.search import HAS, SearchRecord
from generator.progress import ReportProgress, ignore_progress
from generator.text.counts import counted

FOLDER = "pagefind"
MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexReport:
    """A build's index: papers, shards newest first, those that were made again, and hashes of its files by path."""

    papers: int
    shards: tuple[str, ...]
    indexed: tuple[str, ...]
    hashes: Mapping[str, str] = field(repr=False)

    def __str__(self) -> str:
        return f"search: {counted(self.papers, 'paper')} indexed, index {'updated' if self.indexed else 'unchanged'}"


def build_index(
    records: Iterable[SearchRecord],
    site: Folder,
    folder: str,
    *,
    cache: str,
    progress: ReportProgress = ignore_progress,
    only: int | None = None,
) -> IndexReport:
    """Make ``pagefind/`` in ``folder``, a path below the digest's folder; ``cache`` keeps bundles for the next build.

    ``only`` leaves out shards that do not begin in that year: another part of the site has them.

    Raises DigestifError when Pagefind fails, when two records share a key, or when what was indexed is not exactly what
    was given: a search that silently lacks papers is worse than none. The manifest is written last, so that a page can
    tell whether there is an index.
    """
    papers = tuple(records)
    _check_keys(papers)
    shards = [shard for shard in plan_shards(papers) if only in (None, int(shard.name[:4]))]
    target = f"{folder}/{FOLDER}"
    site.remove_tree(target)
    site.make(target)
    bundle_cache = BundleCache(site, cache)
    bundles: list[Bundle] = []
    hashes: dict[str, str] = {}
    for done, shard in enumerate(shards):
        progress("Indexing for search", done, len(shards))
        bundle = bundle_cache.update(shard)
        hashes |= bundle_cache.place(bundle, target)
        bundles.append(bundle)
    bundle_cache.remove_others({shard.name for shard in shards})
    manifest = _manifest(papers, [bundle.shard.manifest for bundle in bundles])
    site.write(f"{target}/{MANIFEST}", manifest)
    progress("Indexing for search", len(shards), len(shards))
    return IndexReport(
        papers=len(papers),
        shards=tuple(shard.name for shard in shards),
        indexed=tuple(bundle.name for bundle in bundles if bundle.fresh),
        hashes=hashes | {MANIFEST: hash_bytes(manifest)},
    )


def merge_manifests(manifests: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the manifest that ``build_index`` writes for the whole, from those of its parts."""
    shards = [shard for manifest in manifests for shard in manifest["shards"]]
    # "2025-03" is the shard of that month, "2025-03-2" the next one of the same month.
    newest = sorted(shards, key=lambda shard: [int(number) for number in shard["name"].split("-")], reverse=True)
    return _json({**manifests[0], "shards": newest})


def _check_keys(records: Sequence[SearchRecord]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.key in seen:
            raise DigestifError(f"search: two records have the key {record.key}", fix="rename one of the two files")
        seen.add(record.key)


def _manifest(papers: Sequence[SearchRecord], shards: Sequence[Mapping[str, Any]]) -> bytes:
    topics = {topic.id: topic.name for record in papers for topic in record.topics}
    return _json({"papers": len(papers), "shards": shards, "topics": dict(sorted(topics.items())), "has": HAS})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
