"""The index on disk: shards, which of them are indexed again, and what stops a build."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build.search import bundle as search_bundle
from generator.build.search.cards import card_file
from generator.build.search.index import build_index
from generator.build.search.pagefind import index_pages
from generator.build.search.shards import LARGEST, PACK, SIZE, plan_shards
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import hash_files
from generator.pages.views.search import SearchRecord, SearchTopic, search_records
from tests.search.small_archive import small_catalog

RECORDS = tuple(search_records(small_catalog()))


def many(count: int, *, a_day: int, first: date = date(2024, 1, 1)) -> list[SearchRecord]:
    """Records that differ in key and date only."""
    return [
        replace(RECORDS[0], key=f"k{number:06}", date=first + timedelta(days=number // a_day))
        for number in range(count)
    ]


def test_a_record_has_what_search_shows() -> None:
    record = next(record for record in RECORDS if record.key == "2507.10001")
    assert record.address == "/papers/2507.10001/"
    assert record.topics == (SearchTopic(id="robotics", name="Robotics"),)
    assert (record.has, record.votes, record.source, record.arxiv) == (("code",), 12, "hf-daily", "2507.10001")
    assert record.bibtex().startswith("@misc{lovelace2025walking,")


def test_shards_hold_every_paper_once_newest_first() -> None:
    records = many(10_000, a_day=30)
    shards = plan_shards(records)
    held = [record for shard in shards for record in shard.records]
    assert [(record.date, record.key) for record in held] == sorted(
        ((record.date, record.key) for record in records), reverse=True
    )
    assert all(len(shard.records) <= LARGEST for shard in shards)
    assert [(shard.name, len(shard.records)) for shard in shards] == [
        ("2024-11", 80), ("2024-09", 2600), ("2024-05", 3690), ("2024-01", 3630),
    ]  # fmt: skip


def test_a_month_too_large_for_a_shard_is_divided() -> None:
    shards = plan_shards(many(2 * LARGEST, a_day=LARGEST))
    assert [shard.name for shard in shards] == ["2024-01-3", "2024-01-2", "2024-01"]
    assert sum(len(shard.records) for shard in shards) == 2 * LARGEST


def test_a_new_day_changes_the_newest_shard_alone_until_a_pack_is_full() -> None:
    held = 3630 + 3690 + 6 * PACK  # two closed shards and a few full packs
    before, full = plan_shards(many(held + 30, a_day=30)), plan_shards(many(held + PACK + 30, a_day=30))
    assert plan_shards(many(held + 60, a_day=30))[1:] == before[1:]
    assert (len(before[0].records), len(full[0].records)) == (30, 30)
    assert (len(full[1].records) - len(before[1].records), full[2:]) == (PACK, before[2:])


def test_the_first_papers_are_one_shard() -> None:
    assert [len(shard.records) for shard in plan_shards(many(PACK - 1, a_day=30))] == [PACK - 1]
    assert [len(shard.records) for shard in plan_shards(many(PACK, a_day=30))] == [PACK]


def test_two_shards_that_begin_in_one_month_have_two_names() -> None:
    assert [shard.name for shard in plan_shards(many(PACK + 1, a_day=30))] == ["2024-01-2", "2024-01"]


def test_a_half_full_shard_ends_with_the_year() -> None:
    shards = plan_shards(many(SIZE, a_day=6, first=date(2024, 3, 1)))
    assert [shard.name for shard in shards] == ["2025-07", "2025-01", "2024-03"]


def test_only_changed_shards_are_indexed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.build.search.shards.SIZE", 20)
    first = build_index(RECORDS, Folder(tmp_path), "one", cache="cache")
    assert first.indexed == first.shards == ("2024-11", "2024-10")
    assert str(first) == "search: 30 papers indexed, index updated"
    again = build_index(RECORDS, Folder(tmp_path), "two", cache="cache")
    assert str(again) == "search: 30 papers indexed, index unchanged"
    assert files(tmp_path / "one") == files(tmp_path / "two")
    corrected = tuple(
        replace(record, votes=99, fingerprint="corrected") if record.key == "2507.10001" else record
        for record in RECORDS
    )
    assert build_index(corrected, Folder(tmp_path), "three", cache="cache").indexed == ("2024-11",)


def test_pagefind_runs_again_only_where_words_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed: list[str] = []

    def recording(pages: Path, bundle: Path, *, name: str) -> None:
        indexed.append(name)
        index_pages(pages, bundle, name=name)

    monkeypatch.setattr(search_bundle, "index_pages", recording)
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    linked = replace(RECORDS[0], votes=99, has=("data",), bibtex=lambda: "@misc{another}", fingerprint="another")
    assert build_index((linked, *RECORDS[1:]), Folder(tmp_path), "site", cache="cache").indexed == ("2024-10",)
    assert indexed == ["2024-10"]
    assert cards(tmp_path / "site")[linked.key]["votes"] == 99
    assert cards(tmp_path / "site")[linked.key]["bibtex"] == "@misc{another}"
    renamed = replace(linked, title="Another title", fingerprint="renamed")
    build_index((renamed, *RECORDS[1:]), Folder(tmp_path), "site", cache="cache")
    assert indexed == ["2024-10", "2024-10"]


def test_results_show_formulas_in_unicode_and_money_as_it_is(tmp_path: Path) -> None:
    title, abstract = "$\\alpha$-Divergences in $O(n^2)$ for $5", "It takes $2\\times$ less.\n\nAnd \\$6 more."
    record = replace(RECORDS[0], title=title, abstract=abstract)
    build_index((record, *RECORDS[1:]), Folder(tmp_path), "site", cache="cache")
    card = cards(tmp_path / "site")[record.key]
    assert (card["title"], card["abstract"]) == ("α-Divergences in O(n²) for $5", "It takes 2× less.\n\nAnd $6 more.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the records in ``site`` and its cache in ``cache``."""
    folder = tmp_path_factory.mktemp("index")
    build_index(RECORDS, Folder(folder), "site", cache="cache")
    return folder


