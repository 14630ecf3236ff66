"""The search index: records in, files out. One index for the whole archive, read a file for each word.

site/search-index/manifest.json     names everything below; a page asks for it anew, all else never changes
site/search-index/terms.<h>/<n>     postings of a range of terms, see ``term_files``
site/search-index/places.<h>/<n>    places of the same terms, for phrases
site/search-index/newest-terms.<h>/<n>, newest-places.<h>/<n>  the same of the newest papers, see ``newest_part``
site/search-index/days.<h> …        columns of days, topics, links, votes, authors; frequent terms;
                                    aliases of topics; words that no paper has; vectors of papers
site/search-index/words.<h>/<n>     vectors of a range of words, for search by meaning
site/search-index/cards/<h>/<n>     a few cards of a block of rows
site/search-index/features.json     names features.<h>: what the order "For you" knows of papers

<h> is a hash of the file, or of all files in the folder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.build.search.card_blocks import BLOCK, SMALL_BLOCK, BlockCache, block_rows
from generator.build.search.cards import CardWriter, cards_together, deflated, opening_records
from generator.build.search.columns import authors, closed_facets, days, links, topics, votes
from generator.build.search.encoded import EncodedParts, load_encoded
from generator.build.search.frequent import frequent_terms, spelled_words
from generator.build.search.main_part import main_papers, make_main_part
from generator.build.search.meaning import is_on_request, meaning_file, paper_vectors, word_files
from generator.build.search.newest_part import make_newest_part
from generator.build.search.paper_features import feature_files
from generator.build.search.paper_terms import PaperTerms, TermReader, dump_terms, load_terms
from generator.errors import DigestifError
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_texts
from generator.pages.views.search import HAS, SearchRecord, row_order
from generator.progress import ReportProgress, ignore_progress
from generator.text.counts import counted
from generator.text.word_vectors import shipped_word_vectors

FOLDER = "search-index"
MANIFEST = "manifest.json"
_FEATURES = "features"
#: Raise it when pages of an earlier version could not read the index.
FORMAT = 6
_TERMS = "terms"
_CARDS = "cards"
_DIGITS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexReport:
    """A build's index: papers, blocks of cards, those that were made again, and hashes of its files by path."""

    papers: int
    blocks: int
    fresh_blocks: tuple[int, ...]
    hashes: Mapping[str, str] = field(repr=False)

    def __str__(self) -> str:
        if not self.hashes:
            return "search: indexed in the part of the newest year"
        return (
            f"search: {counted(self.papers, 'paper')} indexed, index {'updated' if self.fresh_blocks else 'unchanged'}"
        )


