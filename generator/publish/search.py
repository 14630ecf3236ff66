"""The search index: lean pages, a shard each few thousand papers, only changed shards indexed anew.

site/pagefind/manifest.json            shards newest first, counts, names of topics
site/pagefind/<shard>/                 Pagefind's bundle; its fragments hold the cards that results show
site/pagefind/<shard>/papers.<f>.json  a column a fact (day, topics, votes …), to filter, count and sort by
site/pagefind/<shard>/authors.<f>.json names, asked for when a reader opens that facet
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.errors import DigestifError
from generator.pages.search import HAS, SearchRecord
from generator.publish.search_pagefind import (
    PROGRAM,
    fragments,
    index_pages,
    lean_page,
    page_count,
    write_fragment,
)
from generator.publish.search_shards import Shard, plan_shards
from generator.publish.search_words import words
from generator.publish.write import write_atomically
from generator.steps import Step, silent

FOLDER = "pagefind"
MANIFEST = "manifest.json"
#: Part of every fingerprint: raise it when what is indexed or shown of a paper changes.
FORMAT = 3
_SHARD_FACTS = "shard.json"
_NAMED_MISSING = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexReport:
    """What a build's index holds: papers, shards newest first, and those of them that were indexed anew."""

    papers: int
    shards: tuple[str, ...]
    indexed: tuple[str, ...]

    def __str__(self) -> str:
        fresh = f"{len(self.indexed)} of {len(self.shards)} shards indexed anew" if self.indexed else "nothing changed"
        return f"search: {self.papers} papers indexed, {fresh}"


