"""The bundle of a shard: Pagefind's index of its papers, their cards, and columns of facts beside them.

In the cache, a shard has two folders:
<shard>/program/                  the files of Pagefind that are the same for all shards
<shard>/bundle/                   what goes into the site:
    pagefind-entry.json, index/ … Pagefind's; they depend on words alone
    cards.<f>/                    the cards that results show
    papers.<f>.deflate            a column for each fact (day, topics, votes …), to filter, count and sort by
    authors.<f>.deflate           names, loaded when a reader opens that facet
Beside it is <shard>.json: signed, with hashes of what the shard was made from and of all its files. A shard with any
other file is not used, whether it was damaged or came with a clone.

Pagefind takes most of the time, and votes, links and topics are no words: where only those changed, its files are kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.build.search.cards import deflated, write_cards
from generator.build.search.columns import authors, columns
from generator.build.search.pagefind import (
    PAGE,
    PROGRAM,
    LeanPaper,
    index_pages,
    lean_page,
    lean_paper,
    page_count,
    take_ids,
)
from generator.build.search.shards import Shard
from generator.errors import DigestifError
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_files, hash_texts
from generator.files.program import program_hash
from generator.pages.views.search import SearchRecord
from generator.text.markup.math import plain

#: Raise it when other words are made of a paper, or other files of Pagefind are kept: Pagefind runs again then.
FORMAT = 4
_BUNDLE = "bundle/"
_PROGRAM = "program/"
_FACTS = tuple(name for name in SearchRecord.__slots__ if name not in ("fingerprint", "bibtex"))
_OURS = ("cards.*", "papers.*", "authors.*")
_NEW = "new"
_NAMED_MISSING = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class CachedShard:
    """A shard in the cache: hashes of its records, of their words, and of its files by their paths in its folder.

    ``ids`` are those of Pagefind's results by key; ``manifest`` is the shard's entry in the site's manifest.
    """

    records: str
    words: str
    ids: Mapping[str, str]
    manifest: Mapping[str, Any]
    files: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """A shard whose files in the cache are those of ``shard``; ``fresh`` is set where this build made it."""

    name: str
    shard: CachedShard
    fresh: bool


class BundleCache:
    """The bundles of shards in the folder ``path`` of a digest."""

    def __init__(self, site: Folder, path: str) -> None:
        self._site = site
        self._path = path
        self._manifests = Cache(site, path)

    def update(self, shard: Shard) -> Bundle:
        """Return the shard's bundle, made again as a whole or in part where the shard changed.

        Raises DigestifError when Pagefind fails, or indexed other papers than it was given.
        """
        cached, records, words = self._read(shard.name), _hash_records(shard), _hash_words(shard)
        if cached and cached.records == records:
            return Bundle(name=shard.name, shard=cached, fresh=False)
        new = f"{self._path}/{_NEW}"
        self._site.remove_tree(new)
        self._site.make(f"{new}/shard/bundle")
        made = self._site.path(f"{new}/shard")
        if cached and cached.words == words:
            self._copy_index(shard.name, cached, f"{new}/shard")
            ids, frequent = cached.ids, cached.manifest["frequent"]
        else:
            ids, frequent = _index(shard, self._site.path(new), made)
        manifest = _write_facts(shard, ids, frequent, made / "bundle")
        fresh = CachedShard(records=records, words=words, ids=ids, manifest=manifest, files=hash_files(made))
        self._store(shard.name, fresh, f"{new}/shard")
        self._site.remove_tree(new)
        return Bundle(name=shard.name, shard=fresh, fresh=True)

    def place(self, bundle: Bundle, target: str) -> dict[str, str]:
        """Link a bundle's files below ``target``, and Pagefind's program above the shards.

        Returns the hashes of the files by their paths below ``target``.
        """
        placed = {}
        for file, file_hash in bundle.shard.files.items():
            if file.startswith(_BUNDLE):
                path = f"{bundle.name}/{file.removeprefix(_BUNDLE)}"
            else:
                path = file.removeprefix(_PROGRAM)
            placed[path] = file_hash
            if file.startswith(_BUNDLE) or self._site.kind(f"{target}/{path}") is None:
                self._link(f"{self._path}/{bundle.name}/{file}", f"{target}/{path}")
        return placed

    def remove_others(self, shards: set[str]) -> None:
        """Remove the bundles of shards that no longer exist, and what an interrupted build left."""
        kept = shards | {f"{name}.json" for name in shards}
        for entry in self._site.children(self._path):
            if entry.path.rpartition("/")[2] not in kept:
                self._site.remove_tree(entry.path)

    def _read(self, name: str) -> CachedShard | None:
        """Return a shard that an earlier build of this user left, if every file of it is as that build left it."""
        raw = self._manifests.read(f"{name}.json")
        if raw is None:
            return None
        cached = CachedShard(**json.loads(raw))
        try:
            unchanged = hash_files(self._site.path(f"{self._path}/{name}")) == cached.files
        except (OSError, DigestifError):  # a link, a pipe, or a file that may not be read
            return None
        return cached if unchanged else None

    def _store(self, name: str, shard: CachedShard, made: str) -> None:
        """Replace a shard's files, then its manifest: a build that is killed in between leaves a shard without one."""
        self._manifests.remove(f"{name}.json")
        self._site.remove_tree(f"{self._path}/{name}.json")
        self._site.remove_tree(f"{self._path}/{name}")
        self._site.move(made, f"{self._path}/{name}")
        self._manifests.write(f"{name}.json", _json(asdict(shard)))

    def _copy_index(self, name: str, cached: CachedShard, made: str) -> None:
        """Put what Pagefind made of the same words into the new shard."""
        for file in cached.files:
            if not any(fnmatch(file.removeprefix(_BUNDLE).partition("/")[0], pattern) for pattern in _OURS):
                self._link(f"{self._path}/{name}/{file}", f"{made}/{file}")

    def _link(self, file: str, target: str) -> None:
        """Give a file a second name where the disk can, else copy it: a shard has thousands of files."""
        try:
            self._site.link(file, target)
        except OSError:
            self._site.write(target, self._site.read(file) or b"")


