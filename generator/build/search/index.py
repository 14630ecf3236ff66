"""The search index: shards of some thousand papers, of which only those that changed are made anew.

site/pagefind/manifest.json   shards newest first, counts, names of topics
site/pagefind/pagefind.js …   Pagefind's program
site/pagefind/<shard>/        a shard's bundle, see ``search_bundle``
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build.docs_writer import write_atomically
from generator.build.search.bundle import update_bundle
from generator.build.search.shards import plan_shards
from generator.errors import DigestifError
from generator.pages.views.search import HAS, SearchRecord
from generator.progress import ReportProgress, ignore_progress

FOLDER = "pagefind"
MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexReport:
    """What a build's index holds: papers, shards newest first, and those of them that were made anew."""

    papers: int
    shards: tuple[str, ...]
    indexed: tuple[str, ...]

    def __str__(self) -> str:
        fresh = f"{len(self.indexed)} of {len(self.shards)} shards indexed anew" if self.indexed else "nothing changed"
        return f"search: {self.papers} papers indexed, {fresh}"


def build_index(
    records: Iterable[SearchRecord],
    site: Path,
    *,
    cache: Path,
    progress: ReportProgress = ignore_progress,
    only: int | None = None,
) -> IndexReport:
    """Make ``site/pagefind`` from the records; ``cache`` keeps each shard's bundle for the next build.

    ``only`` leaves out shards that do not begin in that year: another part of the site has them.

    Raises DigestifError when Pagefind fails, when two records share a key, or when what was indexed is not
    exactly what was given: a search that silently lacks papers is worse than none. The manifest is written last,
    so that a page without one knows that there is no index.
    """
    papers = tuple(records)
    _check_keys(papers)
    shards = [shard for shard in plan_shards(papers) if only in (None, int(shard.name[:4]))]
    cache.mkdir(parents=True, exist_ok=True)
    target = site / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    bundles = []
    for done, shard in enumerate(shards):
        progress("indexing for search", done, len(shards))
        bundle = update_bundle(shard, cache)
        bundle.place(target)
        bundles.append(bundle)
    _remove_others(cache, {shard.name for shard in shards})
    write_atomically(target / MANIFEST, _manifest(papers, [bundle.told for bundle in bundles]))
    progress("indexing for search", len(shards), len(shards))
    return IndexReport(
        papers=len(papers),
        shards=tuple(shard.name for shard in shards),
        indexed=tuple(bundle.folder.name for bundle in bundles if bundle.fresh),
    )


def merge_manifests(manifests: Sequence[Mapping[str, Any]]) -> bytes:
    """One manifest for parts of a site that were indexed apart, as ``build_index`` writes it for the whole."""
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


def _remove_others(cache: Path, wanted: set[str]) -> None:
    """Drop bundles of shards that are no more, and what an interrupted build left."""
    for folder in cache.iterdir():
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