def build_index(
    records: Iterable[SearchRecord], site: Path, *, cache: Path, progress: Step = silent, only: int | None = None
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
    indexed, facts = [], []
    for done, shard in enumerate(shards):
        progress("indexing for search", done, len(shards))
        fingerprint = _fingerprint(shard)
        if not _is_cached(cache / shard.name, fingerprint):
            _index_shard(shard, cache, fingerprint)
            indexed.append(shard.name)
        facts.append(json.loads((cache / shard.name / _SHARD_FACTS).read_bytes()))
        _place(cache / shard.name, target)
    _remove_others(cache, {shard.name for shard in shards})
    write_atomically(target / MANIFEST, _json(_manifest(papers, facts)))
    progress("indexing for search", len(shards), len(shards))
    return IndexReport(papers=len(papers), shards=tuple(shard.name for shard in shards), indexed=tuple(indexed))


def _check_keys(records: Sequence[SearchRecord]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.key in seen:
            raise DigestifError(f"search: two records have the key {record.key}", fix="rename one of the two files")
        seen.add(record.key)


def _fingerprint(shard: Shard) -> str:
    """All that the shard's bundle is made from. Topics count by their ids: the manifest has their names."""
    made_from = [FORMAT, version("pagefind"), shard.name, [_facts(record) for record in shard.records]]
    return hashlib.sha256(_json(made_from)).hexdigest()


def _facts(record: SearchRecord) -> dict[str, Any]:
    """A record as JSON; what is not known is left out."""
    said: dict[str, Any] = {name: getattr(record, name) for name in SearchRecord.__slots__}
    said["date"] = record.date.isoformat()
    said["topics"] = [topic.id for topic in record.topics]
    said["links"] = [[link.label, link.href] for link in record.links]
    return {name: value for name, value in said.items() if value not in ("", None, (), [])}


def _is_cached(folder: Path, fingerprint: str) -> bool:
    try:
        facts = json.loads((folder / _SHARD_FACTS).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and facts.get("fingerprint") == fingerprint


def _index_shard(shard: Shard, cache: Path, fingerprint: str) -> None:
    """Index a shard beside its place in the cache, and move it there only when it is whole."""
    with tempfile.TemporaryDirectory(prefix="new-", dir=cache) as workshop:
        pages, bundle = Path(workshop, "pages"), Path(workshop, "bundle")
        pages.mkdir()
        facts = {_page_name(record): record for record in shard.records}
        for name, record in facts.items():
            (pages / name).write_text(lean_page(record), encoding="utf-8")
        index_pages(pages, bundle, name=shard.name)
        ids = _write_cards(bundle, facts)
        _check_complete(shard, ids, page_count(bundle))
        columns = _write_named(bundle, "papers", _columns(shard, ids))
        authors = _write_named(bundle, "authors", _authors(shard))
        days = [record.date for record in shard.records]
        told = {
            "fingerprint": fingerprint,
            "name": shard.name,
            "papers": len(days),
            "columns": columns,
            "authors": authors,
        }
        told |= {"from": min(days).isoformat(), "to": max(days).isoformat(), "frequent": _frequent(shard)}
        (bundle / _SHARD_FACTS).write_bytes(_json(told))
        shutil.rmtree(cache / shard.name, ignore_errors=True)
        bundle.rename(cache / shard.name)


def _page_name(record: SearchRecord) -> str:
    """The lean page's file, which names the paper in Pagefind's answer. Its digest makes the fragment's address
    new when the card changes: browsers keep fragments for long."""
    return f"{record.key}.{hashlib.sha256(_json(_facts(record))).hexdigest()[:8]}.html"


def _write_cards(bundle: Path, records: Mapping[str, SearchRecord]) -> dict[str, str]:
    """Put each paper's card into its fragment; gives the ids of results by key."""
    ids: dict[str, str] = {}
    for result, fragment, file in fragments(bundle):
        record = records.get(fragment["url"].removeprefix("/"))
        if record is None:
            raise DigestifError(f"search: Pagefind indexed {fragment['url']}, which it was not given")
        card = _facts(record)
        del card["ids"]
        write_fragment(file, fragment | {"url": record.address, "content": "", "meta": card})
        ids[record.key] = result
    return ids


def _check_complete(shard: Shard, ids: Mapping[str, str], counted: int) -> None:
    missing = [record.key for record in shard.records if record.key not in ids]
    if not missing and counted == len(shard.records):
        return
    named = ", ".join(missing[:_NAMED_MISSING]) + (" …" if len(missing) > _NAMED_MISSING else "")
    raise DigestifError(
        f"search: {len(shard.records)} papers of {shard.name} were given to Pagefind and {counted} were indexed"
        + (f"; missing: {named}" if named else ""),
        fix="the site was left as it was; please report this with the records named",
    )


def _columns(shard: Shard, ids: Mapping[str, str]) -> dict[str, Any]:
    """The shard's papers, newest first, a column a fact. Ids stand without their language; topics and sources
    are numbers in their lists; ``has`` is a bit each kind; votes are -1 where nobody counts."""
    topics = sorted({topic.id for record in shard.records for topic in record.topics})
    sources = sorted({record.source for record in shard.records})
    return {
        "ids": " ".join(ids[record.key].removeprefix("en_") for record in shard.records),
        "days": _runs([record.date for record in shard.records]),
        "topicNames": topics,
        "topics": [[topics.index(topic.id) for topic in record.topics] for record in shard.records],
        "sourceNames": sources,
        "sources": [sources.index(record.source) for record in shard.records],
        "has": [sum(1 << HAS.index(kind) for kind in record.has) for record in shard.records],
        "votes": [-1 if record.votes is None else record.votes for record in shard.records],
    }


def _runs(days: Sequence[date]) -> list[list[str | int]]:
    """Days in a row as [day, how many papers]: papers come by the day."""
    runs: list[list[Any]] = []
    for day in days:
        if runs and runs[-1][0] == day.isoformat():
            runs[-1][1] += 1
        else:
            runs.append([day.isoformat(), 1])
    return runs


def _frequent(shard: Shard) -> list[str]:
    """Words of more than every third paper, which the page need not ask for one by one."""
    papers = Counter(word for record in shard.records for word in set(words(f"{record.title}\n{record.abstract}")))
    return sorted(word for word, count in papers.items() if count > len(shard.records) / 3)


def _authors(shard: Shard) -> dict[str, Any]:
    names = sorted({name for record in shard.records for name in record.authors})
    numbers = {name: number for number, name in enumerate(names)}
    return {"names": names, "papers": [[numbers[name] for name in record.authors] for record in shard.records]}


def _write_named(bundle: Path, stem: str, said: object) -> str:
    """Write JSON under a name that changes with it, so that a browser's copy is never of another day."""
    content = _json(said)
    name = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.json"
    (bundle / name).write_bytes(content)
    return name


def _manifest(papers: Sequence[SearchRecord], facts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    topics = {topic.id: topic.name for record in papers for topic in record.topics}
    shards = [{name: value for name, value in shard.items() if name != "fingerprint"} for shard in facts]
    return {"papers": len(papers), "shards": shards, "topics": dict(sorted(topics.items())), "has": HAS}


def merge_manifests(manifests: Sequence[Mapping[str, Any]]) -> bytes:
    """One manifest for parts of a site that were indexed apart, as ``build_index`` writes it for the whole."""
    shards = [shard for manifest in manifests for shard in manifest["shards"]]
    # "2025-03" is the shard of that month, "2025-03-2" the next one of the same month.
    newest = sorted(shards, key=lambda shard: [int(number) for number in shard["name"].split("-")], reverse=True)
    return _json({**manifests[0], "shards": newest})


def _remove_others(cache: Path, wanted: set[str]) -> None:
    """Drop bundles of shards that are no more, and what an interrupted build left."""
    for folder in cache.iterdir():
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


def _place(bundle: Path, target: Path) -> None:
    """Put a shard's bundle under ``target``, and Pagefind's program, which is the same for all, above the shards."""
    aside = shutil.ignore_patterns(_SHARD_FACTS, *PROGRAM)
    shutil.copytree(bundle, target / bundle.name, copy_function=_link_or_copy, ignore=aside)
    for name in PROGRAM:
        if not (target / name).exists():
            _link_or_copy(str(bundle / name), str(target / name))


def _link_or_copy(source: str, target: str) -> None:
    """A second name for the file where the disk can, else a copy: a shard has thousands that never change."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