@given(number=st.integers(0, 9_999), bit=st.none() | st.integers(0, 999_999))
@settings(max_examples=25, deadline=None)
def test_a_cached_shard_with_any_damage_is_made_again(index: Path, number: int, bit: int | None) -> None:
    cached = sorted(file for file in (index / "cache").rglob("*") if file.is_file())
    file = cached[number % len(cached)]
    content = bytearray(file.read_bytes())
    file.unlink()  # the site shares its bytes
    if content and bit is not None:
        content[bit // 8 % len(content)] ^= 1 << bit % 8
        file.write_bytes(content)
    assert build_index(RECORDS, Folder(index), "site", cache="cache").indexed == ("2024-10",)
    assert cards(index / "site").keys() == {record.key for record in RECORDS}


def test_a_link_in_the_cache_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "digest").mkdir()
    build_index(RECORDS, Folder(tmp_path / "digest"), "site", cache="cache")
    shard = tmp_path / "digest" / "cache" / "2024-10"
    shard.rename(tmp_path / "elsewhere")
    shard.symlink_to(tmp_path / "elsewhere")
    before = files(tmp_path / "elsewhere")
    assert build_index(RECORDS, Folder(tmp_path / "digest"), "site", cache="cache").indexed == ("2024-10",)
    assert not shard.is_symlink()
    assert files(tmp_path / "elsewhere") == before


def test_hashes_of_all_files_are_reported(tmp_path: Path) -> None:
    for _ in ("new", "from the cache"):
        report = build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
        assert report.hashes == hash_files(tmp_path / "site" / "pagefind")


def cards(site: Path) -> dict[str, dict[str, Any]]:
    """What results of a site with one shard show, by key, read as a browser reads it."""
    shard = json.loads((site / "pagefind" / "manifest.json").read_bytes())["shards"][0]
    folder = site / "pagefind" / shard["name"] / shard["cards"]
    found = {}
    for file in folder.glob("[0-9]*"):
        stream = (folder / "opening.deflate").read_bytes() + file.read_bytes()
        for line in zlib.decompress(stream, wbits=-zlib.MAX_WBITS).decode().partition("\n\n")[2].split("\n"):
            result, card = line.split(" ", 1)
            assert card_file(result, shard["cardFiles"]) == int(file.stem)
            found[json.loads(card)["key"]] = json.loads(card)
    return found


def files(site: Path) -> dict[str, bytes]:
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_the_manifest_counts_all_papers(tmp_path: Path) -> None:
    build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    manifest = json.loads((tmp_path / "site" / "pagefind" / "manifest.json").read_bytes())
    assert manifest["papers"] == sum(shard["papers"] for shard in manifest["shards"]) == len(RECORDS)
    assert manifest["topics"] == {"language-models": "Language models", "robotics": "Robotics", "vision": "Vision"}
    shard = manifest["shards"][0]
    folder = tmp_path / "site" / "pagefind" / shard["name"]
    assert cards(tmp_path / "site").keys() == {record.key for record in RECORDS}
    assert sorted(path.name.split(".")[0] for path in folder.iterdir()) == [
        "authors", "cards", "index", "pagefind", "pagefind-entry", "pagefind-worker", "papers",
    ]  # fmt: skip
    columns = json.loads(zlib.decompress((folder / shard["columns"]).read_bytes(), wbits=-zlib.MAX_WBITS))
    assert sum(papers for _, papers in columns["days"]) == len(columns["ids"].split()) == len(RECORDS)


def test_an_empty_archive_has_an_empty_index(tmp_path: Path) -> None:
    report = build_index((), Folder(tmp_path), "site", cache="cache")
    assert (report.papers, report.shards) == (0, ())
    assert json.loads((tmp_path / "site" / "pagefind" / "manifest.json").read_bytes())["shards"] == []


def test_a_paper_that_was_not_indexed_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def losing_one(pages: Path, bundle: Path, *, name: str) -> None:
        (pages / "2507.10001.html").unlink()
        index_pages(pages, bundle, name=name)

    monkeypatch.setattr(search_bundle, "index_pages", losing_one)
    with pytest.raises(DigestifError) as stopped:
        build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    assert str(stopped.value) == (
        "search: Pagefind indexed 29 of 30 papers of 2024-10; missing: 2507.10001\n"
        "  the site was not changed; please report this with the records named"
    )
    assert not (tmp_path / "site" / "pagefind" / "manifest.json").exists()


def test_pagefind_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(DigestifError) as stopped:
        build_index(RECORDS, Folder(tmp_path), "site", cache="cache")
    assert str(stopped.value) == (
        "search: Pagefind could not index the papers of 2024-10: it gave no reason\n"
        "  check that it is installed: python -m pagefind --version; the site was not changed"
    )


def test_two_records_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        DigestifError, match=r"^search: two records have the key 2507\.10001\n  rename one of the two files$"
    ):
        build_index((RECORDS[0], RECORDS[0]), Folder(tmp_path), "site", cache="cache")


def test_a_pagefind_configuration_nearby_is_not_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pagefind.toml").write_text('glob = "nothing-*.html"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_GLOB", "nothing-*.html")
    assert build_index(RECORDS, Folder(tmp_path), "site", cache="cache").papers == len(RECORDS)
