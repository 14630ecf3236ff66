"""The index on disk: what is made again after a change, what a cache may change, and what stops a build."""

from __future__ import annotations

import io
import json
import shutil
import zlib
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build.search.card_blocks import BLOCK, SMALL_BLOCK
from generator.build.search.cards import card, cards_together
from generator.build.search.columns import closed_facets, links, topics
from generator.build.search.index import build_index
from generator.build.search.meaning import is_on_request
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import hash_files
from generator.pages.views.search import SearchRecord, SearchTopic, search_records
from tests.search.index_files import files, manifest
from tests.search.small_archive import small_catalog

RECORDS = tuple(search_records(small_catalog()))


def many(count: int) -> list[SearchRecord]:
    """Records that differ in key and date, thirty a day."""
    return [
        replace(
            RECORDS[0],
            key=f"k{number:06}",
            fingerprint=str(number),
            date=date(2024, 1, 1) + timedelta(days=number // 30),
        )
        for number in range(count)
    ]


def test_a_card_says_the_language_of_a_title_in_another_script() -> None:
    plain = RECORDS[0]
    assert "lang" not in json.loads(card(plain))
    assert json.loads(card(replace(plain, title="强化学习综述")))["lang"] == "zh"


def test_a_record_has_what_search_shows() -> None:
    record = next(record for record in RECORDS if record.key == "2507.10001")
    assert record.address == "/papers/2507.10001/"
    assert record.topics == (SearchTopic(id="robotics", name="Robotics"),)
    assert (record.has, record.votes, record.source) == (("code",), 12, "hf-daily")
    assert record.cited() == {"ids": {"arxiv": "2507.10001"}}


def test_the_same_records_give_the_same_files_with_and_without_a_cache(tmp_path: Path) -> None:
    first = build_index(RECORDS, Folder(tmp_path), "one", cache="cache")
    assert str(first) == "search: 30 papers indexed, index updated"
    again = build_index(RECORDS, Folder(tmp_path), "two", cache="cache")
    assert str(again) == "search: 30 papers indexed, index unchanged"
    build_index(tuple(reversed(RECORDS)), Folder(tmp_path), "three", cache="another")
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "three")


def test_a_correction_gives_the_files_of_a_first_build(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    corrected = [
        replace(RECORDS[0], title="Words that no paper had", votes=99, fingerprint="corrected"),
        *RECORDS[2:],
        replace(RECORDS[1], key="new", fingerprint="new"),
    ]
    build_index(corrected, Folder(tmp_path), "site", cache="cache")
    build_index(corrected, Folder(tmp_path), "clean", cache="another")
    assert files(tmp_path / "site") == files(tmp_path / "clean")
    assert cards(tmp_path / "site")[RECORDS[0].key]["votes"] == 99


def test_builds_with_a_cache_give_the_files_of_a_first_build_after_any_change(tmp_path: Path) -> None:
    papers = [
        replace(record, authors=(f"Ada {number // 2}", f"Née Ø{number}"), abstract=f"{record.abstract} Word{number}.")
        for number, record in enumerate(many(BLOCK + 30))
    ]
    changes = {
        "as before": papers,
        "correction": replaced(papers, 200, abstract="Graph networks (GN) for robots.", authors=("Neu Name",)),
        "new day": [*papers, *(replace(RECORDS[number], date=date(2026, 1, 1)) for number in range(5))],
        "removal": [*papers[:100], *papers[101:]],
        "another day": replaced(papers, 7, date=date(2024, 1, 12)),
        "first build again": papers,
        "few left": papers[:2],
    }
    for change, changed in changes.items():
        build_index(changed, Folder(tmp_path), "site", cache="cache")
        build_index(changed, Folder(tmp_path), "clean", cache=f"cache of {change}")
        assert files(tmp_path / "site") == files(tmp_path / "clean"), change


def replaced(papers: list[SearchRecord], number: int, **fields: Any) -> list[SearchRecord]:
    """Papers of which one is changed."""
    changed = replace(papers[number], fingerprint="changed", **fields)
    return [*papers[:number], changed, *papers[number + 1 :]]


def test_a_new_day_changes_the_last_block_of_cards_alone(tmp_path: Path) -> None:
    papers = many(BLOCK + 60)
    assert build_index(papers[:-20], Folder(tmp_path), "site", cache="cache").fresh_blocks == (0, 1, 2)
    assert build_index(papers, Folder(tmp_path), "site", cache="cache").fresh_blocks == (2,)
    assert cards(tmp_path / "site").keys() == {record.key for record in papers}


def test_a_correction_changes_one_file_of_cards(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "one", cache="cache")
    corrected = replace(RECORDS[0], abstract="Corrected.", fingerprint="corrected")
    build_index((corrected, *RECORDS[1:]), Folder(tmp_path), "two", cache="cache")
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / site).rglob("cards/*/*")} for site in ("one", "two")
    )
    assert [name for name in one if one[name] != two[name]] == ["14"]


