"""The bundle of a shard: Pagefind's index of its papers, their cards, and columns of facts beside them.

<shard>/shard.json                what it was made from, and what the manifest and the next build must know of it
<shard>/program/                  what of Pagefind is the same for all shards
<shard>/bundle/                   what goes into the site:
    pagefind-entry.json, index/ … Pagefind's; they depend on words alone
    cards.<f>/                    the cards that results show
    papers.<f>.deflate            a column a fact (day, topics, votes …), to filter, count and sort by
    authors.<f>.deflate           names, asked for when a reader opens that facet

Pagefind is most of the work, and votes, links and topics are no words: where only those changed, its files stay.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from generator.files.hashing import hash_bytes, hash_texts
from generator.files.program import program_hash
from generator.pages.views.search import SearchRecord

#: Raise it when other words are made of a paper, or others of Pagefind's files are kept: it is asked again then.
FORMAT = 4
_KNOWN = "shard.json"
_BUNDLE = "bundle"
_PROGRAM = "program"
_FACTS = tuple(name for name in SearchRecord.__slots__ if name not in ("fingerprint", "bibtex"))
_OURS = ("cards.*", "papers.*", "authors.*")
_NAMED_MISSING = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """A shard in the cache; ``told`` is what the manifest says of it, ``fresh`` whether this build made it."""

    folder: Path
    told: Mapping[str, Any]
    fresh: bool

    def place(self, target: Path) -> None:
        """Put the shard under ``target``, and Pagefind's program, which is the same for all, above the shards."""
        copy_tree(self.folder / _BUNDLE, target / self.folder.name)
        for name in PROGRAM:
            if not (target / name).exists():
                _link_or_copy(str(self.folder / _PROGRAM / name), str(target / name))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Indexed:
    """What Pagefind made of a shard's words: ids of results by key, and the words of more than every third paper."""

    ids: Mapping[str, str]
    frequent: Sequence[str]


def update_bundle(shard: Shard, cache: Path) -> Bundle:
    """The shard's bundle in ``cache``, made anew, or in part, where the shard is not as it was.

    Raises DigestifError when Pagefind fails, or indexed other papers than it was given.
    """
    folder = cache / shard.name
    known, fingerprint = _known(folder), _fingerprint(shard)
    if known.get("fingerprint") == fingerprint:
        return Bundle(folder=folder, told=known["told"], fresh=False)
    words = _words_digest(shard)
    with tempfile.TemporaryDirectory(prefix="new-", dir=cache) as workshop:
        made = Path(workshop, "shard")
        (made / _BUNDLE).mkdir(parents=True)
        indexed = _kept(folder, known, words, made) or _index(shard, Path(workshop), made)
        told = _write_facts(shard, indexed, made / _BUNDLE)
        now = {"fingerprint": fingerprint, "words": words, "ids": indexed.ids, "told": told}
        (made / _KNOWN).write_bytes(_json(now))
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return Bundle(folder=folder, told=told, fresh=True)


def _fingerprint(shard: Shard) -> str:
    """Stands for all that the bundle is made from; the program is part of it, for cards hold what it makes."""
    return hash_texts(program_hash(), *(record.fingerprint for record in shard.records))


def _words_digest(shard: Shard) -> str:
    """Stands for all that Pagefind's files are made from."""
    texts = [[record.key, record.title, record.abstract, record.authors, record.ids] for record in shard.records]
    return hash_texts(str(FORMAT), version("pagefind"), _json(texts).decode())


def _facts(record: SearchRecord) -> dict[str, Any]:
    """A record as JSON has it; topics by their ids, for the manifest has their names. What is not known is left out."""
    said: dict[str, Any] = {name: getattr(record, name) for name in _FACTS}
    said["date"] = record.date.isoformat()
    said["topics"] = [topic.id for topic in record.topics]
    said["links"] = [[link.label, link.href] for link in record.links]
    return {name: value for name, value in said.items() if value not in ("", None, (), [])}


def _card(record: SearchRecord) -> bytes:
    card = _facts(record) | {"bibtex": record.bibtex()}
    del card["ids"]
    return _json(card)


def _known(folder: Path) -> dict[str, Any]:
    """What an earlier build left of a shard; empty where it left nothing that can be read."""
    try:
        known = json.loads((folder / _KNOWN).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _kept(folder: Path, known: Mapping[str, Any], words: str, made: Path) -> _Indexed | None:
    """What Pagefind made of the same words before, put into the new shard; None where the words are others."""
    if known.get("words") != words:
        return None
    copy_tree(folder / _BUNDLE, made / _BUNDLE, without=_OURS)
    copy_tree(folder / _PROGRAM, made / _PROGRAM)
    return _Indexed(ids=known["ids"], frequent=known["told"]["frequent"])


def _index(shard: Shard, workshop: Path, made: Path) -> _Indexed:
    pages, bundle = workshop / "pages", made / _BUNDLE
    pages.mkdir()
    papers = [lean_paper(record) for record in shard.records]
    for record, paper in zip(shard.records, papers, strict=True):
        (pages / f"{record.key}{PAGE}").write_text(lean_page(paper), encoding="utf-8")
    index_pages(pages, bundle, name=shard.name)
    ids = take_ids(bundle)
    _check_complete(shard, ids, page_count(bundle))
    (made / _PROGRAM).mkdir()
    for name in PROGRAM:
        (bundle / name).rename(made / _PROGRAM / name)
    return _Indexed(ids=ids, frequent=_frequent(papers))


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


def _frequent(papers: Sequence[LeanPaper]) -> list[str]:
    """Words of more than every third paper, which the page need not ask for one by one."""
    having: Counter[str] = Counter()
    for paper in papers:
        having.update({*paper.title.split(), *paper.abstract.split()})
    return sorted(word for word, count in having.items() if count > len(papers) / 3)


def _write_facts(shard: Shard, indexed: _Indexed, bundle: Path) -> dict[str, Any]:
    """Write what is ours of a bundle; gives what the manifest says of the shard."""
    oldest_first = reversed(shard.records)
    packed = write_cards({indexed.ids[record.key]: _card(record) for record in oldest_first}, bundle)
    return {
        "name": shard.name,
        "papers": len(shard.records),
        "from": shard.records[-1].date.isoformat(),
        "to": shard.records[0].date.isoformat(),
        "cards": packed.folder,
        "cardFiles": packed.files,
        "columns": _write_named(bundle, "papers", columns(shard.records, indexed.ids)),
        "authors": _write_named(bundle, "authors", authors(shard.records)),
        "frequent": indexed.frequent,
    }


def _write_named(bundle: Path, stem: str, said: object) -> str:
    """Write JSON, deflated, under a name that changes with it, so that a browser's copy is never of another day."""
    content = _json(said)
    name = f"{stem}.{hash_bytes(content)[:8]}.deflate"
    (bundle / name).write_bytes(deflated(content))
    return name


def copy_tree(source: Path, target: Path, *, without: Sequence[str] = ()) -> None:
    """Give files a second name under ``target`` where the disk can, else copy: a shard has thousands that stay."""
    aside = shutil.ignore_patterns(*without)
    shutil.copytree(source, target, copy_function=_link_or_copy, ignore=aside, dirs_exist_ok=True)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