def build_index(
    records: Iterable[SearchRecord],
    site: Folder,
    folder: str,
    *,
    cache: str,
    progress: ReportProgress = ignore_progress,
) -> IndexReport:
    """Make ``search-index/`` in ``folder``, a path below the digest's folder; ``cache`` keeps work for the next build.

    Raises DigestifError when two records share a key. The manifest is written last, so that a page can tell whether
    there is an index.
    """
    papers = sorted(records, key=lambda record: row_order(record.date, record.votes, record.key))
    _check_keys(papers)
    target = f"{folder}/{FOLDER}"
    site.remove_tree(target)
    site.make(target)
    progress("Indexing for search", 0, 2)
    writer = _Writer(site=site, target=target, hashes={})
    kept = Cache(site, cache)
    terms, parts = _read_terms(papers, kept), load_encoded(kept)
    divided, counts = _write_terms(papers, terms, writer, kept)
    vectors, unknown = paper_vectors(terms, shipped_word_vectors(), parts)
    manifest = {
        "format": FORMAT,
        "papers": len(papers),
        "topics": dict(sorted({topic.id: topic.name for record in papers for topic in record.topics}.items())),
        "aliases": writer.write("aliases", deflated(_json(_aliases(papers)))),
        "has": HAS,
        "terms": divided,
        **_write_columns(papers, writer),
        "votes": writer.write("votes", votes(papers)),
        "authors": writer.write("authors", authors(papers, parts)),
        "frequent": writer.write("frequent", frequent_terms(counts)),
        "spelled": writer.write("spelled", spelled_words(counts)),
        **_write_meaning(vectors, unknown, writer),
    }
    _write_features(papers, divided["papers"], vectors, writer, parts)
    parts.save(kept)
    progress("Indexing for search", 1, 2)
    together = cards_together(len(papers))
    cards, fresh = _write_cards(papers, writer, BlockCache(site, f"{cache}/{_CARDS}", together=together))
    content = _json(manifest | {"cards": cards | {"together": together}})
    site.write(f"{target}/{MANIFEST}", content)
    progress("Indexing for search", 2, 2)
    return IndexReport(
        papers=len(papers),
        blocks=len(block_rows(len(papers))),
        fresh_blocks=fresh,
        hashes=writer.hashes | {MANIFEST: hash_bytes(content)},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writer:
    """Writes files of the index, and collects their hashes by path."""

    site: Folder
    target: str
    hashes: dict[str, str]

    def write(self, stem: str, content: bytes) -> str:
        """Write a file under a name that changes with it, so that a browser never uses another copy."""
        file_hash = hash_bytes(content)
        name = f"{stem}.{file_hash[:_DIGITS]}"
        self.site.write(f"{self.target}/{name}", content)
        self.hashes[name] = file_hash
        return name

    def write_fixed(self, name: str, content: bytes) -> None:
        """Write a file under the same name in every build, which pages ask for anew."""
        self.site.write(f"{self.target}/{name}", content)
        self.hashes[name] = hash_bytes(content)

    def write_folder(self, stem: str, files: Sequence[bytes]) -> str:
        """Write numbered files into a folder whose name changes with any of them."""
        hashes = [hash_bytes(content) for content in files]
        name = f"{stem}.{hash_texts(*hashes)[:_DIGITS]}"
        self.site.make(f"{self.target}/{name}")
        folder = self.site.path(f"{self.target}/{name}")
        for number, content in enumerate(files):
            (folder / str(number)).write_bytes(content)
        self.hashes.update({f"{name}/{number}": file_hash for number, file_hash in enumerate(hashes)})
        return name


def _write_columns(papers: Sequence[SearchRecord], writer: _Writer) -> dict[str, Any]:
    of_topics, of_links = topics(papers), links(papers)
    return {
        "days": writer.write("days", days(papers)),
        "topicSets": writer.write("topics", of_topics),
        "links": writer.write("links", of_links),
        "closed": closed_facets(of_topics, of_links),
    }


def _write_terms(
    papers: Sequence[SearchRecord], terms: PaperTerms, writer: _Writer, cache: Cache
) -> tuple[dict[str, Any], Mapping[str, int]]:
    """Write the files of terms and places; returns their part of the manifest, and how many papers each term has."""
    count = main_papers([record.date for record in papers])
    main = make_main_part(terms.rows(0, count), [record.fingerprint for record in papers[:count]], cache)
    newest = make_newest_part(terms.rows(count, len(papers)), main)
    files, coding = main.files, main.files.coding
    counts = Counter(dict(zip(main.terms, main.counts, strict=True)))
    if newest:
        counts.update(dict(zip(newest.terms, newest.counts, strict=True)))
    return {
        "papers": count,
        "folder": writer.write_folder("terms", files.terms),
        "places": writer.write_folder("places", files.places),
        "firsts": " ".join(files.firsts),
        "ranks": coding.ranks,
        "rankWidth": coding.rank_width,
        "placeWidths": coding.place_widths,
        "usualPlaces": coding.usual_places,
        "newest": newest
        and {
            "folder": writer.write_folder("newest-terms", newest.files),
            "places": writer.write_folder("newest-places", newest.places),
            "group": newest.group,
        },
    }, counts


def _write_meaning(vectors: bytes, unknown: bytes, writer: _Writer) -> dict[str, Any]:
    firsts, files = word_files(shipped_word_vectors())
    folder = writer.write_folder("words", files)
    content = meaning_file(vectors, unknown, folder=folder, firsts=firsts)
    return {"meaning": writer.write("meaning", content), "meaningOnRequest": is_on_request(content)}


def _write_features(
    papers: Sequence[SearchRecord], main: int, vectors: bytes, writer: _Writer, parts: EncodedParts
) -> None:
    head, files = feature_files(papers, main, vectors, parts)
    names = [writer.write(_FEATURES, content) for content in files]
    writer.write_fixed(f"{_FEATURES}.json", _json({"files": names, **head}))


def _write_cards(
    papers: Sequence[SearchRecord], writer: _Writer, blocks: BlockCache
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Write the cards of all papers; returns their part of the manifest, and the blocks that were made again."""
    cards = CardWriter(opening_records(papers))
    folders, fresh = [], []
    for number, (start, end) in enumerate(block_rows(len(papers))):
        block, made = blocks.place(number, start, papers[start:end], cards, f"{writer.target}/{_CARDS}")
        name = block.name
        folders.append(name)
        if made:
            fresh.append(number)
        writer.hashes.update({f"{_CARDS}/{name}/{file}": known for file, known in block.files.items()})
    blocks.remove_others(len(folders))
    opening = writer.write("opening", cards.opening)
    whole = len(papers) // BLOCK
    named = {"opening": opening, "rows": BLOCK, "smallRows": SMALL_BLOCK}
    return named | {"folders": folders[:whole], "small": folders[whole:]}, tuple(fresh)


def _read_terms(papers: Sequence[SearchRecord], cache: Cache) -> PaperTerms:
    """Return the terms of all papers, and store them for the next build."""
    raw = cache.read(_TERMS)
    known, fingerprints = (None, ()) if raw is None else load_terms(raw)
    if known is not None and fingerprints == tuple(record.fingerprint for record in papers):
        return known
    terms, fingerprints = TermReader(known, fingerprints).read(papers)
    cache.write(_TERMS, dump_terms(terms, fingerprints))
    return terms


def _aliases(papers: Sequence[SearchRecord]) -> dict[str, list[str]]:
    """Return the aliases of topics by id, for topics that have some."""
    found = {topic.id: list(topic.aliases) for record in papers for topic in record.topics if topic.aliases}
    return dict(sorted(found.items()))


def _check_keys(records: Sequence[SearchRecord]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.key in seen:
            raise DigestifError(f"search: two records have the key {record.key}", fix="rename one of the two files")
        seen.add(record.key)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