def test_large_archives_have_more_cards_in_a_file() -> None:
    assert [cards_together(papers) for papers in (0, 10_000, 15_000, 100_000)] == [2, 2, 8, 4]
    sizes = [cards_together(papers) for papers in (0, 15_000, 100_000)]
    assert all(BLOCK % size == SMALL_BLOCK % size == 0 for size in sizes)


def test_rows_are_ordered_by_day_votes_and_key(tmp_path: Path) -> None:
    papers = [
        replace(RECORDS[0], key=key, date=date(2025, 1, day), votes=votes, fingerprint=key)
        for key, day, votes in [("a", 2, 1), ("b", 1, 5), ("c", 1, None), ("d", 1, 0), ("e", 2, 1)]
    ]
    build_index(papers, Folder(tmp_path), "site", cache="cache")
    assert list(cards(tmp_path / "site")) == ["c", "d", "b", "a", "e"]


def test_the_facet_of_authors_counts_all_authors_of_a_long_list(tmp_path: Path) -> None:
    names = tuple(f"Author {number}" for number in range(600))
    build_index((replace(RECORDS[0], authors=names), *RECORDS[1:]), Folder(tmp_path), "site", cache="cache")
    listed = authors_of(tmp_path / "site")
    assert names in listed
    assert sorted(listed) == sorted((names, *(record.authors for record in RECORDS[1:])))


def authors_of(site: Path) -> list[tuple[str, ...]]:
    """The authors of each row, read as a browser reads them."""
    line, rest = inflated(site, "authors").split(b"\n", 1)
    head = json.loads(line)
    words, columns = head["words"].split(" "), io.BytesIO(rest)

    def column(length: int) -> list[int]:
        low, middle, high = (columns.read(length) for _ in range(3))
        return [a + 256 * b + 65_536 * c for a, b, c in zip(low, middle, high, strict=True)]

    lengths = column(head["names"])
    spelled = iter([words[number] for number in column(sum(lengths))])
    names = [" ".join(islice(spelled, length)) for length in lengths]
    counts, new = column(head["papers"]), iter(names)
    authors = iter([names[place - 1] if place else next(new) for place in column(sum(counts))])
    return [tuple(islice(authors, count)) for count in counts]