def _hash_records(shard: Shard) -> str:
    """Hash everything that the bundle is made from; the program is part of it, because cards hold what it renders."""
    return hash_texts(program_hash(), *(record.fingerprint for record in shard.records))


def _hash_words(shard: Shard) -> str:
    """Hash everything that Pagefind's files are made from."""
    texts = [[record.key, record.title, record.abstract, record.authors, record.ids] for record in shard.records]
    return hash_texts(str(FORMAT), version("pagefind"), _json(texts).decode())


def _facts(record: SearchRecord) -> dict[str, Any]:
    """Return a record as JSON; topics by their ids, because the manifest has their names. Empty facts are left out."""
    facts: dict[str, Any] = {name: getattr(record, name) for name in _FACTS}
    facts["date"] = record.date.isoformat()
    facts["topics"] = [topic.id for topic in record.topics]
    facts["links"] = [[link.label, link.href] for link in record.links]
    return {name: value for name, value in facts.items() if value not in ("", None, (), [])}


def _card(record: SearchRecord) -> bytes:
    card = _facts(record) | {"bibtex": record.bibtex()}
    # Results are text, which cannot show a formula's markup. Index and queries read ``α`` and ``\\alpha`` as one word.
    card |= {name: plain(card[name]) for name in ("title", "abstract") if name in card}
    del card["ids"]
    return _json(card)


def _index(shard: Shard, work: Path, made: Path) -> tuple[dict[str, str], list[str]]:
    """Have Pagefind index a shard; returns the ids of results by key, and the frequent words."""
    pages, bundle = work / "pages", made / "bundle"
    pages.mkdir()
    papers = [lean_paper(record) for record in shard.records]
    for record, paper in zip(shard.records, papers, strict=True):
        (pages / f"{record.key}{PAGE}").write_text(lean_page(paper), encoding="utf-8")
    index_pages(pages, bundle, name=shard.name)
    ids = take_ids(bundle)
    _check_complete(shard, ids, page_count(bundle))
    (made / "program").mkdir()
    for name in PROGRAM:
        (bundle / name).rename(made / "program" / name)
    return ids, _frequent_words(papers)


def _check_complete(shard: Shard, ids: Mapping[str, str], counted: int) -> None:
    missing = [record.key for record in shard.records if record.key not in ids]
    if not missing and counted == len(shard.records):
        return
    named = ", ".join(missing[:_NAMED_MISSING]) + (" …" if len(missing) > _NAMED_MISSING else "")
    raise DigestifError(
        f"search: Pagefind indexed {counted:,} of {len(shard.records):,} papers of {shard.name}"
        + (f"; missing: {named}" if named else ""),
        fix="the site was not changed; please report this with the records named",
    )


def _frequent_words(papers: Sequence[LeanPaper]) -> list[str]:
    """Return the words of more than a third of the papers, which the page need not look up one by one."""
    counts: Counter[str] = Counter()
    for paper in papers:
        counts.update({*paper.title.split(), *paper.abstract.split()})
    return sorted(word for word, count in counts.items() if count > len(papers) / 3)


def _write_facts(shard: Shard, ids: Mapping[str, str], frequent: Sequence[str], bundle: Path) -> dict[str, Any]:
    """Write the files of a bundle that are not Pagefind's; returns the shard's entry in the manifest."""
    oldest_first = reversed(shard.records)
    packed = write_cards({ids[record.key]: _card(record) for record in oldest_first}, bundle)
    return {
        "name": shard.name,
        "papers": len(shard.records),
        "from": shard.records[-1].date.isoformat(),
        "to": shard.records[0].date.isoformat(),
        "cards": packed.folder,
        "cardFiles": packed.files,
        "columns": _write_json(bundle, "papers", columns(shard.records, ids)),
        "authors": _write_json(bundle, "authors", authors(shard.records)),
        "frequent": frequent,
    }


def _write_json(bundle: Path, stem: str, value: object) -> str:
    """Write deflated JSON under a name that changes with it, so that a browser never uses an older copy."""
    content = _json(value)
    name = f"{stem}.{hash_bytes(content)[:8]}.deflate"
    (bundle / name).write_bytes(deflated(content))
    return name


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
