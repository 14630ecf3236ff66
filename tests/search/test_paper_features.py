"""What the order "For you" knows of papers: their telling words, and the files that a browser reads."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from generator.build.search.index import build_index
from generator.build.search.paper_features import PAPERS_IN_FILE
from generator.build.search.telling_terms import telling_terms
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord, search_records
from tests.search.small_archive import small_catalog

RECORDS = tuple(search_records(small_catalog()))
VECTOR = 20


def test_telling_terms_are_subjects_and_phrases_not_filler() -> None:
    terms = telling_terms(
        "Training Reward Models with RLHF",
        "We propose a novel approach. A reward model is trained. Vision-language agents and vision-language tasks.",
        8,
    )
    assert {"reward model", "RLHF", "vision-language"} <= set(terms)
    assert not {"novel", "approach", "we", "propose"} & set(terms)


def test_terms_do_not_reach_over_punctuation_and_text_may_be_empty() -> None:
    assert "robot agent" not in telling_terms("", "A robot. Agent. A robot. Agent.", 8)
    assert telling_terms("", "", 8) == ()


def features(records: tuple[SearchRecord, ...], tmp_path: Path) -> tuple[dict[str, object], list[list[bytes]]]:
    """The names of the files, and the lines and bytes of each."""
    build_index(records, Folder(tmp_path), "site", cache="cache")
    folder = tmp_path / "site" / "search-index"
    head = json.loads((folder / "features.json").read_bytes())
    files = [(folder / name).read_bytes() for name in head["files"]]
    return head, [zlib.decompress(content, -zlib.MAX_WBITS).split(b"\n", 3) for content in files]


def test_a_file_has_keys_topics_terms_authors_and_vectors(tmp_path: Path) -> None:
    head, [[keys, topics, terms, rest]] = features(RECORDS, tmp_path)
    listed = keys.decode().split(" ")
    assert listed == sorted(record.key for record in RECORDS)
    assert head["firsts"] == listed[:1]
    assert ["robotics", "Robotics"] in head["topics"]  # type: ignore[operator]  # JSON
    assert len(topics.split(b" ")) == len(terms.split(b";")) == len(listed)
    authors = sum(rest[: len(listed)])
    assert len(rest) == len(listed) + 4 * authors + VECTOR * len(listed)
    shared = [term for own in terms.decode().split(";") for term in own.split(",") if term]
    assert all(shared.count(term) > 1 or term.lower() != term for term in {"robot"} & set(shared))


def test_many_papers_are_in_files_of_ranges_of_keys(tmp_path: Path) -> None:
    many = tuple(
        replace(RECORDS[0], key=f"k{number:06}", fingerprint=str(number)) for number in range(PAPERS_IN_FILE + 1)
    )
    head, files = features(many, tmp_path)
    assert head["firsts"] == ["k000000", f"k{PAPERS_IN_FILE:06}"]
    assert [len(keys.split(b" ")) for keys, *_ in files] == [PAPERS_IN_FILE, 1]


def test_new_papers_change_only_the_files_that_have_them(tmp_path: Path) -> None:
    older = [
        replace(
            RECORDS[0],
            key=f"k{number:06}",
            fingerprint=str(number),
            title=f"Graph Diffusion Zebra{number}",
            authors=(f"Ada Number{number}",),
            date=date(2024, 1, 1) + timedelta(days=number // 10),
        )
        for number in range(640)
    ]
    newer = tuple(
        replace(paper, key=f"l{paper.key}", fingerprint=paper.key, date=date(2025, 1, 1)) for paper in older[:9]
    )
    before, _ = features(tuple(older), tmp_path)
    after, _ = features((*older, *newer), tmp_path)
    assert after["files"][:3] == before["files"][:3]  # type: ignore[index]  # JSON
    assert len(set(after["files"]) - set(before["files"])) == 1  # type: ignore[call-overload]