def test_words_that_no_paper_has_although_they_are_spelled_right_are_listed(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    listed = json.loads(inflated(tmp_path / "site", "spelled")).split(" ")
    assert "market" in listed
    assert "robot" not in listed
    assert listed == sorted(listed)


def inflated(site: Path, stem: str) -> bytes:
    return zlib.decompress(next(site.rglob(f"search-index/{stem}.*")).read_bytes(), -zlib.MAX_WBITS)


def test_results_show_formulas_in_unicode_and_money_as_it_is(tmp_path: Path) -> None:
    title, abstract = "$\\alpha$-Divergences in $O(n^2)$ for $5", "It takes $2\\times$ less.\n\nAnd \\$6 more."
    record = replace(RECORDS[0], title=title, abstract=abstract)
    build_index((record, *RECORDS[1:]), Folder(tmp_path), "site", cache="cache")
    card = cards(tmp_path / "site")[record.key]
    assert (card["title"], card["abstract"]) == ("α-Divergences in O(n²) for $5", "It takes 2× less.\n\nAnd $6 more.")
    assert [piece if isinstance(piece, str) else piece[1] for piece in card["parts"]["title"]] == [
        "$\\alpha$", "-Divergences in ", "$O(n^2)$", " for $5",
    ]  # fmt: skip
    assert card["parts"]["title"][0][0].startswith("<math")


def test_a_card_without_formulas_has_no_parts(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    assert all("parts" not in card for card in cards(tmp_path / "site").values())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the records in ``site`` and its cache in ``cache``."""
    folder = tmp_path_factory.mktemp("index")
    build_index(RECORDS, Folder(folder), "site", cache="cache")
    return folder


@given(number=st.integers(0, 9_999), bit=st.none() | st.integers(0, 999_999))
@settings(max_examples=25, deadline=None)
def test_a_cache_with_any_damage_changes_nothing(index: Path, number: int, bit: int | None) -> None:
    expected = files(index / "site")
    cached = sorted(file for file in (index / "cache").rglob("*") if file.is_file())
    file = cached[number % len(cached)]
    content = bytearray(file.read_bytes())
    file.unlink()  # the site shares its bytes
    if content and bit is not None:
        content[bit // 8 % len(content)] ^= 1 << bit % 8
        file.write_bytes(content)
    build_index(RECORDS, Folder(index), "site", cache="cache")
    assert files(index / "site") == expected


@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_correction_after_damage_to_the_cache_gives_a_first_build(tmp_path: Path, how: str) -> None:
    papers = [replace(record, abstract=f"{record.abstract} Word{record.key}.") for record in many(12)]
    build_index(papers, Folder(tmp_path), "site", cache="whole")
    changed = replaced(papers, 7, abstract="Graph networks (GN) for robots.")
    build_index(changed, Folder(tmp_path), "clean", cache="another")
    for file in kinds_of_entries(tmp_path / "whole"):
        shutil.copytree(tmp_path / "whole", tmp_path / "cache")
        damage(tmp_path / "cache" / file, how)
        build_index(changed, Folder(tmp_path), "site", cache="cache")
        assert files(tmp_path / "site") == files(tmp_path / "clean"), file
        shutil.rmtree(tmp_path / "cache")


def kinds_of_entries(folder: Path) -> list[Path]:
    """All entries below a folder, by their paths there; of numbered files the first of each folder."""
    entries = sorted(entry.relative_to(folder) for entry in folder.rglob("*"))
    return [entry for entry in entries if not entry.name.isdigit() or entry.name == "0"]


def damage(path: Path, how: str) -> None:
    """Change a byte in the middle of a file, or remove the file; a folder is removed with all in it."""
    if path.is_dir():
        shutil.rmtree(path)
        return
    content = bytearray(path.read_bytes())
    path.unlink()
    if how == "missing":
        return
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_large_columns_are_loaded_when_their_facets_are_opened(tmp_path: Path) -> None:
    sets = combinations(range(40), 3)
    papers = [
        replace(record, topics=tuple(SearchTopic(id=f"t{number}", name=f"T{number}") for number in chosen))
        for record, chosen in zip(many(9_000), sets, strict=False)
    ]
    assert closed_facets(topics(papers[:100]), links(papers[:100])) == []
    assert closed_facets(topics(papers), links(papers)) == ["topic", "has", "source"]


def test_large_files_of_meaning_are_loaded_on_request() -> None:
    assert (is_on_request(bytes(500_000)), is_on_request(bytes(500_001))) == (False, True)


def test_days_are_written_as_gaps_and_numbers_of_papers(tmp_path: Path) -> None:
    dates = [date(2024, 2, 28), date(2024, 2, 28), date(2024, 3, 1), date(2025, 3, 1)]
    papers = [replace(record, date=day) for record, day in zip(many(4), dates, strict=True)]
    build_index(papers, Folder(tmp_path), "site", cache="cache")
    assert json.loads(inflated(tmp_path / "site", "days")) == {
        "first": "2024-02-28",
        "gaps": [0, 2, 365],
        "papers": [2, 1, 1],
    }


def test_a_link_in_the_cache_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "digest").mkdir()
    build_index(RECORDS, Folder(tmp_path / "digest"), "site", cache="cache")
    block = tmp_path / "digest" / "cache" / "cards" / "0"
    block.rename(tmp_path / "elsewhere")
    block.symlink_to(tmp_path / "elsewhere")
    before = files(tmp_path / "elsewhere")
    assert build_index(RECORDS, Folder(tmp_path / "digest"), "site", cache="cache").fresh_blocks == (0,)
    assert not block.is_symlink()
    assert files(tmp_path / "elsewhere") == before


def test_hashes_of_all_files_are_reported(tmp_path: Path) -> None:
    for _ in ("new", "from the cache"):
        report = build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
        assert report.hashes == hash_files(tmp_path / "site" / "search-index")


COLUMNS = ("days", "topicSets", "links", "votes", "authors", "frequent", "spelled", "aliases", "meaning")


def cards(site: Path) -> dict[str, dict[str, Any]]:
    """What results of a site show, by key in the order of rows, read as a browser reads it."""
    listed = manifest(site)["cards"]
    folder = site / "search-index"
    opening = (folder / listed["opening"]).read_bytes()
    found = {}
    papers, together = manifest(site)["papers"], listed["together"]
    whole = papers - papers % listed["rows"]
    starts = [*range(0, whole, listed["rows"]), *range(whole, papers, listed["smallRows"])]
    blocks = [*listed["folders"], *listed["small"]]
    for block, start, end in zip(blocks, starts, [*starts[1:], papers], strict=True):
        for first in range(start, end, together):
            file = folder / "cards" / block / str(first % listed["rows"] // together)
            text = zlib.decompress(opening + file.read_bytes(), wbits=-zlib.MAX_WBITS).decode()
            for line in text.split("\n")[-min(together, end - first) :]:
                card = json.loads(line)
                found[card["key"]] = card
    return found


def test_the_manifest_names_every_file(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    named = manifest(tmp_path / "site")
    assert named["papers"] == len(RECORDS)
    assert named["topics"] == {"language-models": "Language models", "robotics": "Robotics", "vision": "Vision"}
    terms, listed = named["terms"], named["cards"]
    packed = (tmp_path / "site" / "search-index" / named["meaning"]).read_bytes()
    meaning = json.loads(zlib.decompress(packed, wbits=-zlib.MAX_WBITS).split(b"\n", 1)[0])
    single = {named[name] for name in COLUMNS}
    ranges = range(len(terms["firsts"].split(" ")))
    features = json.loads((tmp_path / "site" / "search-index" / "features.json").read_bytes())
    assert set(files(tmp_path / "site" / "search-index")) == {
        "manifest.json",
        "features.json",
        *features["files"],
        listed["opening"],
        *single,
        *(f"{meaning['folder']}/{number}" for number in range(len(meaning["firsts"].split(" ")))),
        *(f"{terms[folder]}/{number}" for folder in ("folder", "places") for number in ranges),
        *(f"cards/{listed['small'][0]}/{number}" for number in range(len(RECORDS) // listed["together"])),
    }


def test_a_changed_file_has_another_name(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "one", cache="cache")
    changed = replace(RECORDS[0], title="Another title", votes=99, fingerprint="changed")
    build_index((changed, *RECORDS[1:]), Folder(tmp_path), "two", cache="cache")
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    changed_files = {name for name in one.keys() & two.keys() if one[name] != two[name]}
    assert changed_files == {"search-index/features.json", "search-index/manifest.json"}


def test_an_empty_archive_has_an_empty_index(tmp_path: Path) -> None:
    assert build_index((), Folder(tmp_path), "site", cache="cache").papers == 0
    assert manifest(tmp_path / "site")["cards"]["small"] == []


def test_two_records_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        DigestifError, match=r"^search: two records have the key 2507\.10001\n  rename one of the two files$"
    ):
        build_index((RECORDS[0], RECORDS[0]), Folder(tmp_path), "site", cache="cache")
